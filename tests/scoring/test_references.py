"""Standards: which one counts, where its value comes from, what a limit or a missed duty does."""

from __future__ import annotations

from typing import Any

import pytest
from invented import definition, indicator, scheme, values
from pydantic import ValidationError

from reportgen.catalog import load_catalog
from reportgen.errors import Refused
from reportgen.model.place import Place
from reportgen.model.results import Evaluation
from reportgen.model.schemes import Grade, StandardKind
from reportgen.model.standards import HospitalClass, StandardTable, Target
from reportgen.model.values import Flag, Reason
from reportgen.scoring import evaluate
from reportgen.scoring.standards import applied

CATALOG = load_catalog()
ROWS = {
    ("own", "2022"): {"current_ratio": 1.0, "receivable_turnover_days": 60.0},
    ("own", "2023"): {"current_ratio": 2.5, "receivable_turnover_days": 40.0},
    ("own", "2024"): {"current_ratio": 1.5, "receivable_turnover_days": 50.0},
    ("own", "2025"): {"current_ratio": 2.0, "receivable_turnover_days": 45.0},
}
PEERS = {(f"h{n}", "2025"): {"current_ratio": 1.0 + n, "receivable_turnover_days": 30.0 + n} for n in range(5)}


def content(method: str, references: Any, days: Any = None, **part: Any) -> dict[str, Any]:
    found = definition()
    found["parts"]["quantitative"] |= {"method": method, **part}
    found["parts"]["quantitative"]["indicators"] = {
        "current_ratio": {"ability": "solvency", "direction": "higher", "weight": 0.25, "references": references},
        "receivable_turnover_days": {
            "ability": "operating",
            "direction": "lower",
            "weight": 0.75,
            "references": days or [given(50.0)],
        },
    }
    return found


def given(value: float, kind: str = "plan", **more: Any) -> dict[str, Any]:
    return {"kind": kind, "value": value, "source": "test"} | more


def judged(made: dict[str, Any], peers: bool = True, **more: Any) -> Evaluation:  # noqa: FBT001, FBT002 - as a word
    others = values(PEERS) if peers else None
    return evaluate(values(ROWS), scheme(made), "trial", CATALOG, "own", "2025", peers=others, **more)


def test_a_percentile_counts_by_its_stated_value_only():
    stated = judged(content("ratio_scoring", [given(2.0, "percentile")])).indicator("current_ratio")
    assert stated.reference is not None
    assert (stated.reference.kind, stated.score) == (StandardKind.PERCENTILE, pytest.approx(100.0))

    without = judged(content("ratio_scoring", [{"kind": "percentile", "source": "test"}])).indicator("current_ratio")
    assert (without.reference, without.reason) == (None, Reason.NO_STANDARD)


def test_standards_that_are_percentiles_are_called_so():
    part = CATALOG.schemes["us_hospital_financial"].parts["quantitative"]
    kinds = {one.standards.kind for one in part.indicators.values() if one.standards}

    assert kinds == {StandardKind.PERCENTILE}
    assert CATALOG.words["standard.percentile"].zh == "分位值"


@pytest.mark.serves("003-123")
def test_ratio_scoring_gives_weight_times_actual_over_standard():
    found = judged(content("ratio_scoring", [given(2.0)], [given(45.0)]))

    assert found.indicator("current_ratio").points == pytest.approx(25.0)
    assert found.score == pytest.approx(100.0)


@pytest.mark.parametrize(
    ("standard", "score", "level"),
    [(2.0, 100.0, Grade.EXCELLENT), (2.5, 80.0, Grade.GOOD), (4.0, 50.0, Grade.FAIR)],
)
def test_what_is_held_to_one_figure_has_the_level_of_its_score(standard: float, score: float, level: Grade):
    row = judged(content("ratio_scoring", [given(standard)], [given(45.0)])).indicator("current_ratio")

    assert (row.score, row.level) == (pytest.approx(score), level)


@pytest.mark.serves("003-142", "003-123")
def test_a_weight_of_25_at_1_85_of_a_standard_of_2_gives_23_125():
    own = values({("own", "2025"): {"current_ratio": 1.85, "receivable_turnover_days": 45.0}})
    found = evaluate(own, scheme(content("ratio_scoring", [given(2.0)])), "trial", CATALOG, "own", "2025")

    assert found.indicator("current_ratio").points == pytest.approx(23.125)


