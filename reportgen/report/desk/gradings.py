"""How scores and grades are printed, and which of them are weak."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reportgen.model import printing
from reportgen.model.reason import Reason
from reportgen.model.schemes import Grade
from reportgen.report.desk import standards
from reportgen.report.desk.office import SCORE_DECIMALS

if TYPE_CHECKING:
    from reportgen.model.definition import Text
    from reportgen.model.results import Evaluation, ScoredIndicator
    from reportgen.report.desk.context import Context
    from reportgen.report.desk.office import Office

MOST_DECIMALS: Final = 2
WEAK: Final = frozenset({Grade.LOW, Grade.POOR})


@dataclass(frozen=True)
class GradeKey:
    """One entry of the key of grades."""

    grade: Grade
    name: Text
    range: str


def why_no_total(evaluation: Evaluation) -> str:
    """What stopped the total: too little data, or a scheme that has no standard for figures that are there."""
    blank = [one for one in evaluation.indicators if one.score is None]
    without = sum(one.reason is Reason.NO_STANDARD and one.value is not None for one in blank)
    return "standards" if 2 * without > len(blank) else "data"


def padding(context: Context, identifier: str) -> str:
    """The class that puts the decimal points of a column on one line: how many decimals are missing of the most."""
    return f"pad-{max(MOST_DECIMALS - printing.decimals(context.indicator(identifier)), 0)}"


def one_decimal(score: float) -> printing.Figure:
    """The score of a single indicator as printed."""
    return printing.number(score, SCORE_DECIMALS)


def grade_key(context: Office) -> tuple[GradeKey, ...]:
    """The grades, best first, with their ranges."""
    rows = []
    ordered = sorted(context.material.scheme.grades.items(), key=lambda pair: -pair[1])
    for index, (grade, low) in enumerate(ordered):
        upper = ordered[index - 1][1] if index else None
        rows.append(GradeKey(grade, context.grade(grade), _range(low, upper)))
    return tuple(rows)


def _range(low: float, upper: float | None) -> str:
    if upper is None:
        return printing.composed(f"{standards.AT_LEAST} {{}}", printing.shortest(low))
    if low == 0:
        return printing.composed("< {}", printing.shortest(upper))
    return printing.composed(f"{{}}{standards.EN_DASH}{{}}", printing.shortest(low), printing.shortest(upper))


def is_quantitative(context: Context, indicator: ScoredIndicator) -> bool:
    """Whether figures, not experts, decide it."""
    return context.material.scheme.parts[indicator.part].from_folder is None


def best(context: Context) -> Text:
    """The name of the best grade of the scheme."""
    grades = context.material.scheme.grades
    return context.grade(max(grades, key=lambda grade: grades[grade], default=Grade.EXCELLENT))
