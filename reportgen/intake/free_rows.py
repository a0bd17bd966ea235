"""Lines that a form leaves to the hospital: projects below the line that they add up to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from math import fsum

from reportgen.intake.alignment import Matched
from reportgen.intake.cells import OpenTable
from reportgen.intake.figures import NOTHING, Figure, figure
from reportgen.intake.sections import rank_of
from reportgen.intake.tables import Line, Side
from reportgen.model.definitions import FormRow

NAMED = 3


def below(lines: Sequence[Line], rows: Sequence[FormRow], found: Matched) -> dict[int, list[int]]:
    """Index of a line that the form lets the hospital divide → indices of the lines it is divided into."""
    parts: dict[int, list[int]] = defaultdict(list)
    owner: int | None = None
    for index, line in enumerate(lines):
        row = found.rows[index]
        if row is not None:
            owner = index if rows[row].free else None
        elif owner is not None and rank_of(line.label) <= rank_of(lines[owner].label):
            owner = None
        elif owner is not None and index not in found.ambiguous:
            parts[owner].append(index)
    return dict(parts)


def tell(opened: OpenTable, side: Side, parts: Mapping[int, Sequence[int]]) -> None:
    """I70, once for each divided line: its parts are in its total and no items of their own."""
    for indices in parts.values():
        lines = [side.lines[index] for index in indices if opened.has_figures(side, side.lines[index])]
        if lines:
            names = tuple(line.label.strip() for line in lines[:NAMED])
            opened.gathered.find("I70", opened.label_place(lines[0]), names=names, count=len(lines))


def total(opened: OpenTable, lines: Sequence[Line], column: int) -> Figure:
    """What the parts of a line add up to in a column; nothing where one of them is no number."""
    sheet = opened.table.sheet
    found = [figure(sheet.at(line.row, column)) for line in lines]
    values = [one.value for one in found if one.value is not None]
    if not values or any(one.problem for one in found):
        return NOTHING
    return Figure(fsum(values), decimals=max(one.decimals for one in found))