@pytest.mark.serves("003-123")
@pytest.mark.parametrize(("standard", "score", "clamped"), [(1.0, 150.0, True), (5.0, 50.0, True), (1.6, 125.0, False)])
def test_cap_and_floor_are_told_where_they_act(standard: float, score: float, *, clamped: bool):
    row = judged(content("ratio_scoring", [given(standard)], cap=1.5, floor=0.5)).indicator("current_ratio")

    assert row.score == pytest.approx(score)
    assert (Flag.CLAMPED in row.flags) is clamped
    free = judged(content("ratio_scoring", [given(standard)])).indicator("current_ratio")
    assert free.score == pytest.approx(100 * 2.0 / standard)


@pytest.mark.serves("003-124", "003-143")
@pytest.mark.parametrize(
    ("value", "high", "low", "direction", "score"),
    [
        (1.85, 2.0, 1.0, "higher", 94.0),
        (60.0, 40.0, 70.0, "lower", 73.3333333),
        (75.0, 40.0, 70.0, "lower", 53.3333333),
    ],
)
def test_the_two_point_method_gives_sixty_and_a_hundred(
    value: float, high: float, low: float, direction: str, score: float
):
    made = content("efficacy_coefficient", [given(high, unacceptable=low)], [given(40.0, unacceptable=80.0)])
    made["parts"]["quantitative"]["indicators"]["current_ratio"]["direction"] = direction
    own = values({("own", "2025"): {"current_ratio": value, "receivable_turnover_days": 45.0}})
    found = evaluate(own, scheme(made), "trial", CATALOG, "own", "2025")

    assert found.indicator("current_ratio").score == pytest.approx(score)


@pytest.mark.serves("003-125")
def test_the_composite_index_turns_the_ratio_round_where_less_is_better():
    found = judged(content("composite_index", [given(1.6)], [given(50.0)]))

    assert found.score == pytest.approx(100 * (0.25 * 2.0 / 1.6 + 0.75 * 50 / 45))


@pytest.mark.serves("003-139", "002-24", "002-25", "002-26", "003-111", "003-083")
@pytest.mark.parametrize(
    ("references", "kind", "value", "objects"),
    [
        ([{"kind": "own_best"}, {"kind": "peer_mean"}, given(9.0), given(8.0, "mandatory")], "mandatory", 8.0, ()),
        ([{"kind": "own_best"}, {"kind": "peer_mean"}, given(9.0)], "plan", 9.0, ()),
        ([{"kind": "own_best"}, {"kind": "peer_mean"}], "peer_mean", 3.0, ("h0", "h1", "h2", "h3", "h4")),
        ([{"kind": "peer_best", "peers": ["h1", "h3"]}], "peer_best", 4.0, ("h3",)),
        ([{"kind": "industry_best"}], "industry_best", 5.0, ()),
        ([{"kind": "own_best"}], "own_best", 2.5, ("2023",)),
        ([{"kind": "mean_3y"}], "mean_3y", (1.0 + 2.5 + 1.5) / 3, ("2022", "2023", "2024")),
    ],
)
def test_the_standard_of_the_highest_precedence_counts(
    references: Any, kind: str, value: float, objects: tuple[str, ...]
):
    used = judged(content("ratio_scoring", references)).indicator("current_ratio").reference

    assert used is not None
    assert (used.kind, used.value, used.objects) == (kind, pytest.approx(value), objects)


@pytest.mark.serves("003-083")
def test_a_three_year_mean_passes_over_a_year_without_a_value_and_of_none_there_is_no_standard():
    def used(rows: dict[tuple[str, str], dict[str, float]]) -> Any:
        made = scheme(content("ratio_scoring", [{"kind": "mean_3y"}], missing_limit=1.0))
        found = evaluate(values(rows), made, "trial", CATALOG, "own", "2025")
        return found.indicator("current_ratio").reference, found.indicator("current_ratio")

    gap = {key: {name: value for name, value in row.items() if (key[1], name) != ("2023", "current_ratio")}
           for key, row in ROWS.items()}  # fmt: skip
    mean, _ = used(gap | {("own", "2021"): {"current_ratio": 0.8}})
    assert (mean.value, mean.objects) == (pytest.approx((0.8 + 1.0 + 1.5) / 3), ("2021", "2022", "2024"))
    empty, row = used({("own", "2025"): ROWS[("own", "2025")]})
    assert (empty, row.score, row.reason) == (None, None, Reason.NO_STANDARD)


@pytest.mark.serves("002-24")
def test_the_own_best_of_a_lower_is_better_indicator_is_its_smallest():
    used = judged(content("ratio_scoring", [given(2.0)], [{"kind": "own_best"}])).indicator("receivable_turnover_days")

    assert used.reference is not None
    assert used.reference.value == 40.0


