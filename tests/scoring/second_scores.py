"""Scores, indices, checklists and projects a second time, by straight arithmetic or numpy-financial."""

from __future__ import annotations

import math
import statistics

import numpy as np
import numpy_financial
from scipy import stats
from second import Case, second, some


def score_by_levels(x: float, steps: list[float], higher: bool) -> float:  # noqa: FBT001 - of a case
    """The coefficient of the level reached, and its share of the way to the next better one."""
    sign = 1 if higher else -1
    reached = [n for n, step in enumerate(steps) if sign * x >= sign * step]
    if not reached:
        return 0.0
    level = reached[0]
    own = 1 - 0.2 * level
    return own if level == 0 else own + 0.2 * (x - steps[level]) / (steps[level - 1] - steps[level])


@second("level_efficacy")
def _(chance: np.random.Generator) -> Case:
    higher = bool(chance.integers(2))
    steps = sorted(some(chance, 5), reverse=higher)
    x = float(chance.uniform(0, 60))
    standards = dict(zip(("excellent", "good", "average", "low", "poor"), steps, strict=True))
    inputs = {"actual": x, "weight": 20, "standards": standards, "higher_is_better": higher}
    return inputs, {"score": 20 * score_by_levels(x, steps, higher)}


@second("comprehensive_score.synthesis")
def _(chance: np.random.Generator) -> Case:
    one, other = some(chance, 2, low=0, high=100)
    total = 0.8 * one + 0.2 * other
    bounds = [["a", 85], ["b", 70], ["c", None]]
    grade = "a" if round(total + 1e-12, 2) >= 85 else "b" if round(total + 1e-12, 2) >= 70 else "c"
    return {"quantitative": one, "qualitative": other, "level_lower_bounds": bounds}, {"total": total, "level": grade}


@second("comprehensive_score.level")
def _(chance: np.random.Generator) -> Case:
    score = float(chance.integers(0, 101))
    grade = "ab c"[0 if score >= 85 else 1 if score >= 70 else 3]
    return {"form": "level", "score": score, "level_lower_bounds": [["a", 85], ["b", 70], ["c", None]]}, {
        "level": grade
    }


@second("variation_weights")
def _(chance: np.random.Generator) -> Case:
    matrix = some(chance, 6, 3)
    cv = [statistics.stdev(column) / statistics.mean(column) for column in zip(*matrix, strict=True)]
    return {"matrix": matrix}, {"cv": cv, "weights": [one / sum(cv) for one in cv]}


@second("delphi.expert_scores")
def _(chance: np.random.Generator) -> Case:
    scores = some(chance, 5, 3)
    mean = [statistics.mean(column) for column in zip(*scores, strict=True)]
    return {"scores": scores}, {"mean": mean, "weights": [one / sum(mean) for one in mean]}


@second("delphi.frequencies")
def _(chance: np.random.Generator) -> Case:
    counts = chance.integers(1, 9, 4).tolist()
    written = [score for score, count in zip((1, 3, 5, 7), counts, strict=True) for _ in range(count)]
    expected = {
        "mean": statistics.mean(written),
        "std": statistics.stdev(written),
        "full_score_rate": counts[3] / len(written),
    }
    return {"form": "frequencies", "frequencies": counts, "scores": [1, 3, 5, 7]}, expected


@second("delphi.authority")
def _(chance: np.random.Generator) -> Case:
    one, other = some(chance, 2, low=0, high=1)
    return {"judgement_basis": one, "familiarity": other}, {"authority": statistics.mean([one, other])}


@second("efficacy_coefficient.single")
def _(chance: np.random.Generator) -> Case:
    x, bad, best = some(chance, 3)
    line = np.polyfit([bad, best], [60, 100], 1)
    return {"actual": x, "unacceptable": bad, "satisfactory": best}, {"score": float(np.polyval(line, x))}


@second("efficacy_coefficient.several")
def _(chance: np.random.Generator) -> Case:
    matrix, bad, best = some(chance, 4, 3), some(chance, 3, low=0, high=1), some(chance, 3, low=51, high=60)
    rows = [[60 + 40 * (x - b) / (t - b) for x, b, t in zip(row, bad, best, strict=True)] for row in matrix]
    total = [math.prod(x**w for x, w in zip(row, (0.5, 0.3, 0.2), strict=True)) for row in rows]
    inputs = {"matrix": matrix, "unacceptable": bad, "satisfactory": best, "weights": [0.5, 0.3, 0.2]}
    ranks = stats.rankdata([-x for x in total], method="min").tolist()
    return {**inputs, "aggregate": "geometric"}, {"coefficients": rows, "total": total, "rank": ranks}


