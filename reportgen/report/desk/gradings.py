"""How scores and grades are printed, and which of them are weak.

The key of the grades as a table: letter and shape, how it is drawn, from which score to which.

What badges say where a scheme has names of its own for grades: the first character of each name.

Parts that are printed each by itself and then miss their printed total in the last digit.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reportgen.model import printing
from reportgen.model.definition import Text
from reportgen.model.printing import half_up
from reportgen.model.schemes import Grade
from reportgen.model.values import Reason
from reportgen.report.desk import standards
from reportgen.report.desk.context import SCORE_DECIMALS
from reportgen.report.desk.sheet import Column, Line, Table
from reportgen.report.speech import same

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from reportgen.model.results import Evaluation, ScoredIndicator
    from reportgen.model.schemes import Scheme
    from reportgen.report.desk.context import Context, Office


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


def grades_table(context: Office, section: str) -> Table:
    """A row for each grade of the scheme, best first."""
    say = context.say
    columns = (
        Column(say("scorecard.head.grade"), 40), Column(say("reading.head.shape"), 20, "grade"),
        Column(say("reading.head.drawn"), 46), Column(say("reading.head.range"), 66),
    )  # fmt: skip
    lines = tuple(
        Line((key.name, str(key.grade), say(f"reading.shape.{key.grade}"), same(key.range)))
        for key in grade_key(context)
    )
    decimals = context.material.scheme.decimals
    note = say("reading.bounds", decimals=decimals)
    return Table(context.table(section, say("reading.grades")), columns, lines, (note,), dense=True)


def letters(scheme: Scheme) -> Mapping[str, Text]:
    """By grade, in both languages; empty where the scheme uses the usual names.

    Where two names of a language begin alike, its badges say the place of the grade instead, 1 for the best.
    """
    ordered = sorted(scheme.grade_names, key=lambda grade: -scheme.grades.get(grade, 0.0))
    names = [scheme.grade_names[grade] for grade in ordered]
    chinese, english = _distinct([name.zh for name in names]), _distinct([name.en for name in names])
    return {str(grade): Text(zh=zh, en=en) for grade, zh, en in zip(ordered, chinese, english, strict=True)}


def _distinct(names: Sequence[str]) -> list[str]:
    first = [name[:1].upper() for name in names]
    return first if len(set(first)) == len(first) else [str(place) for place in range(1, len(names) + 1)]


def noted(context: Context, note: Text, total: float, parts: Iterable[float]) -> Text:
    """The note, and by how much the printed total exceeds the sum of the printed parts where it does not equal it."""
    decimals = context.material.scheme.decimals
    gap = half_up(total, decimals) - sum(half_up(part, decimals) for part in parts)
    return context.say("bridge.last_digit", note=note, gap=context.points(float(gap))) if gap else note
