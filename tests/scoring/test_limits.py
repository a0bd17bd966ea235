"""Limits of scoring, each at, just below and just above it."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from invented import values

from reportgen.catalog import load_catalog
from reportgen.errors import Refused
from reportgen.model.definitions import Direction
from reportgen.model.schemes import SchemePart
from reportgen.model.standards import HospitalClass, StandardTable
from reportgen.model.values import CODES, IndicatorValues, Reason
from reportgen.scoring import standards
from reportgen.scoring.calculators import CALCULATORS
from reportgen.scoring.parts import geometric
from reportgen.scoring.ranking import retained
from reportgen.scoring.relative import Measure, clamped, is_nested, range_index, why_not_scored
from reportgen.scoring.results import _part_results_score
from reportgen.scoring.sample import OrderedValues, is_financial, place_among, standing, usable, years
from reportgen.scoring.scheme_rules import whole
from reportgen.scoring.standards import LARGEST
from reportgen.scoring.totals import comparable_totals, met

CATALOG = load_catalog()
INDEX, POINTS, MARKS = "ratio_scoring", "efficacy_coefficient", "weighted_checklist"
CAPPED = Measure(2.0, Direction.HIGHER, cap=1.5, floor=0.5)
TWO_POINTS = Measure(2.0, Direction.HIGHER, unacceptable=1.0)
IN_RANGE = Measure((2.0, 3.0), Direction.RANGE, unacceptable=(1.0, 5.0))
FULL_MARK = Measure(10.0, Direction.HIGHER)


@pytest.mark.parametrize(
    ("value", "measure", "method", "acts"),
    [
        (3.0, CAPPED, INDEX, False), (3.01, CAPPED, INDEX, True), (1.0, CAPPED, INDEX, False),
        (0.99, CAPPED, INDEX, True), (np.nan, CAPPED, INDEX, False),
        (2.0, TWO_POINTS, POINTS, False), (2.01, TWO_POINTS, POINTS, True), (-0.5, TWO_POINTS, POINTS, False),
        (-0.51, TWO_POINTS, POINTS, True), (2.5, IN_RANGE, POINTS, False), (-0.5, IN_RANGE, POINTS, False),
        (-0.51, IN_RANGE, POINTS, True), (8.01, IN_RANGE, POINTS, True),
        (0.0, FULL_MARK, MARKS, False), (10.0, FULL_MARK, MARKS, False), (10.1, FULL_MARK, MARKS, True),
        (-0.1, FULL_MARK, MARKS, True), (np.nan, FULL_MARK, MARKS, False),
    ],
)  # fmt: skip
def test_a_limit_acts_from_beyond_it_and_only_there(value: float, measure: Measure, method: str, *, acts: bool) -> None:
    assert clamped(np.array([value, 99.0]), measure, method) is acts


@pytest.mark.parametrize(
    ("value", "direction", "method", "reason"),
    [
        (-0.1, Direction.LOWER, INDEX, Reason.INVALID_INPUT),
        (0.0, Direction.LOWER, INDEX, Reason.NO_STANDARD),
        (-0.1, Direction.HIGHER, INDEX, Reason.NO_STANDARD),
        (-0.1, Direction.LOWER, POINTS, Reason.NO_STANDARD),
        (None, Direction.LOWER, INDEX, Reason.NO_STANDARD),
    ],
)
def test_only_a_negative_value_of_which_less_is_better_has_no_ratio(
    value: float | None, direction: Direction, method: str, reason: Reason
) -> None:
    assert why_not_scored(value, Measure(2.0, direction), method) is reason
    assert why_not_scored(value, Measure((1.0, 2.0), direction), method) is Reason.NO_STANDARD
    assert why_not_scored(value, None, method) is Reason.NO_STANDARD


@pytest.mark.parametrize(
    ("value", "standard", "direction", "meets"),
    [
        (1.0, 1.0, Direction.HIGHER, True), (0.99, 1.0, Direction.HIGHER, False), (1.01, 1.0, Direction.HIGHER, True),
        (1.0, 1.0, Direction.LOWER, True), (1.01, 1.0, Direction.LOWER, False), (0.99, 1.0, Direction.LOWER, True),
        (1.0, (1.0, 2.0), Direction.RANGE, True), (2.0, (1.0, 2.0), Direction.RANGE, True),
        (0.99, (1.0, 2.0), Direction.RANGE, False), (2.01, (1.0, 2.0), Direction.RANGE, False),
    ],
)  # fmt: skip
def test_a_standard_is_met_by_what_is_equal_to_it(value: float, standard: Any, direction: Direction, *, meets: bool):
    assert met(value, standard, direction) is meets


@pytest.mark.parametrize(
    ("inner", "outer", "nested"),
    [
        ((1.0, 1.0), None, True), ((1.1, 1.0), None, False), ((1.0, 2.0), (0.9, 2.1), True),
        ((1.0, 2.0), (1.0, 2.1), False), ((1.0, 2.0), (0.9, 2.0), False), ((2.0, 1.0), (0.0, 3.0), False),
    ],
)  # fmt: skip
def test_a_range_lies_strictly_within_its_outer_limits(inner: Any, outer: Any, *, nested: bool) -> None:
    assert is_nested(inner, outer) is nested


@pytest.mark.parametrize(
    ("value", "index"), [(2.0, 1.0), (4.0, 1.0), (1.0, 0.5), (8.0, 0.5), (0.0, None), (-1.0, None)]
)
def test_an_index_of_a_range_is_measured_from_its_nearest_edge(value: float, index: float | None) -> None:
    (found,) = range_index(np.array([value]), (2.0, 4.0), None)

    assert (None if np.isnan(found) else found) == index


def test_a_range_that_begins_at_zero_is_indexed_by_its_outer_limits_alone() -> None:
    given = np.array([-1.0, -0.5, 0.0, 1.0, 1.5, 2.0, 9.0])

    assert range_index(given, (0.0, 1.0), (-1.0, 2.0)).tolist() == [0.0, 0.5, 1.0, 1.0, 0.5, 0.0, 0.0]
    assert np.isnan(range_index(given, (0.0, 1.0), None)).all()


TABLE: dict[str, Any] = {"family": "f", "name": {"zh": "表", "en": "T"}, "source": "test", "values": {}}


def table(**more: Any) -> StandardTable:
    return StandardTable.model_validate({**TABLE, "kind": "industry_mean", "year": 2024, **more}, strict=False)


@pytest.mark.parametrize(
    ("tables", "fits"),
    [
        ({"a": table(), "b": table(year=2025)}, "b"),  # the latest
        ({"a": table(), "b": table(year=2026)}, "a"),  # none of a later year
        ({"a": table(level="tertiary"), "b": table(year=2025)}, "a"),  # of the hospital's class before the latest
        ({"a": table(level="secondary"), "b": table(year=2020)}, "b"),  # none of another class
        ({"a": table(level="tertiary"), "b": table(level="tertiary", region="east")}, "b"),
        ({"a": table(level="tertiary", region="west"), "b": table(region="east")}, "b"),
        ({"a": table(family="other")}, None),
        ({"a": table(level="secondary")}, None),
    ],
)
def test_the_table_of_the_nearest_class_and_the_latest_year_gives_the_standards(
    tables: dict[str, StandardTable], fits: str | None
) -> None:
    part = SchemePart.model_validate({"share": 1, "method": "level_efficacy", "indicators": {}, "standards_from": "f"})
    hospital = HospitalClass(level="tertiary", region="east")

    assert standards.chosen(tables, part, hospital, 2025) is (None if fits is None else tables[fits])


@pytest.mark.parametrize(
    ("rule", "count"),
    [(1, 1), (2, 2), (9, 3), (0, 1), ("eigenvalue>1", 1), ("eigenvalue>0.9", 3), ("eigenvalue>9", 1),
     ("cumulative>=0.6", 1), ("cumulative>=0.61", 2), ("cumulative>=1", 3)],
)  # fmt: skip
def test_at_least_one_component_is_kept_and_none_of_nothing(rule: int | str, count: int) -> None:
    assert retained(np.array([3.0, 1.0, 1.0, 0.0]), rule) == count


@pytest.mark.parametrize(
    ("total", "is_whole"),
    [(1.0, True), (100.0, True), (1.0000009, True), (1.0000011, False), (100.00009, True), (100.00011, False), (50, False)],
)  # fmt: skip
def test_weights_make_one_or_a_hundred(total: float, *, is_whole: bool) -> None:
    assert whole(total) is is_whole
    assert whole(2 - total if total < 2 else 200 - total) is (is_whole and total != 50)


@pytest.mark.parametrize(
    ("scores", "weights", "score"),
    [
        ([0.5, 0.5], [0.5, 0.5], 0.5), ([1.0, 0.25], [0.5, 0.5], 0.5), ([0.0, 1.0], [0.5, 0.5], 0.0),
        ([np.nan, 0.25], [0.0, 1.0], 0.25), ([0.0, 0.25], [0.0, 1.0], 0.25), ([np.nan, np.nan], [0.0, 0.0], None),
    ],
)  # fmt: skip
def test_a_product_of_scores_leaves_out_what_has_no_weight(
    scores: list[float], weights: list[float], score: float | None
) -> None:
    (found,) = geometric(np.array([scores]), np.array([weights]))

    assert (None if np.isnan(found) else found) == (None if score is None else pytest.approx(score))


ROWS: Any = {("own", when): {"current_ratio": 1.0} for when in ("2023", "2024", "2025", "2026", "2025-12", "2025-Q1")}


def test_own_years_are_the_full_ones_up_to_the_period() -> None:
    frame = values(ROWS | {("other", "2022"): {"current_ratio": 9.0}})

    assert years(frame, ["current_ratio"], "own", "2025").entities == ("2023", "2024", "2025")
    assert years(frame, ["current_ratio"], "own", "2025-06").entities == ("2023", "2024", "2025")
    nobody = years(frame, ["current_ratio"], "nobody", "2025")
    assert (nobody.entities, nobody.values.shape, nobody.reasons.shape) == ((), (0, 1), (0, 1))


@pytest.mark.parametrize(("value", "fit"), [(0.999e15, True), (LARGEST, False), (-0.999e15, True), (-LARGEST, False)])
def test_what_has_no_exact_digits_is_missing_for_that_reason(value: float, *, fit: bool) -> None:
    given: Any = {("own", "2024"): {"current_ratio": value}, ("own", "2025"): {"current_ratio": 1.0}}
    found: IndicatorValues = usable(values(given))

    assert (found.at("current_ratio", "own", "2024").value == value) is fit
    assert found.at("current_ratio", "own", "2024").reason == (None if fit else Reason.INVALID_INPUT)
    assert found.at("current_ratio", "own", "2025").value == 1.0
    assert int(CODES[Reason.INVALID_INPUT]) > 0


def test_financial_is_what_rests_on_statements_alone() -> None:
    assert is_financial("current_ratio", CATALOG)
    assert not is_financial("average_length_of_stay", CATALOG)
    assert not is_financial("no_such_indicator", CATALOG)


@pytest.mark.parametrize(
    ("own", "direction", "rank", "tied", "percentile"),
    [
        (3.0, Direction.HIGHER, 3, 1, 50.0), (3.0, Direction.LOWER, 3, 1, 50.0), (9.0, Direction.HIGHER, 1, 0, 91.6667),
        (0.0, Direction.HIGHER, 6, 0, 8.3333), (0.0, Direction.LOWER, 1, 0, 8.3333), (9.0, Direction.LOWER, 6, 0, 91.6667),
        (3.0 + 1e-9, Direction.HIGHER, 3, 1, 50.0), (3.0 - 1e-9, Direction.LOWER, 3, 1, 50.0),
        (3.0, Direction.RANGE, 1, 0, 50.0),
    ],
)  # fmt: skip
def test_a_place_counts_those_that_are_better_and_equal_values_share_it(
    own: float, direction: Direction, rank: int, tied: int, percentile: float
) -> None:
    others = OrderedValues.of(np.array([1.0, 2.0, 3.0, 4.0, 5.0]))
    scores = OrderedValues.of(np.array([0.1, 0.2, 0.3, 0.2, 0.1]))
    found = place_among(own, 0.4, others, scores, direction)

    assert found is not None
    assert (found.n, found.rank, found.tied) == (5, rank, tied)
    assert found.percentile == pytest.approx(percentile, abs=1e-4)
    fewer = OrderedValues.of(np.array([1.0, 2.0, 3.0, 4.0, np.nan]))
    assert place_among(own, 0.4, fewer, scores, direction) is None
    assert place_among(np.nan, 0.4, others, scores, direction) is None


@pytest.mark.parametrize("left_out", [0, 2, 4])
def test_values_without_one_are_those_of_the_others(left_out: int) -> None:
    given = np.array([1.0, 2.0, 3.0, 4.0, 5.0])
    rest = np.delete(given, left_out)
    found = OrderedValues.of(given).without(given[left_out])

    assert len(found) == 4
    assert found.each().tolist() == rest.tolist()
    for limit in (0.0, 1.0, 2.5, 3.0, 5.0, 6.0):
        assert found.below(limit) == (rest < limit).sum()
        assert found.below(limit, inclusive=True) == (rest <= limit).sum()
        assert found.within(limit, 1.0) == (np.abs(rest - limit) <= 1).sum()
    for share in (0.0, 0.25, 1 / 3, 0.5, 0.75, 1.0):
        assert found.quantile(share) == np.quantile(rest, share)


@pytest.mark.parametrize(("retain", "has_factors"), [(0, False), (1, True), (2, True), (3, False)])
def test_as_many_factors_are_found_as_there_are_columns_that_vary_and_no_more(
    retain: int, *, has_factors: bool
) -> None:
    given = {"matrix": [[1.0, 2.0], [2.0, 1.0], [3.0, 5.0], [4.0, 3.0]], "retain": retain}

    if has_factors:
        assert CALCULATORS["factor_analysis"].answer(given)["factors"] == retain
    else:
        with pytest.raises(Refused):
            CALCULATORS["factor_analysis"].answer(given)


@pytest.mark.parametrize(
    ("best", "rank"), [(50.0, 1), (50.4, 1), (50.5, 2), (51.0, 2), (51.9, 2), (52.0, 2), (52.1, 2), (90.0, 2)]
)
def test_a_total_that_prints_higher_is_counted_once_however_far_it_is(best: float, rank: int) -> None:
    assert standing(np.array([50.0, best, 40.0, 40.0, 40.0, 40.0]), 0) == (rank, 6, 40.0)


def scored(part: str, score: float | None, weight: float) -> Any:
    points = None if score is None else score * weight
    return SimpleNamespace(part=part, score=score, points=points, effective_weight=weight, correction=None)


@pytest.mark.parametrize(
    ("aggregate", "rows", "score"),
    [
        ("geometric", [(25.0, 0.5), (100.0, 0.5)], 50.0),
        ("geometric", [(25.0, 0.25), (100.0, 0.25)], 50.0),
        ("geometric", [(0.0, 0.5), (100.0, 0.5)], 0.0),  # one of nothing makes nothing of all
        ("geometric", [(0.0, 0.0), (100.0, 0.5)], 100.0),  # but where it has no weight
        ("geometric", [(None, 0.5)], None),
        ("arithmetic", [(25.0, 0.5), (100.0, 0.5)], 62.5),
        ("arithmetic", [(0.0, 0.5), (100.0, 0.5)], 50.0),
        ("arithmetic", [(None, 0.5)], None),
    ],
)
def test_an_ability_has_the_mean_that_its_part_is_scored_by(
    aggregate: str, rows: list[tuple[float | None, float]], score: float | None
) -> None:
    own = [scored("a", *row) for row in rows]
    context: Any = SimpleNamespace(scheme=SimpleNamespace(parts={"a": SimpleNamespace(aggregate=aggregate)}))
    parts: Any = {"a": SimpleNamespace(additive=aggregate == "arithmetic")}

    found = _part_results_score(context, parts, own)

    assert found == (None if score is None else pytest.approx(score))


@pytest.mark.parametrize(("other", "score"), [(True, 50.0), (False, None)])
def test_an_ability_of_parts_that_are_judged_together_has_no_mean(score: float | None, *, other: bool) -> None:
    own = [scored("a", 50.0, 0.5), scored("b", 50.0, 0.5)]
    plain = SimpleNamespace(aggregate="arithmetic")
    context: Any = SimpleNamespace(scheme=SimpleNamespace(parts={"a": plain, "b": plain}))
    parts: Any = {"a": SimpleNamespace(additive=True), "b": SimpleNamespace(additive=other)}

    assert _part_results_score(context, parts, own) == score


def valued(share: float, own: float, peers: list[float] | None, method: str = INDEX) -> Any:
    others = None if peers is None else SimpleNamespace(totals=np.array(peers))
    return SimpleNamespace(part=SimpleNamespace(method=method, share=share), total=np.array([own]), peers=others)


@pytest.mark.parametrize(
    ("parts", "totals"),
    [
        ([valued(0.6, 0.8, [0.5, 1.0]), valued(0.2, 0.4, [0.9, 0.2])], [70.0, 60.0, 80.0]),
        ([valued(0.6, 0.8, [0.5, 1.0]), valued(0.2, 0.4, None)], [70.0]),
        ([valued(0.6, 0.8, [0.5, 1.0]), valued(0.4, 0.1, None, "expert_levels")], [80.0, 50.0, 100.0]),
    ],
    ids=["both of peers", "one of the hospital alone", "one of opinions"],
)
def test_totals_beside_peers_are_of_the_parts_that_values_score_by_their_shares(
    parts: list[Any], totals: list[float]
) -> None:
    assert comparable_totals(dict(enumerate(parts))).tolist() == pytest.approx(totals)  # type: ignore[arg-type]


def test_without_a_part_that_values_score_there_is_no_total_beside_peers() -> None:
    assert np.isnan(comparable_totals({"a": valued(1.0, 0.8, [0.5], "expert_levels")})).all()
