"""The built-in schemes: each is in order, and scores a hospital as its publication says."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from invented import scheme as read_scheme
from invented import values
from scipy import stats

from reportgen.catalog import load_catalog
from reportgen.catalog.expansion import expanded, leaves
from reportgen.model.experts import ExpertOpinions
from reportgen.model.results import Evaluation
from reportgen.model.schemes import Bound, Grade, Scheme
from reportgen.model.standards import HospitalClass
from reportgen.model.values import IndicatorValues, Reason
from reportgen.scoring import evaluate, scheme_findings
from reportgen.scoring.methods import JOINT, VALUED
from reportgen.scoring.standards import applied

CATALOG = load_catalog()
TERTIARY = HospitalClass("tertiary")
LEVELS = tuple(Grade)


def inside(bound: Bound) -> float:
    return sum(bound) / 2 if isinstance(bound, tuple) else bound


def at(scheme: Scheme, level: Grade = Grade.GOOD, **changes: float | Reason) -> IndicatorValues:
    """Every valued indicator exactly at one level (or at its single standard, or at 90 marks)."""
    row: dict[str, float | Reason] = {}
    for part in applied(scheme, CATALOG.standards, TERTIARY, "2025").parts.values():
        for name, one in part.indicators.items():
            if one.standards is not None:
                bound = one.standards.values()[LEVELS.index(level)]
                row[name] = bound[0] if isinstance(bound, tuple) else bound
            elif one.full_mark is not None:
                row[name] = 90.0
            elif one.references and one.references[0].value is not None:
                row[name] = one.references[0].value
    return values({("own", "2025"): row | changes})


def opinions(scheme: Scheme, level: Grade = Grade.GOOD) -> ExpertOpinions:
    names = tuple(name for part in scheme.parts.values() if part.method not in VALUED for name in part.indicators)
    rows = tuple(tuple(level for _ in names) for _ in range(3))
    return ExpertOpinions(("a", "b", "c"), names, tuple(tuple(5.0 for _ in names) for _ in range(3)), rows)


def judged(identifier: str, level: Grade = Grade.GOOD, **changes: float | Reason) -> Evaluation:
    scheme = CATALOG.schemes[identifier]
    return evaluate(
        at(scheme, level, **changes),
        scheme,
        identifier,
        CATALOG,
        "own",
        "2025",
        opinions=opinions(scheme, level),
        hospital=TERTIARY,
    )


@pytest.mark.serves("003-105")
@pytest.mark.parametrize("identifier", sorted(CATALOG.schemes))
def test_each_built_in_scheme_is_in_order(identifier: str):
    scheme = applied(CATALOG.schemes[identifier], CATALOG.standards, TERTIARY, "2025")

    assert not list(scheme_findings(scheme, identifier, CATALOG))
    assert scheme.source
    lacking = [
        name
        for part in scheme.parts.values()
        if part.method in VALUED - JOINT
        for name, one in part.indicators.items()
        if one.standards is None and not one.references and one.full_mark is None
    ]
    assert not lacking


FIVE_LEVELS = sorted(
    name
    for name, scheme in CATALOG.schemes.items()
    if all(part.standards_from or part.method not in VALUED for part in scheme.parts.values())
    and "enterprise" not in name
)


@pytest.mark.parametrize("identifier", FIVE_LEVELS)
def test_a_hospital_that_stands_at_good_throughout_scores_eighty(identifier: str):
    found = judged(identifier)

    assert found.score == pytest.approx(80.0)
    assert found.grade is Grade.GOOD


@pytest.mark.serves("003-087", "003-088")
def test_the_enterprise_rules_correct_each_content_by_a_second_layer():
    """Basic 0.8 everywhere; a correction indicator of 12 of 38 half-way to excellent: R = 1.031579, 30.4 becomes 31.36."""
    part = applied(CATALOG.schemes["enterprise_2002"], CATALOG.standards, TERTIARY, "2025").parts["quantitative"]
    standards = part.indicators["net_asset_preservation"].standards
    assert standards is not None
    halfway = (inside(standards.excellent) + inside(standards.good)) / 2

    found = judged("enterprise_2002", net_asset_preservation=halfway)

    returns = [row for row in found.indicators if row.ability == "returns" and row.layer == "basic"]
    assert found.indicator("net_asset_preservation").correction == pytest.approx(1.1)
    assert returns[0].correction == pytest.approx(1.031579, abs=1e-6)
    assert sum(row.points or 0 for row in returns) / 0.8 == pytest.approx(31.36)
    assert [row.score for row in found.abilities] == pytest.approx([0.8 * 1.0315789473684212 * 100, 80, 80, 80, 80])
    assert found.score == pytest.approx(80 + 0.8 * 0.96)


@pytest.mark.serves("003-087")
def test_the_enterprise_rules_have_the_published_layers():
    for identifier, (basic, correction, review, share) in {
        "enterprise_2002": (8, 12, 8, 0.8),
        "enterprise_2006": (8, 14, 8, 0.7),
    }.items():
        parts = CATALOG.schemes[identifier].parts
        layers = [one.layer for one in parts["quantitative"].indicators.values()]
        assert (layers.count("basic"), layers.count("correction")) == (basic, correction)
        assert len(parts["review"].indicators) == review
        assert sum(one.weight or 0 for one in parts["review"].indicators.values()) == 100
        assert parts["quantitative"].share == share


@pytest.mark.serves("003-087")
def test_a_content_without_correction_figures_keeps_its_basic_score():
    missing = dict.fromkeys(("cash_to_current_liabilities", "quick_ratio"), Reason.MISSING_INPUT)
    found = judged("enterprise_2002", **missing)

    assert [row.score for row in found.abilities if row.id == "solvency"] == pytest.approx([80.0])
    assert found.score == pytest.approx(80.0)


@pytest.mark.serves("003-074", "003-075", "003-076")
def test_profiles_weigh_the_same_indicators_for_other_readers():
    weights = {
        name: {row.id: row.weight for row in judged(name).abilities}
        for name in ("stakeholder_views", "stakeholder_views.creditor", "stakeholder_views.public_hospital")
    }

    assert all(sum(of.values()) == pytest.approx(1.0) for of in weights.values())
    balanced, public = weights["stakeholder_views"], weights["stakeholder_views.public_hospital"]
    assert weights["stakeholder_views.creditor"]["solvency"] == pytest.approx(0.35)
    assert all(public[name] > balanced[name] for name in ("asset_quality", "growth", "cost"))
    assert public["solvency"] < balanced["solvency"]
    assert "current_ratio" in CATALOG.schemes["stakeholder_views.public_hospital"].parts["quantitative"].indicators


@pytest.mark.serves("003-145")
def test_factor_analysis_ranks_hospitals_by_the_factors_behind_many_indicators():
    """Without rotation the composite is that of the principal components: eigenvalues' shares of standardised scores."""
    names = list(CATALOG.schemes["factor_analysis"].parts["quantitative"].indicators)
    generator = np.random.default_rng(3)
    common = generator.normal(size=(48, 2))
    figures = 10 + common @ generator.normal(size=(2, len(names))) + 0.5 * generator.normal(size=(48, len(names)))
    rows = [dict(zip(names, map(float, row), strict=True)) for row in figures]
    panel = values({(f"h{place:02}", "2025"): row for place, row in enumerate(rows)})
    found = [
        evaluate(panel, CATALOG.schemes["factor_analysis"], "factor_analysis", CATALOG, f"h{place:02}", "2025")
        for place in range(48)
    ]

    lower = ("receivable_turnover_days", "inventory_turnover_days", "asset_liability_ratio")
    z = stats.zscore(figures * [-1.0 if name in lower else 1.0 for name in names], ddof=1)
    roots, vectors = np.linalg.eigh(np.corrcoef(z.T))
    kept = roots > 1
    vectors = vectors[:, kept] * np.sign(vectors[:, kept].sum(axis=0))
    composite = z @ vectors / np.sqrt(roots[kept]) @ (roots[kept] / roots[kept].sum())
    rankings = [one.parts[0].ranking for one in found]
    assert [one.rank for one in rankings if one] == stats.rankdata(-composite).tolist()
    assert all(one.score is None and one.grade is None for one in found)
    assert {rule for rule, _ in found[0].warnings} <= {"S45"}


