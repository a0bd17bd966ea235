"""Experts: the scale of five points, degrees of membership, reliability."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented import definition, values
from invented import scheme as read_scheme

from reportgen.catalog import load_catalog
from reportgen.model.experts import ExpertOpinions
from reportgen.model.results import ScoredPart
from reportgen.model.schemes import Grade, Scheme
from reportgen.scoring import evaluate, scheme_findings
from reportgen.scoring.experts import level_of, reliability

CATALOG = load_catalog()
SCHEME = CATALOG.schemes["qualitative_factors"]
NAMES = tuple(SCHEME.parts["qualities"].indicators)
WORST_TO_BEST = dict(zip("12345", reversed(Grade), strict=True))


def judged(*experts: str, scheme: Scheme = SCHEME) -> ScoredPart:
    """Each expert's points for the four abilities, as digits."""
    rows = tuple(tuple(None if mark == "-" else WORST_TO_BEST[mark] for mark in marks) for marks in experts)
    said = ExpertOpinions(tuple(map(str, range(len(rows)))), NAMES, tuple((None,) * 4 for _ in rows), rows)
    frame = values({("own", "2025"): {}})
    return evaluate(frame, scheme, "qualitative_factors", CATALOG, "own", "2025", opinions=said).parts[0]


@pytest.mark.serves("003-193")
@pytest.mark.parametrize(
    ("value", "level"),
    [(5, "excellent"), (4.5, "excellent"), (4.49, "good"), (3.5, "good"), (2.5, "fair"), (1.5, "low"), (1.49, "poor")],
)
def test_a_mean_of_points_has_the_level_whose_bound_it_reaches(value: float, level: str):
    assert level_of(value, SCHEME.parts["qualities"].cuts) == level


@pytest.mark.serves("003-193")
def test_a_scheme_may_set_other_cuts_in_falling_order():
    def with_cuts(*cuts: float) -> Scheme:
        part = SCHEME.parts["qualities"].model_copy(update={"cuts": cuts})
        return SCHEME.model_copy(update={"parts": {"qualities": part}})

    marks = ("5555", "5555", "1111", "2222", "3333")  # mean 3.2
    levels = [judged(*marks, scheme=with_cuts(*cuts)).membership for cuts in ((4, 3.3, 2, 1), (4, 3.2, 2, 1))]
    assert [one.value_level for one in levels if one] == [Grade.FAIR, Grade.GOOD]
    assert [one.rule for one in scheme_findings(with_cuts(4, 3.2, 2, 1), "x", CATALOG)] == []
    assert [one.rule for one in scheme_findings(with_cuts(4, 2, 3, 1), "x", CATALOG)] == ["S34"]


@pytest.mark.serves("003-193", "003-191")
def test_both_procedures_are_told_since_they_may_differ():
    part = judged("5555", "5555", "1111", "2222", "3333")

    assert part.membership is not None
    assert part.membership.degrees == pytest.approx((0.4, 0.0, 0.2, 0.2, 0.2))
    assert (part.membership.level, part.membership.value_level) == (Grade.EXCELLENT, Grade.FAIR)
    assert part.membership.value == pytest.approx(3.2)
    assert part.score == pytest.approx(100 * (2 * 1.0 + 0.2 + 0.4 + 0.6) / 5)


@pytest.mark.serves("003-092")
def test_organisation_people_culture_and_values_may_be_a_part_of_any_scheme():
    content = definition()
    content["parts"]["quantitative"]["share"] = 0.75
    content["abilities"] |= {"qualities": {"zh": "定性因素", "en": "Qualitative factors"}}
    content["parts"]["qualities"] = SCHEME.parts["qualities"].model_dump(by_alias=True) | {"share": 0.25}
    figures = {
        "current_ratio": 4.0,
        "cash_to_short_term_debt": 4.0,
        "receivable_turnover_days": 2.0,
        "net_asset_growth": 4.0,
    }
    rated = ("quality_organisation", "quality_people", "quality_culture", "quality_values")
    levels = (Grade.EXCELLENT, Grade.GOOD, Grade.FAIR, Grade.LOW)
    said = ExpertOpinions(("a",), rated, ((None,) * 4,), (levels,))

    frame = values({("own", "2025"): figures})
    found = evaluate(frame, read_scheme(content), "mine", CATALOG, "own", "2025", opinions=said)
    without = evaluate(frame, read_scheme(definition()), "mine", CATALOG, "own", "2025")
    assert {row.id: row.score for row in found.indicators if row.part == "qualities"} == pytest.approx(
        dict(zip(rated, (100, 80, 60, 40), strict=True))
    )
    assert [CATALOG.indicators[name].name.zh for name in rated] == [
        "组织制度",
        "人力资源素质",
        "文化氛围",
        "共同价值观",
    ]
    assert found.score == pytest.approx(0.75 * 80 + 0.25 * 70)
    assert without.score == pytest.approx(80)


