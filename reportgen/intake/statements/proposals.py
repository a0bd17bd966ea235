"""Names that are not known: what they look like, for the user to decide.

Names that were not understood, once each, with the items most like them, and what the user decides about them.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import fsum
from typing import Final

from pydantic import Field

from reportgen.catalog import Catalog
from reportgen.catalog.own import IDENTIFIER
from reportgen.intake.columns.open_table import FoundFigure, OpenTable
from reportgen.intake.context import FoundValues, ReadingContext
from reportgen.intake.grid.tables import SheetLine, TableSide
from reportgen.intake.reading import Proposal, Reading, Unread
from reportgen.intake.statements import line_meanings, profits
from reportgen.intake.statements.likeness import NEAREST, ranked
from reportgen.intake.statements.matching import Matched
from reportgen.intake.words import known_names
from reportgen.intake.words.figures import figure, is_dash, rounding
from reportgen.intake.words.known_names import Alike
from reportgen.intake.words.labels import bare, normalised, says_ratio
from reportgen.intake.words.vocabulary import vocabulary
from reportgen.model.casefile import Case
from reportgen.model.definition import Definition, NonEmpty, Text
from reportgen.model.definitions import FormRow, Item
from reportgen.model.place import Place, natural

ALIKE: Final = 0.6
ALIKE_IN_PLACE: Final = 0.45
ALIKE_IN_WORDS: Final = 0.7
HARDLY: Final = 0.1
"""How much less alike an item of the statement at hand may be than one of another, to be proposed all the same."""
ELSEWHERE: Final = 0.2
"""The same, to be named before it among the three to choose from."""

SAME_AMOUNT: Final = 0.99
"""What a name is given whose figures agree though it does not: to be asked about, never taken by itself."""
UNKNOWN: Final = frozenset({"I13", "I33"})


def unknown(opened: OpenTable, index: int, line: SheetLine, rows: Sequence[FormRow], matched: Matched) -> None:
    """A row label that is not on the form: unread, and proposed where a free row resembles it."""
    best = max(_scores(line.key, index, (rows, matched), opened.context), default=None)
    tell_of(opened, line, best)


def tell_of(opened: OpenTable, line: SheetLine, best: Alike | None, like: str = "") -> None:
    """As `tell`, for a line of a table: with its first figure and the names next to it; none of only dashes."""
    side = next(side for side in opened.table.sides if line in side.lines)
    if _has_only_dashes(opened, side, line):
        return
    if line.key in opened.context.unread:
        opened.gathered.left_out |= _amounts_left(opened, side, line)
        return
    if line.net:
        opened.gathered.find("I110", opened.label_place(line), names=(line.label.strip(),), count=1, total=line.net)
        return
    is_total = line.key in vocabulary().total_rows
    if is_total and _adds_up(opened, side, line):
        return
    index = side.lines.index(line)
    figures = (figure(opened.table.sheet.at(line.row, column.index)).value for column in side.columns)
    value = next((found for found in figures if found is not None), None)
    amount = None if value is None else value * (opened.setting.factor or 1.0)
    above = side.lines[index - 1].label if index else ""
    below = side.lines[index + 1].label if index + 1 < len(side.lines) else ""
    unread = Unread(line.label, opened.label_place(line), amount, like=like)
    _tell(unread, None if is_total else best, (above, below), opened.context, opened.gathered)


def _adds_up(opened: OpenTable, side: TableSide, line: SheetLine) -> bool:
    """Whether a line that is named a total alone comes to those above it, up to the next such one, in each column."""
    above = list[SheetLine]()
    for one in side.lines[: side.lines.index(line)]:
        above = [] if one.key in vocabulary().total_rows else [*above, one]
    for column in side.columns:
        cells = [figure(opened.table.sheet.at(one.row, column.index)) for one in (line, *above)]
        total, *parts = (cell.value for cell in cells)
        left = rounding(len(cells), max(cell.decimals for cell in cells))
        if total is None or abs(total - fsum(part or 0.0 for part in parts)) > left:
            return False
    return len(above) > 1


def _amounts_left(opened: OpenTable, side: TableSide, line: SheetLine) -> dict[Place, tuple[float, float]]:
    """The figures of a line that the user leaves unread: sums of the sheet come to them all the same."""
    found = {}
    for column in side.columns:
        cell = figure(opened.table.sheet.at(line.row, column.index))
        factor = (opened.setting.factor if column.factor is None else column.factor) or 1.0
        if cell.value is not None:
            place = opened.table.sheet.place(line.row, column.index)
            found[place] = (cell.value * factor, factor * 10.0**-cell.decimals)
    return found


def _has_only_dashes(opened: OpenTable, side: TableSide, line: SheetLine) -> bool:
    """Whether a line has no figure to lose: it is printed for a year that the sheet does not show."""
    sheet = opened.table.sheet
    cells = [sheet.at(line.row, column.index) for column in side.columns if sheet.holds(line.row, column.index)]
    return bool(cells) and all(map(is_dash, cells))


def tell(  # noqa: PLR0913 - a name, where it stands and what it may be, and one run
    label: str, place: Place, best: Alike | None, context: ReadingContext, gathered: FoundValues, like: str = ""
) -> None:
    """I13, or with a proposal I33: a name whose figures were not read; I107 of an indicator, I111 of another ratio."""
    _tell(Unread(label, place, like=like), best, ("", ""), context, gathered)


def _tell(
    unread: Unread, best: Alike | None, neighbours: tuple[str, str], context: ReadingContext, gathered: FoundValues
) -> None:
    label, place = unread.label, unread.place
    if normalised(label) in context.unread:
        return
    if {normalised(label), normalised(label).partition("(")[0].rstrip("%")} & context.computed:
        gathered.find("I107", place, label=label)
        return
    if says_ratio(label):
        gathered.find("I111", place, label=label)
        return
    gathered.unread.append(unread)
    if best is None:
        gathered.find("I13", place, label=label)
        return
    score, item = best
    gathered.proposals.append(Proposal(label, item, round(score, 2), place, *neighbours))
    gathered.find("I33", place, label=label, item=context.catalog.items[item].name, id=item)


def by_amount(opened: OpenTable, unknown: Sequence[tuple[TableSide, SheetLine]], added: Sequence[FoundFigure]) -> None:
    """I95: a line that is not known where the form lacks one total, and whose figures are that total's."""
    gathered = opened.gathered
    totals: dict[str, set[float]] = {}
    for cell in added:
        totals.setdefault(cell.item, set()).add(round(cell.figure.value or 0.0, 2))
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