@pytest.mark.serves("003-029")
def test_the_scorecard_scores_each_view():
    found = judged("four_views", outpatient_satisfaction_rate=60.0)

    scores = {row.id: row.score for row in found.abilities}
    assert scores["price"] == scores["learning"] == pytest.approx(80.0)
    assert scores["patients"] == pytest.approx(80 * 15 / 25)


def test_what_was_not_inspected_gives_its_weight_to_the_rest_of_its_part():
    found = judged("supervision_checklist", indirect_cost_control_score=Reason.MISSING_INPUT)

    assert found.score == pytest.approx(90.0)
    assert found.indicator("material_control_score").effective_weight == pytest.approx(0.2)


@pytest.mark.serves("001-46")
def test_a_budget_is_best_executed_in_full_and_ninety_is_as_good_as_a_hundred_and_ten():
    scores = [
        judged("budget_performance", budget_expense_execution=rate).indicator("budget_expense_execution").score
        for rate in (0.9, 1.0, 1.1)
    ]

    assert scores[0] == pytest.approx(scores[2])
    assert scores[1] == pytest.approx(100.0)
    assert (scores[0] or 0) < 100


def test_finance_and_operations_are_scored_apart_and_added():
    found = judged("finance_and_operations", bed_occupancy_rate=0.5)

    assert found.score == pytest.approx(sum(part.share * (part.score or 0) for part in found.parts))
    assert {row.id for row in found.abilities} >= {"cash_flow", "society", "management"}
    assert found.parts[0].score == pytest.approx(80.0)


