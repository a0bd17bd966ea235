"""Figures of finance, change, judgement and order a second time, by straight arithmetic, numpy or scipy."""

from __future__ import annotations

import itertools
import math
import statistics
from typing import Any

import numpy as np
from scipy import stats
from second import Case, second, some


@second("trend.series")
def _(chance: np.random.Generator) -> Case:
    values = some(chance, 5)
    growth = [None, *(100 * (b - a) / a for a, b in itertools.pairwise(values))]
    cagr = math.exp((math.log(values[-1]) - math.log(values[0])) / 4) - 1
    return {"values": values}, {"growth": growth, "cagr": cagr, "fixed_base": [100 * x / values[0] for x in values]}


@second("trend.cagr")
def _(chance: np.random.Generator) -> Case:
    begin, end = some(chance, 2)
    return {"begin": begin, "end": end, "periods": 3}, {"cagr": math.exp(math.log(end / begin) / 3) - 1}


@second("trend.linear")
def _(chance: np.random.Generator) -> Case:
    values = some(chance, 6)
    line = stats.linregress(range(1, 7), values)
    expected = {"slope": line.slope, "intercept": line.intercept, "r2": line.rvalue**2}
    return {"form": "linear", "values": values}, {**expected, "forecast": line.intercept + 7 * line.slope}


@second("chain_substitution")
def _(chance: np.random.Generator) -> Case:
    base, actual = some(chance, 3), some(chance, 3)
    (a, b, c), (x, y, z) = base, actual
    effects = {"a": (x - a) * b * c, "b": x * (y - b) * c, "c": x * y * (z - c)}
    inputs = {"factors": ["a", "b", "c"], "order": ["a", "b", "c"], "base": base, "actual": actual}
    return inputs, {"effects": effects, "total_change": x * y * z - a * b * c}


@second("ahp_weights.hierarchy")
def _(chance: np.random.Generator) -> Case:
    top, *below = ([[1, r], [1 / r, 1]] for r in chance.integers(1, 9, 3).tolist())
    share = [pair[0][1] / (1 + pair[0][1]) for pair in (top, *below)]
    first = share[0] * share[1] + (1 - share[0]) * share[2]
    return {"form": "hierarchy", "criteria_matrix": top, "local_matrices": below}, {"total": [first, 1 - first]}


@second("ahp_weights.group")
def _(chance: np.random.Generator) -> Case:
    ratios = chance.integers(1, 9, 3).tolist()
    together = stats.gmean(ratios)
    matrices = [[[1, r], [1 / r, 1]] for r in ratios]
    return {"form": "group", "matrices": matrices}, {"weights": [together / (1 + together), 1 / (1 + together)]}


@second("ahp_weights.synthesis")
def _(chance: np.random.Generator) -> Case:
    weights, local = some(chance, 3), some(chance, 4, 3)
    total = [math.fsum(w * x for w, x in zip(weights, row, strict=True)) for row in local]
    return {"criteria_weights": weights, "local": local}, {"total": total, "best_index": total.index(max(total))}


@second("fuzzy_evaluation.scores")
def _(chance: np.random.Generator) -> Case:
    weights, rows = [0.2, 0.5, 0.3], some(chance, 3, 4)
    means = [statistics.fmean(column, weights) for column in zip(*rows, strict=True)]
    return {"form": "scores", "weights": weights, "R": rows}, {"B": means}


@second("fuzzy_evaluation.defuzzify")
def _(chance: np.random.Generator) -> Case:
    row, scores = chance.dirichlet([1, 1, 1, 1]).tolist(), [30, 60, 75, 90]
    mean = statistics.fmean(scores, row)
    return {"form": "defuzzify", "membership": row, "scores": scores}, {
        "weighted_average": mean,
        "max_grade": row.index(max(row)),
    }


@second("fuzzy_evaluation.tree")
def _(chance: np.random.Generator) -> Case:
    rows = chance.dirichlet([1, 1, 1], 3).tolist()
    leaf = [{"name": name, "weight": 0.5, "membership": row} for name, row in zip("ab", rows, strict=False)]
    branches = [{"name": "x", "weight": 0.6, "branches": leaf}, {"name": "y", "weight": 0.4, "membership": rows[2]}]
    means = [0.6 * (a + b) / 2 + 0.4 * c for a, b, c in zip(*rows, strict=True)]
    return {"form": "tree", "branches": branches}, {"B": means}


