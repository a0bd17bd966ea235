"""Scoring a nation: 6,000 hospitals × 5 years by the default scheme, against the same arithmetic in bare numpy.

And how sure one hospital's result is, against the time of its board report, in one process and in turns.
``python -m bench.scoring`` prints the times and both ratios.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from typing import Final

import numpy as np
import pandas as pd

from reportgen import pipeline
from reportgen.analysis.robustness import change_of, grades_of, robustness_of
from reportgen.catalog import Catalog, load_catalog
from reportgen.model.schemes import SchemePart
from reportgen.model.values import IndicatorValues
from reportgen.scoring import score_panel
from reportgen.scoring.standards import edges

CASE: Final = Path(__file__).resolve().parent.parent / "samples" / "renhe"
SCHEME: Final = "comprehensive_80_20"
HOSPITALS: Final = 6_000
YEARS: Final = ("2021", "2022", "2023", "2024", "2025")
TARGET, CERTAINTY = 3.0, 0.5
ROUNDS: Final = 5


def main() -> int:
    """Measure and print; 0 if the target is met and both sides agree."""
    catalog = load_catalog()
    part = catalog.schemes[SCHEME].parts["quantitative"]
    values = invented(part, HOSPITALS)
    ours = score_panel(values, catalog.schemes[SCHEME], SCHEME, catalog).totals
    bare = bare_totals(values.values.to_numpy(), part, catalog)
    agree = bool(np.allclose(ours, bare, atol=1e-9))
    ratio, share = report(values, part, catalog), certainty()
    print(f"same totals: {agree}; ratio {ratio:.2f}, target {TARGET:g}")
    print(f"robustness / board report: {share:.2f}, target {CERTAINTY:g}")
    return 0 if agree and ratio <= TARGET and share <= CERTAINTY else 1


def report(values: IndicatorValues, part: SchemePart, catalog: Catalog) -> float:
    """Both times, taken in turns, and their ratio."""
    matrix = values.values.to_numpy()
    times: dict[str, list[float]] = {"ours": [], "bare": []}
    for _ in range(ROUNDS):
        times["ours"].append(timed(lambda: score_panel(values, catalog.schemes[SCHEME], SCHEME, catalog)))
        times["bare"].append(timed(lambda: bare_totals(matrix, part, catalog)))
    ours, bare = median(times["ours"]), median(times["bare"])
    print(f"{HOSPITALS:,} hospitals x {len(YEARS)} years: ours {ours:.3f} s, bare numpy {bare:.3f} s")
    return ours / bare


def invented(part: SchemePart, count: int, years: Sequence[str] = YEARS) -> IndicatorValues:
    """Figures spread around the standards; none is missing, so that both sides do the same work."""
    generator = np.random.default_rng(1)
    index = pd.MultiIndex.from_product([[f"h{n:05}" for n in range(count)], list(years)], names=["entity", "period"])
    index = index.sortlevel(1, sort_remaining=True)[0]
    columns = {}
    for name, one in part.indicators.items():
        assert one.standards is not None
        fair, poor = (float(np.mean(value)) for value in (one.standards.fair, one.standards.poor))
        span = abs(fair - poor) or abs(float(np.ptp(np.array(one.standards.poor))))
        columns[name] = fair + span * generator.normal(0, 0.6, len(index))
    frame = pd.DataFrame(columns, index=index)
    return IndicatorValues(frame, pd.DataFrame(0, index=index, columns=frame.columns, dtype="int8"))


def bare_totals(matrix: np.ndarray, part: SchemePart, catalog: Catalog) -> np.ndarray:
    """The same in the shortest numpy: level and efficacy, weights by variation of each year, weighted sum."""
    coefficients = np.array(part.coefficients)
    scores = np.empty_like(matrix)
    for column, (name, one) in enumerate(part.indicators.items()):
        assert one.standards is not None
        low, high = edges(one.standards, one.direction or catalog.indicators[name].direction)
        x = matrix[:, column]
        above = x > high[0]
        sign = np.where(above, -1.0, 1.0)
        steps = np.where(above[:, None], high, low)
        level = (sign[:, None] * (x[:, None] - steps) < 0).sum(axis=1)
        inner = np.clip(level, 1, 4)
        rows = np.arange(len(x))
        own, better = steps[rows, inner], steps[rows, inner - 1]
        with np.errstate(invalid="ignore"):
            efficacy = (x - own) / (better - own)
        base = coefficients[level]
        inside = (level > 0) & (level < len(low))
        scores[:, column] = np.where(inside, base + efficacy * (coefficients[inner - 1] - base), base)
    blocks = np.split(np.arange(len(matrix)), len(YEARS))
    return np.concatenate([100 * scores[block] @ _variation(matrix[block]) for block in blocks])


def _variation(block: np.ndarray) -> np.ndarray:
    variation: np.ndarray = block.std(axis=0, ddof=1) / np.abs(block.mean(axis=0))
    weights: np.ndarray = variation / variation.sum()
    return weights


def certainty() -> float:
    """What `evaluate --robustness` adds for one hospital, in the time of its board report."""
    material = pipeline.evaluate(pipeline.check(CASE))
    sides: dict[str, Callable[[], object]] = {
        "robustness": lambda: (robustness_of(material), change_of(material), grades_of(material)),
        "report": lambda: pipeline.render(material, report="board", mode="zh-en"),
    }
    for side in sides.values():
        side()
    times: dict[str, list[float]] = {name: [] for name in sides}
    for _ in range(ROUNDS):
        for name, side in sides.items():
            times[name].append(timed(side))
    print(f"robustness {median(times['robustness']):.3f} s, board report, warm {median(times['report']):.3f} s")
    return median(one / other for one, other in zip(times["robustness"], times["report"], strict=True))


def timed(work: Callable[[], object]) -> float:
    """Seconds of one run."""
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


if __name__ == "__main__":
    sys.exit(main())