def rated(identifier: str, *levels: Grade) -> Evaluation:
    """By one expert, a level for each indicator in the order of the scheme."""
    scheme = CATALOG.schemes[identifier]
    names = tuple(name for part in scheme.parts.values() for name in part.indicators)
    given = ExpertOpinions(("a",), names, ((5.0,) * len(names),), (levels,))
    return evaluate(values({("own", "2025"): {}}), scheme, identifier, CATALOG, "own", "2025", opinions=given)


@pytest.mark.serves("001-19", "001-18")
def test_finance_staff_are_scored_from_ratings_alone_by_their_weights():
    found = rated("finance_staff", Grade.EXCELLENT, Grade.LOW, Grade.FAIR)

    assert {row.id: row.weight for row in found.indicators} == pytest.approx({
        "finance_staff_integration_score": 0.4, "business_knowledge_score": 0.3, "management_performance_score": 0.3,
    })  # fmt: skip
    assert [row.score for row in found.indicators] == pytest.approx([100.0, 40.0, 60.0])
    assert (found.score, found.grade) == (pytest.approx(0.4 * 100 + 0.3 * 40 + 0.3 * 60), Grade.GOOD)


@pytest.mark.serves("001-18")
@pytest.mark.parametrize("identifier", ["comprehensive_80_20", "department", "finance_staff"])
@pytest.mark.parametrize(("level", "score"), [(Grade.EXCELLENT, 100.0), (Grade.GOOD, 80.0), (Grade.LOW, 40.0)])
def test_hospital_department_and_person_get_weights_levels_and_a_grade_from_one_engine(
    identifier: str, level: Grade, score: float
):
    found = judged(identifier, level)

    assert sum(row.weight for row in found.indicators) == pytest.approx(1.0)
    assert {row.level for row in found.indicators if row.level} == {level}
    assert all(
        row.standards for row in found.indicators if CATALOG.schemes[identifier].parts[row.part].method in VALUED
    )
    assert (found.score, found.grade) == (pytest.approx(score), level)


def test_departments_and_people_are_scored_by_the_same_engine():
    department, person = judged("department"), judged("finance_staff")

    assert department.score == pytest.approx(80.0)
    assert person.score == pytest.approx(80.0)
    assert CATALOG.schemes["department"].pay_coefficients[Grade.GOOD] == 1.1
    assert sum(row.weight for row in department.indicators if row.part == "appraisal") == pytest.approx(0.3)


@pytest.mark.serves("003-135")
def test_plan_ability_attitude_and_results_of_a_department_count_by_weights_that_sum_to_a_hundred():
    scheme = CATALOG.schemes["department"]
    weights = {name: one.weight for name, one in scheme.parts["appraisal"].indicators.items()}
    assert weights == {
        "appraisal_plan": 20, "appraisal_ability": 25, "appraisal_attitude": 20, "appraisal_results": 35,
    }  # fmt: skip
    assert sum(weights.values()) == 100
    said = ExpertOpinions(("a",), tuple(weights), ((None,) * 4,), (LEVELS[:4],))
    found = evaluate(at(scheme), scheme, "department", CATALOG, "own", "2025", opinions=said, hospital=TERTIARY)

    assert [row.score for row in found.indicators if row.part == "appraisal"] == pytest.approx([100, 80, 60, 40])
    assert [part.score for part in found.parts] == pytest.approx([80, 0.2 * 100 + 0.25 * 80 + 0.2 * 60 + 0.35 * 40])


def test_the_national_appraisal_computes_most_and_takes_the_rest_as_supplied():
    scheme = CATALOG.schemes["tertiary_appraisal_operations"]
    names = scheme.parts["operations"].indicators
    supplied = [name for name in names if CATALOG.indicators[name].formula.startswith("rating_")]

    assert len(names) == 19
    assert supplied == ["budget_management_rating", "chief_accountant_rating"]
    assert scheme.note is not None
    assert "待" in scheme.note.zh


