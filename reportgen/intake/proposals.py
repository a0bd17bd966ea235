"""Names that are not known: what they look like, for the user to decide."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from reportgen.intake.alignment import Matched
from reportgen.intake.context import Context, Gathered
from reportgen.intake.labels import normalised
from reportgen.intake.reading import Proposal, Unread
from reportgen.intake.tables import Line
from reportgen.model.definitions import FormRow
from reportgen.model.place import Place

ALIKE: Final = 0.6
ALIKE_IN_PLACE: Final = 0.45


def unknown(
    line: Line,
    index: int,
    outcome: tuple[tuple[FormRow, ...], Matched],
    place: Place,
    context: Context,
    gathered: Gathered,
) -> None:
    """A row label that is not on the form: unread, and proposed where a free row resembles it."""
    gathered.unread.append(Unread(line.label, place))
    best = max(_scores(line.key, index, outcome, context), default=None)
    if best is None:
        gathered.find("I13", place, label=line.label)
        return
    score, item = best
    gathered.proposals.append(Proposal(line.label, item, round(score, 2), place))
    gathered.find("I33", place, label=line.label, item=context.catalog.items[item].name, id=item)


def _scores(
    key: str, index: int, outcome: tuple[tuple[FormRow, ...], Matched], context: Context
) -> Iterator[tuple[float, str]]:
    from rapidfuzz import fuzz  # noqa: PLC0415 - only where a name is not known

    rows, matched = outcome
    taken = {row for row in matched.rows if row is not None}
    before = max((row for row in matched.rows[:index] if row is not None), default=-1)
    after = min((row for row in matched.rows[index:] if row is not None), default=len(rows))
    for number, row in enumerate(rows):
        if row.item is None or number in taken or (key, row.item) in context.forbidden:
            continue
        if row.item not in context.catalog.items:
            continue
        score = fuzz.ratio(key, normalised(row.label)) / 100
        if score >= (ALIKE_IN_PLACE if before < number < after else ALIKE):
            yield score, row.item


def nearest(key: str, context: Context) -> tuple[float, str] | None:
    """The item of the catalogue whose spelling is most alike, or None."""
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - as above

    found = process.extractOne(key, list(context.spellings), scorer=fuzz.ratio, score_cutoff=ALIKE * 100)
    if found is None:
        return None
    items = [item for item in context.spellings[found[0]] if (key, item) not in context.forbidden]
    return (round(found[1] / 100, 2), items[0]) if items else None