@pytest.mark.serves("003-153", "002-25", "002-23")
@pytest.mark.parametrize(("there", "kind"), [(5, "peer_mean"), (4, None)])
def test_five_peers_with_a_value_make_a_mean_and_four_do_not(there: int, kind: str | None):
    rows = dict(list(PEERS.items())[:there]) | {("h9", "2025"): {"current_ratio": Reason.MISSING_INPUT}}
    made = content("ratio_scoring", [{"kind": "peer_mean"}])

    found = evaluate(values(ROWS), scheme(made), "trial", CATALOG, "own", "2025", peers=values(rows))

    reference = found.indicator("current_ratio").reference
    assert (reference and reference.kind) == kind


@pytest.mark.parametrize("references", [[{"kind": "plan"}], [{"kind": "peer_mean"}]])
def test_an_indicator_without_any_standard_is_not_scored_and_says_so(references: Any):
    found = judged(content("ratio_scoring", references), peers=False)

    row = found.indicator("current_ratio")
    assert (row.value, row.score, row.reason) == (2.0, None, Reason.NO_STANDARD)
    assert found.indicator("receivable_turnover_days").effective_weight == pytest.approx(1.0)
    assert ("S28", {"indicator": "current_ratio", "name": CATALOG.indicators["current_ratio"].name}) in found.warnings


@pytest.mark.serves("000-15", "002-23", "003-108", "003-109")
@pytest.mark.parametrize("kind", [StandardKind.PLAN, StandardKind.BUDGET, StandardKind.PERFORMANCE_BUDGET])
def test_targets_of_the_hospital_serve_as_plans_and_budgets(kind: StandardKind):
    targets = {("current_ratio", "2025"): Target(1.6, kind, Place("targets.csv", line=2))}
    used = judged(content("ratio_scoring", [{"kind": str(kind)}]), targets=targets).indicator("current_ratio")

    assert used.reference is not None
    assert (used.reference.value, used.reference.source) == (1.6, "targets.csv:2")
    assert used.score == pytest.approx(125.0)


@pytest.mark.serves("003-110")
def test_a_missed_mandatory_standard_limits_the_grade():
    made = definition()
    made["parts"]["quantitative"]["indicators"]["current_ratio"]["references"] = [given(4.5, "mandatory", veto="fair")]
    row = {
        "current_ratio": 4.0,
        "cash_to_short_term_debt": 5.0,
        "receivable_turnover_days": 1.0,
        "net_asset_growth": 5.0,
    }
    found = evaluate(values({("own", "2025"): row}), scheme(made), "trial", CATALOG, "own", "2025")

    assert found.score == pytest.approx(92.0)
    assert found.grade is Grade.FAIR
    assert [rule for rule, _ in found.warnings] == ["S30"]


@pytest.mark.parametrize(
    ("ratio", "cash", "grade"),
    [
        (4.5, 5.0, Grade.EXCELLENT),  # both duties are met just so
        (4.4, 5.0, Grade.FAIR),
        (4.5, 4.9, Grade.LOW),
        (4.4, 4.9, Grade.LOW),  # the worse of the two grades that are left
    ],
)
def test_of_several_missed_duties_the_worst_grade_that_one_leaves_holds(ratio: float, cash: float, grade: Grade):
    made = definition()
    rows = made["parts"]["quantitative"]["indicators"]
    rows["current_ratio"]["references"] = [given(4.5, "mandatory", veto="fair")]
    rows["cash_to_short_term_debt"]["references"] = [given(5.0, "mandatory", veto="low")]
    rows["net_asset_growth"]["references"] = [given(6.0, "mandatory")]  # missed, and told, but it leaves every grade
    row = {
        "current_ratio": ratio,
        "cash_to_short_term_debt": cash,
        "receivable_turnover_days": 1.0,
        "net_asset_growth": 5.0,
    }
    found = evaluate(values({("own", "2025"): row}), scheme(made), "trial", CATALOG, "own", "2025")

    assert found.grade is grade
    assert [rule for rule, _ in found.warnings] == ["S30"] * (1 + (ratio < 4.5) + (cash < 5.0))


@pytest.mark.serves("002-21", "002-22")
@pytest.mark.parametrize("kind", ["industry_best", "industry_mean"])
def test_a_written_standard_is_read_with_value_source_and_year(kind: str):
    made = content("ratio_scoring", [given(1.6, kind, source="Yearbook", year=2023)])
    row = judged(made).indicator("current_ratio")

    assert row.reference is not None
    assert (row.reference.kind, row.reference.value) == (kind, 1.6)
    assert (row.reference.source, row.reference.year) == ("Yearbook", 2023)
    assert row.score == pytest.approx(100 * 2.0 / 1.6)