@second("eva.eva")
def _(chance: np.random.Generator) -> Case:
    profit, capital = some(chance, 2)
    expected = {"eva": profit - 0.08 * capital, "roic": profit / capital, "spread": profit / capital - 0.08}
    return {"nopat": profit, "capital": capital, "wacc": 0.08}, expected


@second("eva.hospital")
def _(chance: np.random.Generator) -> Case:
    surplus, interest, adjusted, free, works = some(chance, 5)
    assets = 3 * (free + works)
    base = assets - free - works
    inputs = {
        "form": "hospital", "surplus": surplus, "interest": interest, "adjustments": adjusted, "rate": 0.055,
        "average_assets": assets, "average_free_liabilities": free, "average_construction": works,
    }  # fmt: skip
    return inputs, {"capital_charge": base * 0.055, "eva": surplus + interest + adjusted - base * 0.055}


@second("eva.wacc")
def _(chance: np.random.Generator) -> Case:
    equity, debt = some(chance, 2)
    cost = statistics.fmean([0.1, 0.05 * 0.8], [equity, debt])
    inputs = {"equity": equity, "debt": debt, "cost_of_equity": 0.1, "cost_of_debt": 0.05, "tax_rate": 0.2}
    return {"form": "wacc", **inputs}, {"wacc": cost}


@second("eva.capm")
def _(chance: np.random.Generator) -> Case:
    free, beta, market = some(chance, 3)
    return {"form": "capm", "risk_free": free, "beta": beta, "market": market}, {
        "cost_of_equity": (1 - beta) * free + beta * market
    }


@second("dupont.levels")
def _(chance: np.random.Generator) -> Case:
    income, revenue, assets, equity = some(chance, 4)
    inputs = {"net_income": income, "revenue": revenue, "average_assets": assets, "average_equity": equity}
    return inputs, {"roe": income / equity, "net_margin": income / revenue, "equity_multiplier": assets / equity}


@second("dupont.effects")
def _(chance: np.random.Generator) -> Case:
    (a, b), (x, y) = some(chance, 2), some(chance, 2)
    inputs = {"form": "effects", "factors": ["m", "t"], "base": [a, b], "actual": [x, y]}
    return inputs, {"effects": {"m": (x - a) * b, "t": x * (y - b)}}


@second("breakeven")
def _(chance: np.random.Generator) -> Case:
    fixed, variable, more = some(chance, 3)
    inputs = {"fixed": fixed, "price": variable + more, "variable": variable, "actual": 90}
    return inputs, {"units": fixed / more, "sales": fixed / (more / (variable + more)), "profit": 90 * more - fixed}


@second("altman_z.altman")
def _(chance: np.random.Generator) -> Case:
    x = some(chance, 5, low=0, high=1)
    return {f"x{n}": value for n, value in enumerate(x, 1)}, {"z": float(np.dot(x, [1.2, 1.4, 3.3, 0.6, 1.0]))}


@second("budget_execution")
def _(chance: np.random.Generator) -> Case:
    budget, actual = some(chance, 2)
    line = {"name": "a", "budget": budget, "actual": actual, "kind": "expense"}
    expected = {"execution": [actual / budget], "variance": [actual - budget], "favourable": [actual <= budget]}
    return {"lines": [line]}, expected


@second("budget_execution.progress")
def _(chance: np.random.Generator) -> Case:
    budget, actual = some(chance, 2)
    return {"budget": budget, "actual_to_date": actual, "months": 8}, {"gap": actual / budget - 2 / 3}


@second("budget_execution.plan")
def _(chance: np.random.Generator) -> Case:
    loss, actual = some(chance, 2)
    return {"plan": -loss, "actual": actual}, {"completion": 2 + actual / loss, "ratio": -actual / loss}


