"""L15: colours come from the tokens, and letters can be told from their ground."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from reportgen.model.finding import Finding
from reportgen.report.contrast import contrast
from reportgen.report.lint.colours import WHITE, normal
from reportgen.report.lint.drawing import Drawing, Label
from reportgen.report.lint.found import found
from reportgen.report.lint.layout import Layout, Page
from reportgen.report.lint.rules.charts import placed

LEAST_CONTRAST: Final = 4.5
NONE: Final = "—"


def colours(layout: Layout) -> Iterator[Finding]:
    """L15: a colour that no token has; letters with less than 4.5 : 1."""
    palette = layout.about.palette
    for page in layout.pages:
        yield from _foreign(page, palette)
        yield from _faint(page)
    for page, picture, drawing, _ in placed(layout):
        for colour in sorted({normal(colour) for colour in drawing.colours} - palette if palette else ()):
            yield found(
                "L15",
                page.number,
                picture.source,
                picture.heading,
                what="@layout.fault.token",
                colour=colour,
                ratio=NONE,
            )
        for label, ground in _faint_labels(drawing):
            yield _faint_finding(
                page, f"{picture.source} {label.text}", picture.heading, (normal(label.colour), ground)
            )


def _foreign(page: Page, palette: frozenset[str]) -> Iterator[Finding]:
    if not palette:
        return
    used = {colour: (heading, heading) for colour, heading in page.paints.items()}
    used |= {run.colour: (run.text, block.heading) for block, run in reversed(page.runs)}
    for colour in sorted(used.keys() - palette):
        words, heading = used[colour]
        yield found("L15", page.number, words, heading, what="@layout.fault.token", colour=colour, ratio=NONE)


def _faint(page: Page) -> Iterator[Finding]:
    told = set()
    for block, run in page.runs:
        pair = run.colour, run.ground
        if pair not in told and contrast(*pair) < LEAST_CONTRAST:
            told.add(pair)
            yield _faint_finding(page, run.text, block.heading, pair)


def _faint_finding(page: Page, words: str, heading: str, pair: tuple[str, str]) -> Finding:
    what, ratio = "@layout.fault.contrast", f"{contrast(*pair):.1f}"
    return found("L15", page.number, words, heading, what=what, colour=" / ".join(pair), ratio=ratio)


def _faint_labels(drawing: Drawing) -> Iterator[tuple[Label, str]]:
    for label in drawing.labels:
        ground = _ground(label, drawing)
        if contrast(normal(label.colour), ground) < LEAST_CONTRAST:
            yield label, ground


def _ground(label: Label, drawing: Drawing) -> str:
    """The topmost surface under the middle of a label; what is hatched counts as paper."""
    x, y = (label.corners[0] + label.corners[2]) / 2, (label.corners[1] + label.corners[3]) / 2
    for shape in reversed(drawing.shapes):
        left, top, right, bottom = shape.corners
        is_under = left <= x <= right and top <= y <= bottom and shape.order < label.order
        if is_under and shape.fill.startswith("#"):
            return normal(shape.fill)
    return WHITE