def _amounts(opened: OpenTable, side: TableSide, line: SheetLine) -> set[float]:
    figures = (figure(opened.table.sheet.at(line.row, column.index)).value for column in side.columns)
    return {round(value, 2) for value in figures if value is not None}


def _scores(
    key: str, index: int, outcome: tuple[Sequence[FormRow], Matched], context: ReadingContext
) -> Iterator[Alike]:
    """Free rows of the form that resemble a label; a row between the label's neighbours need resemble it less."""
    from rapidfuzz import fuzz

    rows, matched = outcome
    taken = {row for row in matched.rows if row is not None}
    before = max((row for row in matched.rows[:index] if row is not None), default=-1)
    after = min((row for row in matched.rows[index:] if row is not None), default=len(rows))
    is_known = bool(context.items_for(key) or context.meanings.get(key))  # as what the form does not have
    for number, row in enumerate(rows):
        may_be = row.item in context.catalog.items and (key, row.item) not in context.forbidden
        if not may_be or number in taken or known_names.denies(key, row.label):
            continue
        score = fuzz.ratio(key, normalised(row.label)) / 100
        if row.item and score >= (ALIKE_IN_PLACE if before < number < after and not is_known else ALIKE):
            yield score, row.item


def nearest(label: str, context: ReadingContext, like: str = "") -> Alike | None:
    """The item of the catalogue whose spelling is most alike, or None; each name is looked for once.

    It is one that may stand where `like` does (`neighbours`), of that statement where another is hardly more alike.
    """
    if (label, like) not in context.likenesses:
        items = context.catalog.items
        known = [one for one in ranked(label, context) if one[0] >= _least(label)]
        known = [one for one in known if line_meanings.fits(items[one[1]], items.get(like))]
        known = [one for one in known if _may_be(label, one[1], items)]
        statement = items[like].statement if like else None
        best = max(known, key=lambda one: one[0] + HARDLY * (items[one[1]].statement == statement), default=None)
        context.likenesses[label, like] = best
    return context.likenesses[label, like]


def _may_be(label: str, name: str, items: Mapping[str, Item]) -> bool:
    """Whether a name is not of the other side: “Less: …” adds to nothing, and revenue is no result."""
    if name in {profits.RESULT, profits.LEFT} and known_names.says_revenue(label):
        return False
    return items[name].sign != "+" or not bare(label).lower().startswith(vocabulary().deducted)


def nearest_in_force(label: str, refused: str, context: ReadingContext, like: str = "") -> Alike | None:
    """As `nearest`, the first among the items that the rules of the case have, but for the one that it is not."""
    items = context.catalog.items
    for score, item in ranked(label, context):
        is_open = context.is_in_force(item) and item != refused
        if score >= _least(label) and is_open and line_meanings.fits(items[item], items.get(like)):
            return score, item
    return None


def _least(label: str) -> float:
    return ALIKE_IN_WORDS if label.isascii() else ALIKE


UNREAD: Final = "unread"
MARK: Final = "Written by reportgen map."
NEW: Final = re.compile(r"new\s+([a-z][a-z0-9_]{1,59})")


@dataclass(frozen=True)
class Doubted:
    """A name that was not understood.

    Attributes:
        source: of the head of a column in a source of mapping.yaml, the number of the source from 0.
        places: every place where it stands, by file as people count.
        amount: the first figure that stands with it, in the base unit.
        between: the names next to it, where they are known.
        nearest: the items most like it with their likeness, the best first; what the form itself suggests before all.
        proposed: the best of them, where it is like enough to be proposed.
        like: an item like those around it, "" where that is not known.
    """

    label: str
    source: int | None
    places: tuple[Place, ...]
    amount: float | None
    between: tuple[str, str]
    nearest: tuple[tuple[str, float], ...]
    proposed: Proposal | None
    like: str = ""

    @property
    def files(self) -> int:
        """In how many files it stands."""
        return len({place.file for place in self.places})


