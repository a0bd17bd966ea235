"""Names that are not known: what they look like, for the user to decide."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from reportgen.intake.alignment import Matched
from reportgen.intake.cells import Cell, OpenTable
from reportgen.intake.context import Context, Gathered
from reportgen.intake.figures import figure
from reportgen.intake.labels import normalised
from reportgen.intake.reading import Proposal, Unread
from reportgen.intake.tables import Line, Side
from reportgen.model.definitions import FormRow
from reportgen.model.place import Place

ALIKE: Final = 0.6
ALIKE_IN_PLACE: Final = 0.45

SAME_AMOUNT: Final = 0.99
"""What a name is given whose figures agree though it does not: to be asked about, never taken by itself."""
UNKNOWN: Final = frozenset({"I13", "I33"})

Alike = tuple[float, str]
"""Likeness from 0 to 1, and the item."""


def unknown(opened: OpenTable, index: int, line: Line, rows: Sequence[FormRow], matched: Matched) -> None:
    """A row label that is not on the form: unread, and proposed where a free row resembles it."""
    best = max(_scores(line.key, index, (rows, matched), opened.context), default=None)
    tell_of(opened, line, best)


def tell_of(opened: OpenTable, line: Line, best: Alike | None) -> None:
    """As `tell`, for a line of a table: with its first figure and the names next to it."""
    side = next(side for side in opened.table.sides if line in side.lines)
    index = side.lines.index(line)
    figures = (figure(opened.table.sheet.at(line.row, column.index)).value for column in side.columns)
    value = next((found for found in figures if found is not None), None)
    amount = None if value is None else value * (opened.setting.factor or 1.0)
    above = side.lines[index - 1].label if index else ""
    below = side.lines[index + 1].label if index + 1 < len(side.lines) else ""
    unread = Unread(line.label, opened.label_place(line), amount)
    _tell(unread, best, (above, below), opened.context, opened.gathered)


def tell(label: str, place: Place, best: Alike | None, context: Context, gathered: Gathered) -> None:
    """I13, or with a proposal I33: a name whose figures were not read."""
    _tell(Unread(label, place), best, ("", ""), context, gathered)


def _tell(
    unread: Unread, best: Alike | None, neighbours: tuple[str, str], context: Context, gathered: Gathered
) -> None:
    label, place = unread.label, unread.place
    if normalised(label) in context.unread:
        return
    gathered.unread.append(unread)
    if best is None:
        gathered.find("I13", place, label=label)
        return
    score, item = best
    gathered.proposals.append(Proposal(label, item, round(score, 2), place, *neighbours))
    gathered.find("I33", place, label=label, item=context.catalog.items[item].name, id=item)


def by_amount(opened: OpenTable, unknown: Sequence[tuple[Side, Line]], added: Sequence[Cell]) -> None:
    """I95: a line that is not known where the form lacks one total, and whose figures are that total's."""
    gathered = opened.gathered
    totals: dict[str, set[float]] = {}
    for cell in added:
        totals.setdefault(cell.item, set()).add(_to_cents(cell.figure.value or 0.0))
    for item, amounts in totals.items():
        open_ = [(side, line) for side, line in unknown if normalised(line.label) not in opened.context.unread]
        fitting = [(side, line) for side, line in open_ if any(amounts) and _amounts(opened, side, line) == amounts]
        if len(fitting) != 1 or sum(each == amounts for each in totals.values()) != 1:
            continue
        side, line = fitting[0]
        place = opened.label_place(line)
        gathered.findings[:] = [one for one in gathered.findings if one.place != place or one.rule not in UNKNOWN]
        gathered.proposals[:] = [one for one in gathered.proposals if one.place != place]
        index = side.lines.index(line)
        above, below = (side.lines[at].label if 0 <= at < len(side.lines) else "" for at in (index - 1, index + 1))
        gathered.proposals.append(Proposal(line.label, item, SAME_AMOUNT, place, above, below))
        gathered.find("I95", place, label=line.label, item=opened.context.catalog.items[item].name, id=item)


def _amounts(opened: OpenTable, side: Side, line: Line) -> set[float]:
    figures = (figure(opened.table.sheet.at(line.row, column.index)).value for column in side.columns)
    return {_to_cents(value) for value in figures if value is not None}


def _to_cents(value: float) -> float:
    return round(value, 2)


def _scores(key: str, index: int, outcome: tuple[Sequence[FormRow], Matched], context: Context) -> Iterator[Alike]:
    """Free rows of the form that resemble a label; a row between the label's neighbours need resemble it less."""
    from rapidfuzz import fuzz

    rows, matched = outcome
    taken = {row for row in matched.rows if row is not None}
    before = max((row for row in matched.rows[:index] if row is not None), default=-1)
    after = min((row for row in matched.rows[index:] if row is not None), default=len(rows))
    for number, row in enumerate(rows):
        if row.item not in context.catalog.items or number in taken or (key, row.item) in context.forbidden:
            continue
        score = fuzz.ratio(key, normalised(row.label)) / 100
        if row.item and score >= (ALIKE_IN_PLACE if before < number < after else ALIKE):
            yield score, row.item


def nearest(key: str, context: Context) -> Alike | None:
    """The item of the catalogue whose spelling is most alike, or None; each name is looked for once."""
    if key not in context.likenesses:
        context.likenesses[key] = _nearest(key, context)
    return context.likenesses[key]


def _nearest(key: str, context: Context) -> Alike | None:
    from rapidfuzz import fuzz, process

    found = process.extractOne(key, list(context.spellings), scorer=fuzz.ratio, score_cutoff=ALIKE * 100)
    if found is None:
        return None
    items = [item for item in context.spellings[found[0]] if (key, item) not in context.forbidden]
    return (found[1] / 100, items[0]) if items else None
