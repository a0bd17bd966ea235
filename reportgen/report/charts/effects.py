"""Effect bars: how much each indicator moved the total."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reportgen.report.charts.canvas import Canvas
from reportgen.report.charts.chart import Chart, Ink
from reportgen.report.charts.marks import Label, Mark, Rect, Rule
from reportgen.report.charts.naming import length_mm, named

NAME_SHARE = 0.5
PRINTED_MM = 11.0


@dataclass(frozen=True)
class Effect:
    """One bar: name at the left, with it the same in the other language, value as printed at its end."""

    name: str
    value: float
    printed: str
    under: str = ""


def effect_bars(  # noqa: PLR0913 - a chart has these parts
    effects: Sequence[Effect],
    alt: str,
    ink: Ink,
    width_mm: float = 76,
    row_mm: float = 5.4,
    *,
    judged: bool = True,
    printed_mm: float = PRINTED_MM,
) -> Chart:
    """Bars to the left and right of a common zero, names at the edge; in ink alone where more is neither good nor bad.

    `printed_mm` is the room for the words at the ends of the bars.
    """
    above = max([0.0, *(effect.value for effect in effects)])
    below = max([0.0, *(-effect.value for effect in effects)])
    rooms = printed_mm * (2 if below > 0 else 1)
    per_mm = ((above + below) or 1.0) / (width_mm * (1 - NAME_SHARE) - rooms)
    left = below + per_mm * (printed_mm if below > 0 else 0.3)
    right = above + per_mm * printed_mm
    names = per_mm * width_mm * NAME_SHARE
    canvas = Canvas(
        width_mm, row_mm * len(effects), (-left - names, right), (-0.5, len(effects) - 0.5), ink, downwards=True
    )
    marks: list[Mark] = [*_names(effects, -left - names, per_mm, width_mm * NAME_SHARE, ink)]
    painted = [(row, effect, _color(effect, ink, judged=judged)) for row, effect in enumerate(effects)]
    marks += [
        Rect(0, e.value, row - 0.28, row + 0.28, color, says=f"{e.name} {e.printed}")
        for row, e, color in painted
        if e.value
    ]
    for is_left, align, shift in ((False, "left", 4), (True, "right", -4)):
        side = [one for one in painted if (one[1].value < 0) is is_left]
        marks += [Label(e.value, row, e.printed, color, align=align, dx=shift, bold=True) for row, e, color in side]
    marks.append(Rule(0, 0, -0.5, len(effects) - 0.5, ink["ink-3"], 0.8))
    return Chart(canvas.draw(marks), alt, width_mm, row_mm * len(effects))


def _names(effects: Sequence[Effect], left: float, per_mm: float, room_mm: float, ink: Ink) -> Iterator[Mark]:
    """The second names behind the first where all have the room, else each under its first."""
    room_mm = room_mm if all(length_mm(effect.name, effect.under) <= room_mm for effect in effects) else 0.0
    for row, effect in enumerate(effects):
        yield from named(effect.name, effect.under, left, row, ink, room_mm=room_mm, per_mm=per_mm)


def _color(effect: Effect, ink: Ink, *, judged: bool) -> str:
    if not judged:
        return ink["ink-2"]
    if effect.value > 0:
        return ink["fav"]
    return ink["unfav"] if effect.value < 0 else ink["ink-3"]
