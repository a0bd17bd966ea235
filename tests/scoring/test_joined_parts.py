"""Parts that are more than the sum of their indicators: geometric means, and fuzzy evaluation by every operator."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented import definition, scheme, values

from reportgen.analysis.attribution import attribution, score_bridge
from reportgen.analysis.draws import Rescoring
from reportgen.catalog import load_catalog
from reportgen.catalog.expansion import plain
from reportgen.model.experts import ExpertOpinions
from reportgen.model.results import Evaluation, ScoredPart
from reportgen.model.schemes import Grade
from reportgen.scoring import evaluate
from reportgen.scoring.calculators import CALCULATORS
from reportgen.scoring.experts import validity

CATALOG = load_catalog()
WEIGHTS = {
    "current_ratio": 0.4,
    "cash_to_short_term_debt": 0.2,
    "receivable_turnover_days": 0.25,
    "net_asset_growth": 0.15,
}
STANDARDS = {
    "current_ratio": 2.0,
    "cash_to_short_term_debt": 0.5,
    "receivable_turnover_days": 40.0,
    "net_asset_growth": 0.05,
}
VALUES = {
    "current_ratio": 1.5,
    "cash_to_short_term_debt": 0.6,
    "receivable_turnover_days": 50.0,
    "net_asset_growth": 0.04,
}
INDICES = [1.5 / 2.0, 0.6 / 0.5, 40 / 50, 0.04 / 0.05]


def geometric(method: str = "composite_index", **more: Any) -> dict[str, Any]:
    content = definition()
    part = content["parts"]["quantitative"]
    part |= {"method": method, "aggregate": "geometric"} | more
    for name, one in part["indicators"].items():
        del one["standards"]
        low = {"unacceptable": STANDARDS[name] * (2 if one["direction"] == "lower" else 0.25)}
        one["references"] = [{"kind": "plan", "value": STANDARDS[name], "source": "test"} | low]
    return content


def judged(content: dict[str, Any], now: dict[str, float], period: str = "2025") -> Evaluation:
    return evaluate(values({("own", period): now}), scheme(content), "mine", CATALOG, "own", period)


@pytest.mark.serves("003-125")
def test_a_geometric_index_is_the_product_of_powers():
    found = judged(geometric(), VALUES)

    expected = math.prod(index**weight for index, weight in zip(INDICES, WEIGHTS.values(), strict=True))
    assert found.score == pytest.approx(100 * expected)
    assert [row.score for row in found.indicators] == pytest.approx([100 * index for index in INDICES])
    assert sum(row.points or 0 for row in found.indicators) == pytest.approx(found.score)
    solvency = next(row.score for row in found.abilities if row.id == "solvency")
    assert solvency == pytest.approx(100 * (INDICES[0] ** 0.4 * INDICES[1] ** 0.2) ** (1 / 0.6))


def test_a_geometric_efficacy_is_that_of_the_calculator():
    alone = CALCULATORS["efficacy_coefficient"].answer(
        {
            "form": "several",
            "matrix": [[1.5, 0.5, 50.0, 0.04]],
            "satisfactory": list(STANDARDS.values()),
            "unacceptable": [0.5, 0.125, 80.0, 0.0125],
            "weights": list(WEIGHTS.values()),
            "aggregate": "geometric",
        }
    )
    capped = {**VALUES, "cash_to_short_term_debt": 0.5}

    assert judged(geometric("efficacy_coefficient"), capped).score == pytest.approx(alone["total"][0])


def test_one_index_of_nothing_makes_a_product_of_nothing():
    assert judged(geometric(), VALUES | {"current_ratio": 0.0}).score == 0


def test_what_is_missing_leaves_its_exponent_to_its_ability():
    found = judged(geometric(), {name: value for name, value in VALUES.items() if name != "current_ratio"})

    assert found.score is None  # 0.4 of the weight is missing, more than the limit
    lenient = judged(geometric(missing_limit=0.5), {name: v for name, v in VALUES.items() if name != "current_ratio"})
    assert lenient.score == pytest.approx(100 * INDICES[1] ** 0.6 * INDICES[2] ** 0.25 * INDICES[3] ** 0.15)


positive = st.floats(0.01, 3.0)


@pytest.mark.slow
@given(st.lists(positive, min_size=4, max_size=4), st.lists(positive, min_size=4, max_size=4))
def test_a_change_of_a_geometric_score_is_split_without_a_rest(one: list[float], other: list[float]):
    content = geometric()
    before = judged(content, dict(zip(VALUES, one, strict=True)), "2024")
    after = judged(content, dict(zip(VALUES, other, strict=True)))
    split, steps = attribution(before, after, scheme(content)), score_bridge(before, after)

    assert before.score is not None
    assert after.score is not None
    assert split is not None
    assert steps is not None
    assert sum(points for _, points in split.effects) == pytest.approx(after.score - before.score, abs=1e-9)
    assert sum(step.change for step in steps.indicators) == pytest.approx(after.score - before.score, abs=1e-9)
    again = Rescoring.of(after, scheme(content)).recount.total()
    assert again == pytest.approx(after.score, abs=1e-9)


ABILITIES = ("decision_ability", "control_ability", "innovation_ability", "planning_ability")
R = [[0.3, 0.4, 0.2, 0.1, 0.0], [0.2, 0.3, 0.3, 0.2, 0.0], [0.1, 0.4, 0.3, 0.1, 0.1], [0.0, 0.2, 0.5, 0.2, 0.1]]
OPERATORS = ("M(min,max)", "M(prod,max)", "M(min,bounded_sum)", "M(prod,sum)")


def ratings(rows: list[list[float]] = R, names: tuple[str, ...] = ABILITIES) -> ExpertOpinions:
    """Ten experts whose levels have these shares."""
    columns = [
        [grade for grade, share in zip(Grade, row, strict=True) for _ in range(round(10 * share))] for row in rows
    ]
    experts = tuple(f"e{place}" for place in range(10))
    return ExpertOpinions(
        experts, names, tuple((5.0,) * len(names) for _ in experts), tuple(zip(*columns, strict=True))
    )


def fuzzy(operator: str = "M(prod,sum)", **more: Any) -> dict[str, Any]:
    weights = dict(zip(ABILITIES, (0.4, 0.3, 0.2, 0.1), strict=True))
    indicators = {name: {"ability": "management", "weight": weight} for name, weight in weights.items()}
    part = {"share": 1.0, "method": "fuzzy_levels", "weights": "given", "indicators": indicators, "from": "experts/"}
    return definition() | {
        "abilities": {"management": {"zh": "管理", "en": "Management"}},
        "parts": {"ratings": part | {"operator": operator} | more},
    }


def rated(content: dict[str, Any], opinions: ExpertOpinions) -> ScoredPart:
    made = plain(scheme(content))
    found = evaluate(
        values({("own", "2025"): {"current_ratio": 1.0}}), made, "mine", CATALOG, "own", "2025", opinions=opinions
    )
    assert found.score == pytest.approx(found.parts[0].score)
    assert sum(row.points or 0 for row in found.indicators) == pytest.approx(found.score)
    return found.parts[0]


@pytest.mark.serves("003-191")
@pytest.mark.parametrize("operator", OPERATORS)
def test_every_operator_serves_in_a_scheme(operator: str):
    alone = CALCULATORS["fuzzy_evaluation"].answer(
        {"weights": [0.4, 0.3, 0.2, 0.1], "R": R, "grade_scores": [100, 80, 60, 40, 20]}
    )
    part = rated(fuzzy(operator), ratings())

    assert part.membership is not None
    assert part.membership.degrees == pytest.approx(alone["B"][operator])
    assert part.score == pytest.approx(alone["score"][operator])
    assert part.membership.operator == operator
    assert list(Grade).index(part.membership.level) == alone["max_grade"][operator]
    assert part.additive == (operator == "M(prod,sum)")


@pytest.mark.serves("003-191")
def test_the_worked_case_of_four_elements():
    found = rated(fuzzy(), ratings()).membership

    assert found is not None
    assert found.degrees == pytest.approx((0.20, 0.35, 0.28, 0.14, 0.03))
    assert (found.level, found.value, found.value_level) == (Grade.GOOD, pytest.approx(3.55), Grade.GOOD)
    assert found.validity == pytest.approx((5 * 0.35 - 1) / (2 * 0.28 * 4))


TREE = {
    "finance": {"weight": 0.6, "children": {"decision_ability": {"weight": 0.7}, "control_ability": {"weight": 0.3}}},
    "people": {"weight": 0.4, "children": {"innovation_ability": {"weight": 0.5}, "planning_ability": {"weight": 0.5}}},
}


@pytest.mark.parametrize("operator", OPERATORS)
def test_a_tree_is_composed_from_its_leaves_up(operator: str):
    part = rated(fuzzy(operator, tree=TREE, indicators={}), ratings())

    def below(weights: tuple[float, float], rows: list[list[float]]) -> Any:
        found = CALCULATORS["fuzzy_evaluation"].answer({"weights": weights, "R": rows})
        return found["B"][operator], found["B_normalised"][operator]

    first, second = below((0.7, 0.3), R[:2])[1], below((0.5, 0.5), R[2:])[1]
    assert part.membership is not None
    assert part.membership.branches == {"finance": pytest.approx(first), "people": pytest.approx(second)}
    assert part.membership.degrees == pytest.approx(below((0.6, 0.4), [first, second])[0])


def test_a_branch_that_nobody_rated_leaves_its_weight_to_its_siblings():
    only = ratings(R[:2], ABILITIES[:2])
    part = rated(fuzzy("M(min,max)", tree=TREE, indicators={}, missing_limit=1.0), only)

    assert part.membership is not None
    assert list(part.membership.branches) == ["finance"]
    shares = part.membership.branches["finance"]
    assert part.membership.degrees == pytest.approx(shares)


def test_a_tie_and_a_weak_membership_are_told():
    even = [[0.5, 0.5, 0.0, 0.0, 0.0]] * 4
    flat = [[0.2, 0.2, 0.2, 0.2, 0.2]] * 4
    for rows, rules in ((even, {"S46"}), (flat, {"S46", "S47"})):
        made = plain(scheme(fuzzy()))
        found = evaluate(
            values({("own", "2025"): {"current_ratio": 1.0}}),
            made,
            "mine",
            CATALOG,
            "own",
            "2025",
            opinions=ratings(rows),
        )
        assert {rule for rule, _ in found.warnings} == rules


@given(st.lists(st.floats(0, 1), min_size=5, max_size=5).filter(lambda row: sum(row) > 0.01))
def test_validity_is_highest_where_one_level_has_all(row: list[float]):
    degrees = np.array(row)
    found = validity(degrees)

    if found is not None:
        assert found >= -1e-9
    assert validity(np.full(5, 0.2)) == pytest.approx(0.0)
    assert validity(np.array([0.0, 1.0, 0.0, 0.0, 0.0])) is None