class Decision(Definition):
    """What is to become of one name; the other keys only tell the user what it is about.

    A number is that of one of the nearest, as it is on a terminal.
    """

    name: NonEmpty
    choose: str | int | None = None
    source: int | None = None
    files: int | None = None
    amount: float | None = None
    first: str | None = None
    nearest: dict[str, float] = Field(default_factory=dict)


class Decisions(Definition):
    """A file of decisions."""

    names: tuple[Decision, ...] = ()


def doubted(reading: Reading, case: Case, catalog: Catalog) -> tuple[Doubted, ...]:
    """Each name once, those of the most files first."""
    context = ReadingContext(catalog, case)
    best: dict[tuple[int | None, str], Proposal] = {}
    for found in sorted(reading.proposals, key=lambda each: each.score):
        best[found.source, found.label] = found
    sources = {(found.label, found.place): found.source for found in reading.proposals}
    standing: dict[tuple[int | None, str], list[Unread]] = defaultdict(list)
    for one in reading.unread:
        standing[sources.get((one.label, one.place), one.source), one.label].append(one)
    names = (
        Doubted(
            label,
            source,
            tuple(sorted((one.place for one in those), key=lambda place: natural(place.file))),
            next((one.amount for one in those if one.amount is not None), None),
            _between(best.get((source, label))),
            _doubted_nearest(label, best.get((source, label)), like, context),
            best.get((source, label)),
            like,
        )
        for (source, label), those in standing.items()
        for like in [next((one.like for one in those if one.like), "")]
    )
    return tuple(sorted(names, key=lambda name: -name.files))


def _between(found: Proposal | None) -> tuple[str, str]:
    return (found.above, found.below) if found else ("", "")


def _doubted_nearest(
    label: str, proposed: Proposal | None, like: str, context: ReadingContext
) -> tuple[tuple[str, float], ...]:
    """Three items, however weak their likeness, those before that may stand where the name does.

    Of the statement at hand where another is hardly more alike, of the rules of the case before those of others.
    """
    items = context.catalog.items
    found: dict[str, float] = {proposed.item: proposed.score} if proposed else {}
    for score, item in ranked(label, context):
        found.setdefault(item, round(score, 2))

    best, statement = (proposed.item if proposed else None), (items[like].statement if like else None)

    def rank(one: tuple[str, float]) -> tuple[bool, bool, float, bool]:
        item, score = one
        regimes, fits = items[item].regimes, line_meanings.fits(items[item], items.get(like))
        fits = fits and _may_be(label, item, items)
        alike = score + ELSEWHERE * (items[item].statement == statement)
        return item != best, not fits, -alike, bool(regimes) and context.regime not in regimes

    return tuple(sorted(found.items(), key=rank)[:NEAREST])


def proposals_file(names: Iterable[Doubted], words: Text) -> str:
    """The names as a file in which the user writes what is to become of each; `words` tell how."""
    entries = []
    for name in names:
        nearest = ", ".join(f"{item}: {score:.2f}" for item, score in name.nearest)
        lines = [f"- name: {_quoted(name.label)}", "choose:"]
        lines += [] if name.source is None else [f"source: {name.source}"]
        lines += [f"files: {name.files}", f"first: {_quoted(str(name.places[0]))}"]
        lines += [] if name.amount is None else [f"amount: {name.amount:.2f}"]
        entries.append("\n    ".join([*lines, f"nearest: {{{nearest}}}"]))
    head = "".join(f"# {line}\n" for line in (MARK, words.en, words.zh))
    return f"{head}names:\n  " + "\n  ".join(entries) + "\n"


def own_items(text: str, new: Mapping[str, Doubted], catalog: Catalog) -> str:
    """items/own.yaml with further items, by id: the name they stand under; statement, kind and unit as `_model` has."""
    for identifier, name in new.items():
        if identifier in IDENTIFIER.findall(text):
            continue
        like = _model(name, catalog)
        label, place = _quoted(name.label.strip()), _quoted(f"mapping.yaml: {name.places[0]}")
        text += (
            f"{identifier}:\n  name: {{zh: {label}, en: {label}}}\n  statement: {like.statement}\n"
            f"  kind: {like.kind}\n  unit: {like.unit}\n  source: {place}\n"
        )
    return text


def _model(name: Doubted, catalog: Catalog) -> Item:
    """The item most like a name if it belongs to the statement on which the name stands, else what stands around it."""
    around = catalog.items.get(name.like)
    alike = [catalog.items[item] for item, score in name.nearest if around is None or score >= ALIKE_IN_PLACE]
    return next((one for one in alike if around is None or one.statement == around.statement), around or alike[0])


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