@second("index_decomposition.prices")
def _(chance: np.random.Generator) -> Case:
    p0, p1, q0, q1 = (np.array(some(chance, 3)) for _ in range(4))
    laspeyres, paasche = 100 * (p1 @ q0) / (p0 @ q0), 100 * (p1 @ q1) / (p0 @ q1)
    inputs: dict[str, Any] = {"p0": p0.tolist(), "p1": p1.tolist(), "q0": q0.tolist(), "q1": q1.tolist()}
    return inputs, {"laspeyres": laspeyres, "paasche": paasche, "fisher": stats.gmean([laspeyres, paasche])}


@second("index_decomposition.structure")
def _(chance: np.random.Generator) -> Case:
    s0, s1 = chance.dirichlet([1, 1, 1], 2).tolist()
    r0, r1 = some(chance, 3), some(chance, 3)
    structure = sum((b - a) * r for a, b, r in zip(s0, s1, r0, strict=True))
    level = sum(b * (y - x) for b, x, y in zip(s1, r0, r1, strict=True))
    inputs = {"form": "structure", "shares0": s0, "shares1": s1, "rates0": r0, "rates1": r1}
    return inputs, {"structure": structure, "level": level}


@second("quartiles.percentile")
def _(chance: np.random.Generator) -> Case:
    data = some(chance, 7)
    inputs = {"form": "percentile", "data": data, "p": 0.4, "kind": "inclusive"}
    return inputs, {"value": float(np.percentile(data, 40))}


@second("delphi.kendall")
def _(chance: np.random.Generator) -> Case:
    ratings = chance.integers(1, 6, (5, 4))
    friedman = stats.friedmanchisquare(*ratings.T)
    expected = {"W": friedman.statistic / (5 * 3), "chi2": friedman.statistic, "p": friedman.pvalue}
    return {"form": "kendall", "ratings": ratings.tolist()}, expected


@second("delphi.screening")
def _(chance: np.random.Generator) -> Case:
    marks = chance.integers(1, 6, (6, 3)).tolist()
    columns = list(zip(*marks, strict=True))
    cv = [statistics.stdev(column) / statistics.mean(column) for column in columns]
    kept = [statistics.mean(column) >= 3 and one <= 0.5 for column, one in zip(columns, cv, strict=True)]
    inputs = {"form": "screening", "marks": marks, "full_mark": 5, "mean_limit": 3, "cv_limit": 0.5}
    return inputs, {"cv": cv, "kept": kept, "full_score_rate": [column.count(5) / 6 for column in columns]}


@second("fuzzy_evaluation.triangular")
def _(chance: np.random.Generator) -> Case:
    x = float(chance.uniform(0, 10))
    grades = {"low": [0, 2, 5], "high": [3, 7, 9]}
    expected = {name: float(np.interp(x, feet, [0, 1, 0])) for name, feet in grades.items()}
    return {"form": "triangular", "x": x, "grades": grades}, {"membership": expected}


def nearness(distances: list[list[float]]) -> list[list[float]]:
    """Coefficients of grey relation, 0.5 as the distinguishing coefficient."""
    cells = [cell for row in distances for cell in row]
    return [[(min(cells) + 0.5 * max(cells)) / (cell + 0.5 * max(cells)) for cell in row] for row in distances]


@second("grey_relation.sequences")
def _(chance: np.random.Generator) -> Case:
    reference, sequences = some(chance, 4), some(chance, 3, 4)
    found = nearness([[abs(x - y) for x, y in zip(reference, row, strict=True)] for row in sequences])
    return {"form": "sequences", "reference": reference, "sequences": sequences}, {
        "coefficients": found, "grade": [statistics.fmean(row) for row in found],
    }  # fmt: skip


@second("grey_relation.closeness")
def _(chance: np.random.Generator) -> Case:
    matrix = np.array(some(chance, 5, 3))
    scaled = (matrix - matrix.min(axis=0)) / np.ptp(matrix, axis=0)
    best, worst = ([statistics.fmean(row) for row in nearness(gap.tolist())] for gap in (1 - scaled, scaled))
    shares = [one / (one + other) for one, other in zip(best, worst, strict=True)]
    return {"form": "closeness", "matrix": matrix.tolist(), "directions": [1, 1, 1]}, {"closeness": shares}
