"""How sure a result is, against the time of its report: one hospital, both in one process and in turns.

``python -m bench.robustness`` prints both times and their ratio.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Final

from bench.scoring import timed
from reportgen import pipeline
from reportgen.analysis.material import Material
from reportgen.analysis.robustness import change_of, grades_of, robustness_of

CASE: Final = Path(__file__).resolve().parent.parent / "samples" / "renhe"
TARGET: Final = 0.5
ROUNDS: Final = 5


def main() -> int:
    """Measure and print; 0 if the target is met."""
    material = pipeline.evaluate(pipeline.check(CASE))
    sides: dict[str, Callable[[], object]] = {"robustness": lambda: sure(material), "report": lambda: report(material)}
    for side in sides.values():
        side()
    times: dict[str, list[float]] = {name: [] for name in sides}
    for _ in range(ROUNDS):
        for name, side in sides.items():
            times[name].append(timed(side))
    ratio = median(one / other for one, other in zip(times["robustness"], times["report"], strict=True))
    print(f"robustness {median(times['robustness']):.3f} s, board report, warm {median(times['report']):.3f} s")
    print(f"ratio {ratio:.2f}, target {TARGET:g}")
    return 0 if ratio <= TARGET else 1


def sure(material: Material) -> object:
    """All that `evaluate --robustness` adds: draws, distances, gaps, rank, methods, change, grades."""
    return robustness_of(material), change_of(material), grades_of(material)


def report(material: Material) -> object:
    """The board report in both languages."""
    return pipeline.render(material, report="board", mode="zh-en")


if __name__ == "__main__":
    sys.exit(main())