def test_a_weak_largest_degree_is_told():
    part = judged("5432", "1543", "2154", "3215")

    assert part.membership is not None
    assert part.membership.weak


@pytest.mark.parametrize(
    ("marks", "weak"),
    [
        ({"5": 25, "4": 15, "3": 15, "2": 15, "1": 14}, True),  # 29.8 % of them
        ({"5": 3, "4": 2, "3": 2, "2": 2, "1": 1}, False),
    ],
)
def test_a_largest_degree_is_weak_below_three_in_ten(marks: dict[str, int], *, weak: bool):
    part = judged(*(mark * 4 for mark, count in marks.items() for _ in range(count)))

    assert part.membership is not None
    assert part.membership.weak is weak


@pytest.mark.parametrize(
    ("marks", "used", "weights"),
    [
        ([[8, 6, 4, 2], [9, 6, 6, 1]], "variation_weights", None),
        ([[8, 6, 4, 2]], "expert_mean", [0.4, 0.3, 0.2, 0.1]),
        ([[8, 6, 4, None]], "equal", [0.25] * 4),
        ([[None] * 4, [None] * 4], "equal", [0.25] * 4),
    ],
)
def test_where_marks_do_not_suffice_for_a_rule_their_mean_stands_in_and_equal_weights_for_that(
    marks: list[list[float | None]], used: str, weights: list[float] | None
):
    part = SCHEME.parts["qualities"].model_copy(update={"weights": "variation_weights"})
    scheme = SCHEME.model_copy(update={"parts": {"qualities": part}})
    levels = (((Grade.GOOD,) * 4),) * len(marks)
    said = ExpertOpinions(tuple(map(str, range(len(marks)))), NAMES, tuple(map(tuple, marks)), levels)

    found = evaluate(values({("own", "2025"): {}}), scheme, "qualities", CATALOG, "own", "2025", opinions=said)

    assert found.parts[0].weighting == used
    assert [facts["n"] for rule, facts in found.warnings if rule == "S24"] == ([len(marks)] if weights else [])
    if weights:
        assert [row.weight for row in found.indicators] == pytest.approx(weights)


@pytest.mark.serves("003-195")
def test_reliability_is_cronbachs_alpha():
    marks = np.array([[5, 4, 5, 4], [4, 4, 4, 3], [3, 2, 3, 3], [2, 2, 1, 2], [5, 5, 4, 4]], dtype=float)
    covariance = np.cov(marks)
    k = len(covariance)
    expected = k * np.mean(covariance[~np.eye(k, dtype=bool)])
    expected /= np.mean(np.diag(covariance)) + (k - 1) * np.mean(covariance[~np.eye(k, dtype=bool)])

    assert reliability(marks) == (pytest.approx(expected), 5, 4)


@pytest.mark.serves("003-195")
def test_experts_who_mark_alike_agree_and_a_blank_takes_its_ability_and_not_its_expert_away():
    alike = np.array([[5, 3, 1, 4], [5, 3, 1, 4], [4, 2, 1, np.nan], [np.nan] * 4])
    opposed = np.array([[5, 3, 1], [1, 3, 4]], dtype=float)

    assert reliability(alike[:2]) == (pytest.approx(1.0), 2, 4)
    assert reliability(alike) == (pytest.approx(reliability(alike[:3, :3]).alpha), 3, 3)
    assert reliability(alike).alpha > 0.9
    assert reliability(opposed).alpha < 0


@pytest.mark.serves("003-195")
def test_sums_that_floating_point_alone_tells_apart_have_no_reliability():
    marks = np.array([[0.1, 0.2, 0.3], [0.2, 0.1, 0.2], [0.3, 0.3, 0.1]])

    assert len(set(marks.sum(axis=0).tolist())) > 1
    assert reliability(marks) == (None, 3, 3)


@pytest.mark.serves("003-195")
def test_of_large_marks_the_sums_are_told_apart_by_arithmetic_in_step_with_their_size():
    marks = 1e6 + np.array([[0.1, 0.2, 0.3], [0.2, 0.1, 0.2], [0.3, 0.3, 0.1]])

    assert marks.sum(axis=0).var(ddof=1) > (1e-9 / marks.sum(axis=0).max()) ** 2
    assert reliability(marks) == (None, 3, 3)


@pytest.mark.serves("003-195")
@pytest.mark.parametrize("marks", [[[5.0, 4.0]], [[5.0], [4.0]], [[3.0, 3.0], [3.0, 3.0]], [[5.0, np.nan], [4.0, 3.0]]])
def test_reliability_needs_two_experts_two_items_and_a_difference(marks: list[list[float]]):
    assert reliability(np.array(marks)).alpha is None


@given(st.lists(st.text("12345", min_size=4, max_size=4), min_size=1, max_size=8))
def test_degrees_are_shares_and_their_mean_is_the_score(experts: list[str]):
    part = judged(*experts)

    assert part.membership is not None
    assert sum(part.membership.degrees) == pytest.approx(1.0)
    assert part.score == pytest.approx(20 * part.membership.value)