@pytest.mark.serves("002-21")
def test_a_written_standard_without_source_is_refused():
    made = content("ratio_scoring", [{"kind": "industry_best", "value": 2.0}])

    with pytest.raises(Refused) as refused:
        judged(made)
    assert [finding.rule for finding in refused.value.findings] == ["S15"]


def table(**more: Any) -> StandardTable:
    five = {"excellent": 5.0, "good": 4.0, "fair": 3.0, "low": 2.0, "poor": 1.0}
    return StandardTable.model_validate(
        {"family": "f", "name": {"zh": "表", "en": "T"}, "kind": "plan", "source": "test", "year": 2024}
        | {"values": {"current_ratio": five}}
        | more,
        strict=False,
    )


def of_tables() -> dict[str, Any]:
    made = definition()
    made["parts"]["quantitative"]["standards_from"] = "f"
    made["parts"]["quantitative"]["indicators"] = {"current_ratio": indicator("solvency", "higher", 1.0)}
    made["parts"]["quantitative"]["indicators"]["current_ratio"].pop("standards")
    return made


@pytest.mark.serves("003-078", "003-089")
@pytest.mark.parametrize(
    ("hospital", "period", "chosen"),
    [
        (HospitalClass("tertiary"), "2025", "tertiary"),
        (HospitalClass("tertiary", None, "east"), "2025", "east"),
        (HospitalClass("tertiary"), "2023", "old"),
        (HospitalClass("secondary"), "2025", None),
        (HospitalClass(), "2025", None),
    ],
)
def test_a_hospital_is_judged_by_its_own_class_alone(hospital: HospitalClass, period: str, chosen: str | None):
    tables = {
        "old": table(level="tertiary", year=2020, source="old"),
        "tertiary": table(level="tertiary", source="tertiary"),
        "east": table(level="tertiary", region="east", source="east"),
        "later": table(level="tertiary", year=2030, source="later"),
    }
    found = applied(scheme(of_tables()), tables, hospital, period).parts["quantitative"].indicators["current_ratio"]

    assert (found.standards and found.standards.source) == chosen


@pytest.mark.serves("003-089")
def test_every_standard_that_is_built_in_says_of_whom_of_when_and_from_where_it_is():
    tables = CATALOG.standards.values()
    assert {one.level for one in tables} >= {"tertiary", "secondary"}
    for one in tables:
        assert one.year >= 2019
        assert one.source
        assert one.level
    for missing in ("source", "year"):
        with pytest.raises(ValidationError):
            StandardTable.model_validate({**table().model_dump(), missing: None}, strict=False)


@pytest.mark.serves("003-089")
@pytest.mark.parametrize("level", ["tertiary", "secondary"])
def test_standards_of_two_sets_are_never_mixed(level: str):
    found = applied(CATALOG.schemes["stakeholder_views"], CATALOG.standards, HospitalClass(level), "2025")
    used = [one.standards for one in found.parts["quantitative"].indicators.values() if one.standards]
    (own,) = [one for one in CATALOG.standards.values() if one.family == "constructed" and one.level == level]
    assert len(used) > 10
    assert {(one.level, one.year, one.source) for one in used} == {(level, own.year, own.source)}


@pytest.mark.serves("003-078")
def test_without_a_fitting_table_the_grade_is_withheld_and_the_reason_said():
    found = evaluate(
        values(ROWS), scheme(of_tables()), "trial", CATALOG, "own", "2025", hospital=HospitalClass("primary")
    )

    assert found.score is None
    assert found.indicator("current_ratio").reason is Reason.NO_STANDARD
    assert [rule for rule, _ in found.warnings] == ["S25", "S28"]


ORDER = (
    ("mandatory",),
    ("plan", "budget", "performance_budget"),
    ("industry_best", "industry_mean", "peer_best", "peer_mean", "percentile"),
    ("own_best", "mean_3y"),
)
RANKED = [(kind, at) for at, kinds in enumerate(ORDER) for kind in kinds]


@pytest.mark.parametrize(("first", "at"), RANKED)
def test_what_binds_goes_before_what_was_planned_and_that_before_others_and_the_own_past(first: str, at: int):
    """Of two standards in either order; of two of one standing, the one that is written first."""
    for other, place in RANKED:
        if other != first:
            found = judged(content("ratio_scoring", [given(2.0, first), given(3.0, other)])).indicator("current_ratio")
            assert found.reference is not None
            assert found.reference.kind == (first if at <= place else other)