@second("ratio_scoring.ratio")
def _(chance: np.random.Generator) -> Case:
    weights, standards, actual = (some(chance, 3) for _ in range(3))
    scores = [w * min(x / s, 1.5) for w, x, s in zip(weights, actual, standards, strict=True)]
    inputs = {"weights": weights, "standards": standards, "actual": actual, "higher_is_better": [True] * 3, "cap": 1.5}
    return inputs, {"scores": scores, "total": sum(scores)}


@second("ratio_scoring.per_point")
def _(chance: np.random.Generator) -> Case:
    x = float(chance.uniform(0, 30))
    point = (20 - 10) / (15 - 10)
    score = float(np.clip(10 + (x - 10) / point, 5, 15))
    inputs = {"std_score": [10], "standard": [10], "best": [20], "max_score": [15], "min_score": [5], "actual": [x]}
    return {"form": "per_point", **inputs}, {"per_point": [point], "scores": [score]}


@second("composite_index")
def _(chance: np.random.Generator) -> Case:
    actual, standard = some(chance, 3), some(chance, 3)
    single = [actual[0] / standard[0], standard[1] / actual[1], actual[2] / standard[2]]
    inputs = {"actual": actual, "standard": standard, "directions": [1, -1, 1], "weights": [0.2, 0.3, 0.5]}
    return inputs, {"indices": single, "index": float(np.dot(single, [0.2, 0.3, 0.5]))}


@second("composite_index.deviation")
def _(chance: np.random.Generator) -> Case:
    norms, actual = some(chance, 3), some(chance, 3)
    sign = [1, -1, 1]
    index = float((np.array(sign) * (np.array(actual) / np.array(norms) - 1)).sum())
    named = [dict(zip("abc", values, strict=True)) for values in (norms, sign, actual)]
    return dict(zip(("norms", "sign", "actual"), named, strict=True)), {"index": index}


@second("weighted_checklist")
def _(chance: np.random.Generator) -> Case:
    weights, scores = some(chance, 4), [*some(chance, 3, low=0, high=5), None]
    points = sum(w * s / 5 for w, s in zip(weights, scores, strict=True) if s is not None)
    share = {"points": points, "applicable_weight": sum(weights[:3]), "percent": 100 * points / sum(weights[:3])}
    return {"weights": weights, "scores": scores, "max_score": 5}, share


@second("ratio_analysis.price_spread")
def _(chance: np.random.Generator) -> Case:
    retail, purchase = some(chance, 2)
    spread = 1 - purchase / retail
    return {"retail": retail, "purchase": purchase}, {"spread": spread, "within": 0.15 <= spread <= 0.30}


@second("ratio_analysis")
def _(chance: np.random.Generator) -> Case:
    surplus, opening, closing = some(chance, 3)
    items = {"surplus": surplus, "total_assets": closing, "total_assets_opening": opening}
    return {"items": items, "ratios": ["roa"]}, {"roa": surplus / statistics.mean([opening, closing])}


@second("time_value.project")
def _(chance: np.random.Generator) -> Case:
    flows = [-60.0, *some(chance, 5, low=10, high=40)]
    worth = numpy_financial.npv(0.07, flows)
    balance, years = flows[0], 0.0
    for flow in flows[1:]:
        if balance < 0:
            years += min(1.0, -balance / flow)
        balance += flow
    expected = {"npv": worth, "irr": numpy_financial.irr(flows), "profitability_index": (worth + 60) / 60}
    return {"flows": flows, "rate": 0.07}, {**expected, "payback": years if balance >= 0 else None}


@second("correction_coefficient.part")
def _(chance: np.random.Generator) -> Case:
    steps = sorted(some(chance, 5), reverse=True)
    values = some(chance, 2)
    standards = dict(zip(("excellent", "good", "average", "low", "poor"), steps, strict=True))
    rows = [{"weight": w, "actual": x, "standards": standards} for w, x in zip((12, 8), values, strict=True)]
    found = [score_by_levels(x, steps, higher=True) + (0.2 if x >= steps[0] else 0) for x in values]
    single = [min(max(1 + one - 0.75, 0.7), 1.3) for one in found]
    whole = 0.6 * single[0] + 0.4 * single[1]
    inputs = {"form": "part", "part_basic_score": 15, "part_weight": 20, "indicators": rows}
    return inputs, {"single": single, "comprehensive": whole, "corrected_score": 15 * whole}


@second("correction_coefficient.special")
def _(chance: np.random.Generator) -> Case:
    set_by_the_rules = {"loss_turned_into_profit": 1.1, "both_negative": 0.8, "no_standard": 1.0}
    case = str(chance.choice(sorted(set_by_the_rules)))
    return {"form": "special", "case": case}, {"coefficient": set_by_the_rules[case]}