@pytest.mark.serves("003-183", "001-16", "003-191")
def test_culture_is_one_score_from_a_tree_with_degrees_of_membership():
    found = judged("hospital_culture")

    assert {row.id: row.score for row in found.abilities} == pytest.approx(
        dict.fromkeys(("spirit", "system", "behaviour", "material"), 80.0)
    )
    membership = found.parts[0].membership
    assert membership is not None
    assert membership.degrees == pytest.approx((0, 1, 0, 0, 0))
    assert (membership.level, membership.tie, membership.weak) == (Grade.GOOD, False, False)


@pytest.mark.serves("001-16")
def test_culture_without_ratings_is_withheld():
    scheme = CATALOG.schemes["hospital_culture"]
    found = evaluate(values({("own", "2025"): {}}), scheme, "hospital_culture", CATALOG, "own", "2025")

    assert found.score is None
    assert found.parts[0].withheld is Reason.MISSING_INPUT


@pytest.mark.serves("003-187", "003-190")
def test_pairwise_weights_are_those_of_the_principal_eigenvector():
    found = judged("fuzzy_ahp")

    assert [row.weight for row in found.indicators] == pytest.approx([0.4729, 0.1699, 0.0729, 0.2844], abs=5e-5)
    assert found.parts[0].weighting == "ahp"
    assert not found.warnings


def tree_of(first: int, second: int, third: int) -> dict[str, Any]:
    """A tree with so many nodes on its levels, leaves dealt out one after the other."""
    leaf_names = [name for name, one in CATALOG.indicators.items() if not one.obsolete][:third]
    branches: dict[str, Any] = {f"b{number}": {} for number in range(second)}
    for place, name in enumerate(leaf_names):
        branches[f"b{place % second}"][name] = place % 5 + 1.0
    tree: dict[str, Any] = {f"t{number}": {} for number in range(first)}
    for place, (name, below) in enumerate(branches.items()):
        whole = sum(below.values())
        tree[f"t{place % first}"][name] = {
            "weight": 0.0,
            "children": {leaf: {"weight": weight / whole} for leaf, weight in below.items()},
        }
    for below in tree.values():
        for node in below.values():
            node["weight"] = 1 / len(below)
    return {name: {"weight": 100 / first, "children": below} for name, below in tree.items()}


@pytest.mark.serves("003-184", "003-107", "003-190")
def test_a_tree_of_4_11_32_gives_its_leaves_global_weights_that_sum_to_one():
    content = {
        "name": {"zh": "树", "en": "Tree"},
        "source": "test",
        "grades": {"excellent": 85.0, "good": 70.0, "fair": 50.0, "low": 40.0, "poor": 0.0},
        "parts": {"all": {"share": 1.0, "method": "fuzzy_levels", "from": "experts/", "tree": tree_of(4, 11, 32)}},
    }
    plain = expanded({"tree": read_scheme(content)})["tree"]

    weights = [one.weight or 0 for one in plain.parts["all"].indicators.values()]
    assert len(weights) == 32
    assert len(plain.abilities) == 4
    assert sum(weights) == pytest.approx(1.0, abs=1e-12)
    assert not list(scheme_findings(plain, "tree", CATALOG))
    assert len({top for _, top, _ in leaves(plain.parts["all"].tree)}) == 4


@pytest.mark.serves("003-191")
def test_a_tie_of_the_two_largest_degrees_is_told():
    scheme = CATALOG.schemes["qualitative_factors"]
    names = tuple(scheme.parts["qualities"].indicators)
    rows = (tuple(Grade.GOOD for _ in names), tuple(Grade.FAIR for _ in names))
    said = ExpertOpinions(("a", "b"), names, ((None,) * 4, (None,) * 4), rows)
    found = evaluate(values({("own", "2025"): {}}), scheme, "x", CATALOG, "own", "2025", opinions=said)

    membership = found.parts[0].membership
    assert membership is not None
    assert (membership.level, membership.tie) == (Grade.GOOD, True)
    assert found.score == pytest.approx(70.0)


@pytest.mark.parametrize("weighting", ["entropy_weights", "critic_weights"])
def test_weights_from_data_can_be_named_in_a_scheme(weighting: str):
    base = CATALOG.schemes["stakeholder_views"]
    part = base.parts["quantitative"].model_copy(update={"weights": weighting, "ability_weights": {}})
    scheme = base.model_copy(update={"parts": {"quantitative": part}})
    generator = np.random.default_rng(1)
    own = at(base)
    rows = {
        (f"h{number}", "2025"): {
            name: float(own.values[name].iloc[0]) * generator.uniform(0.8, 1.2) for name in own.values
        }
        for number in range(12)
    }
    found = evaluate(own, scheme, "x", CATALOG, "own", "2025", peers=values(rows), hospital=TERTIARY)

    assert found.parts[0].weighting == weighting
    assert sum(row.weight for row in found.indicators) == pytest.approx(1.0)
    assert min(row.weight for row in found.indicators) >= 0
