"""Values far from the others by a measure that the outliers themselves cannot move.

modified z = 0.6745 · (x − median) / MAD, pointed out beyond 3.5 (Iglewicz and Hoaglin 1993); where more than half of
the values agree, the mean absolute deviation · 1.253314 stands in for MAD / 0.6745.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from reportgen.analysis.answer import Lack
from reportgen.analysis.comparison.benchmark import peer_values
from reportgen.model.reason import Reason

if TYPE_CHECKING:
    from reportgen.analysis.material import Analyses
    from reportgen.scoring.arrays import Floats

NORMAL: Final = 0.6745
MEAN_DEVIATION: Final = 1.253314
FAR: Final = 3.5
FEWEST: Final = 8


@dataclass(frozen=True)
class Outlier:
    """The hospital's value far from those of a set: own months, or peers."""

    id: str
    against: str
    value: float
    median: float
    score: float
    n: int


@dataclass(frozen=True)
class Outliers:
    """All of them, farthest first, and what could not be looked at."""

    found: tuple[Outlier, ...]
    lacks: Mapping[str, Lack]


def outliers(analyses: Analyses) -> Outliers:
    """Scored indicators against the own months, and against the peers."""
    found: list[Outlier] = []
    lacks: dict[str, Lack] = {}
    for row in analyses.material.evaluation.indicators:
        sets = {"months": _months(analyses, row.id), "peers": _peers(analyses, row.id, row.value)}
        for against, (value, others) in sets.items():
            one = outlier(row.id, against, value, others)
            if isinstance(one, Outlier):
                found.append(one)
                if against == "months":
                    analyses.follow_back(row.id, analyses.books.all_months)
            elif one is not None:
                lacks[f"{row.id}.{against}"] = one
    return Outliers(tuple(sorted(found, key=lambda one: (-abs(one.score), one.id))), lacks)


def outlier(name: str, against: str, value: float | None, others: Floats) -> Outlier | Lack | None:
    """A value held against others; None where it is not far from them."""
    if value is None or len(others) < FEWEST:
        return Lack("cases", Reason.BELOW_MINIMUM_CASES, {"have": len(others), "need": FEWEST})
    middle = float(np.median(others))
    scale = spread(others)
    if scale == 0:
        return Lack("all_alike", Reason.ZERO_DENOMINATOR, {"have": len(others)})
    score = (value - middle) / scale
    return Outlier(name, against, value, middle, score, len(others)) if abs(score) > FAR else None


def spread(values: Floats) -> float:
    """A robust standard deviation; 0 where all values agree."""
    deviations = np.abs(values - np.median(values))
    middle = float(np.median(deviations))
    return middle / NORMAL if middle > 0 else float(deviations.mean()) * MEAN_DEVIATION


def _months(analyses: Analyses, name: str) -> tuple[float | None, Floats]:
    values, books = analyses.books.month_values, analyses.books
    if values is None:
        return None, np.array([])
    found = [values.at(name, books.cells.entity, str(when)).value for when in books.all_months]
    known = np.array([one for one in found[:-1] if one is not None], dtype=np.float64)
    return (found[-1] if found else None), known


def _peers(analyses: Analyses, name: str, value: float | None) -> tuple[float | None, Floats]:
    return value, np.array(list(peer_values(analyses, name).values()), dtype=np.float64)
