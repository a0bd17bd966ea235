"""The lines of a table held against the rows of an official form.

Rows of a sheet against the rows of an official form, by their words and their order.

Sections of a form that a sheet has and the form does not: their lines are not taken for those of another section.

Lines that the form deducts, entered as negatives: their sign is set right where the sums of the form prove it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from typing import Final, TypeVar

from reportgen.intake.columns.column_periods import BALANCES, ColumnMeaning
from reportgen.intake.columns.open_table import FoundFigure, OpenTable
from reportgen.intake.context import ReadingContext
from reportgen.intake.grid import recognition
from reportgen.intake.grid.head_words import head_key
from reportgen.intake.grid.tables import NO_RANK, TableSide, rank_of
from reportgen.intake.statements import divisions, line_meanings
from reportgen.intake.statements.divisions import FunctionBlock
from reportgen.intake.words.labels import bare, normalised
from reportgen.intake.words.vocabulary import vocabulary
from reportgen.model.definitions import Form, FormRow
from reportgen.model.printing import HALF_A_FEN

Label = TypeVar("Label")


@dataclass(frozen=True)
class Matched:
    """The outcome for one side of a sheet.

    Attributes:
        rows: for each label the index of its official row, or None.
        ambiguous: labels that fit several rows equally well, with the indices of those.
        disordered: labels that were found, but out of the official order.
    """

    rows: tuple[int | None, ...]
    ambiguous: dict[int, tuple[int, ...]]
    disordered: tuple[int, ...]

    @property
    def count(self) -> int:
        """How many labels were found."""
        return sum(row is not None for row in self.rows)


def align(labels: Sequence[Label], official: Sequence[FormRow], fits: Callable[[Label, FormRow], bool]) -> Matched:
    """The longest common order of labels and official rows, of those first that fit one row alone.

    A label that occurs in several sections is placed by its neighbours; where these leave a choice, or none, by its
    section's heading above it; where that leaves one too, nowhere.
    """
    fit = [[fits(label, row) for row in official] for label in labels]
    weights = [len(fit) + 1 if sum(row) == 1 else 1 for row in fit]
    before, after = _before(fit, weights, len(official)), _after(fit, weights, len(official))
    best = before[len(labels)][len(official)]
    options = [
        tuple(j for j in range(len(official)) if fit[i][j] and before[i][j] + weights[i] + after[i + 1][j + 1] == best)
        for i in range(len(labels))
    ]
    sure: list[int | None] = [choice[0] if len(choice) == 1 else None for choice in options]
    ambiguous: dict[int, tuple[int, ...]] = {}
    for index, choice in enumerate(options):
        if len(choice) > 1:
            sure[index] = _under_heading(index, choice, sure, official)
            if sure[index] is None:
                ambiguous[index] = choice
    disordered = _out_of_order(fit, sure, ambiguous, official)
    return Matched(tuple(sure), ambiguous, disordered)


def _before(fit: list[list[bool]], weights: list[int], width: int) -> list[list[int]]:
    """Weightiest order of the first i labels and first j rows."""
    table = [[0] * (width + 1) for _ in range(len(fit) + 1)]
    for i, row in enumerate(fit):
        here, next_row, weight = table[i], table[i + 1], weights[i]
        for j in range(width):
            most = max(here[j + 1], next_row[j])
            next_row[j + 1] = max(here[j] + weight, most) if row[j] else most
    return table


def _after(fit: list[list[bool]], weights: list[int], width: int) -> list[list[int]]:
    """Weightiest order of the labels from i and rows from j."""
    table = [[0] * (width + 1) for _ in range(len(fit) + 1)]
    for i in range(len(fit) - 1, -1, -1):
        here, below, row, weight = table[i], table[i + 1], fit[i], weights[i]
        for j in range(width - 1, -1, -1):
            most = max(below[j], here[j + 1])
            here[j] = max(below[j + 1] + weight, most) if row[j] else most
    return table


def _under_heading(
    index: int, choice: tuple[int, ...], sure: list[int | None], official: Sequence[FormRow]
) -> int | None:
    """The only choice of the section in which the label above stands."""
    above = next((row for row in reversed(sure[:index]) if row is not None), None)
    if len({official[row].item for row in choice}) == 1:
        return choice[0]
    if above is None:
        return None
    within = [row for row in choice if row > above and _same_section(above, row, official)]
    return within[0] if len(within) == 1 else None


def _same_section(above: int, row: int, official: Sequence[FormRow]) -> bool:
    """Whether no row of a higher level than `row` comes between, `above` itself being in or on top of the section."""
    return all(official[between].level >= official[row].level for between in range(above + 1, row))


def _out_of_order(
    fit: list[list[bool]], sure: list[int | None], ambiguous: dict[int, tuple[int, ...]], official: Sequence[FormRow]
) -> tuple[int, ...]:
    """Place labels that stand elsewhere than the form has them, where only one free row fits.

    Of rows of several sections it is the one of the section that the nearest heading above begins.
    """
    taken = {row for row in sure if row is not None}
    found = []
    for index, row in enumerate(sure):
        if row is not None or index in ambiguous:
            continue
        fitting = _in_section([j for j, ok in enumerate(fit[index]) if ok], sure[:index], official)
        if len(fitting) == 1 and fitting[0] not in taken:
            sure[index] = fitting[0]
            taken.add(fitting[0])
            found.append(index)
    return tuple(found)


def _in_section(rows: list[int], above: Sequence[int | None], official: Sequence[FormRow]) -> list[int]:
    """Of several rows those of the section that the nearest heading above begins; all of them where they are of one."""
    headings = {j: _heading(j, official) for j in rows}
    if len(set(headings.values())) < len(rows) or len({official[j].level for j in rows}) > 1:
        return rows
    nearest = next((row for row in reversed(above) if row in headings.values()), None)
    return [j for j in rows if headings[j] == nearest]


def _heading(row: int, official: Sequence[FormRow]) -> int | None:
    """The row on top of the section of a row."""
    return next((above for above in range(row - 1, -1, -1) if official[above].level < official[row].level), None)


def without_foreign(labels: Sequence[str], rows: Sequence[FormRow], found: Matched) -> Matched:
    """The match without lines below an unknown heading whose names stand in several sections of the form.

    A heading is unknown where its own line was not matched; it rules until the next known line of its rank or a
    higher one. The lines are then ambiguous, since only their section tells what they are.
    """
    twice = {key for key, count in Counter(normalised(row.label) for row in rows).items() if count > 1}
    if not twice or all(row is not None for row in found.rows):
        return found
    kept = list(found.rows)
    doubtful = dict(found.ambiguous)
    ruling = NO_RANK
    for index, label in enumerate(labels):
        rank, row = rank_of(label), found.rows[index]
        if row is None and rank < ruling:
            ruling = rank
        elif row is not None and rank <= ruling:
            ruling = NO_RANK
        elif row is not None and ruling < rank < NO_RANK and normalised(rows[row].label) in twice:
            doubtful[index] = tuple(j for j, other in enumerate(rows) if normalised(other.label) == normalised(label))
            kept[index] = None
    return replace(found, rows=tuple(kept), ambiguous=doubtful)


MATRIX: Final = "matrix"


@dataclass(frozen=True)
class Match:
    """One side of a sheet held against the rows of the form that fit it best.

    Attributes:
        whole: whether the lines are those of the form, so that no figure had a say.
        added: lines beside those of the form which mapping.yaml names, with their items.
        blocks: expenses by function that are divided by nature.
    """

    side: TableSide
    rows: tuple[FormRow, ...]
    found: Matched
    whole: bool = False
    added: Mapping[int, str] = field(default_factory=dict)
    blocks: tuple[FunctionBlock, ...] = ()

    def item(self, index: int) -> str | None:
        """The item of a line, None for headings and what is neither on the form nor named by mapping.yaml."""
        row = self.found.rows[index]
        return self.added.get(index) if row is None else self.rows[row].item

    @cached_property
    def doubtful(self) -> tuple[int, ...]:
        """Lines that are not on the form, may mean several of its rows, or stand out of order."""
        rows, found = self.found.rows, self.found
        return tuple(
            index
            for index in range(len(self.side.lines))
            if (rows[index] is None and index not in self.added)
            or index in found.ambiguous
            or index in found.disordered
        )

    @cached_property
    def parts(self) -> dict[int, list[int]]:
        """Lines of the hospital's own below a line that the form lets it divide."""
        rows = [None if row is None else self.rows[row] for row in self.found.rows]
        parts = divisions.below(self.side.lines, rows, self.found.ambiguous)
        own = {owner: [index for index in indices if index not in self.added] for owner, indices in parts.items()}
        return {owner: indices for owner, indices in own.items() if indices}

    @cached_property
    def items(self) -> int:
        """How many lines are items of the form."""
        return sum(row is not None and self.rows[row].item is not None for row in self.found.rows)


def matched(opened: OpenTable, side: TableSide, form: Form) -> Match:
    """The rows of the form's side that fit best: left, right, or both one below the other."""
    context = opened.context
    keys = [line.key for line in side.lines]
    own = frozenset(normalised(row.label) for row in form.every_row)
    items = frozenset(normalised(row.label) for row in form.every_row if row.item)
    labels = [
        (key, key in items and opened.has_figures(side, line)) for key, line in zip(keys, side.lines, strict=True)
    ]
    fits = partial(_fits, form=form, own=own, context=context)
    choices = [rows for rows in (form.rows, form.right_rows, form.every_row) if rows]
    whole = next((rows for rows in choices if _are(keys, rows) and not context.names.keys() & set(keys)), None)
    if whole:
        return Match(side, whole, Matched(tuple(range(len(whole))), {}, ()), whole=True)
    matches = [Match(side, rows, align(labels, rows, fits)) for rows in choices]
    best = max(matches, key=lambda match: match.found.count - len(match.found.disordered))
    printed = [line.label for line in side.lines]
    found = without_foreign(printed, best.rows, best.found)
    best = replace(best, found=found, added=_added(side, form, found, own, context))
    return _divided(replace(best, added={**best.added, **_parts(opened, best, form, own)}), form, context)


def _divided(match: Match, form: Form, context: ReadingContext) -> Match:
    """The match with its expenses by nature: none of their lines is a row of the form."""
    if form.shape == MATRIX:
        return match
    lines, rows = match.side.lines, [None if row is None else match.rows[row] for row in match.found.rows]
    blocks = divisions.by_nature(lines, [match.item(index) for index in range(len(lines))], rows, context)
    inside = {index for block in blocks for index in block.lines}
    if not blocks:
        return match
    kept = tuple(None if index in inside else row for index, row in enumerate(match.found.rows))
    doubtful = {index: choice for index, choice in match.found.ambiguous.items() if index not in inside}
    order = tuple(index for index in match.found.disordered if index not in inside)
    added = {index: item for index, item in match.added.items() if index not in inside}
    return replace(match, found=Matched(kept, doubtful, order), added=added, blocks=blocks)


def _parts(opened: OpenTable, match: Match, form: Form, own: frozenset[str]) -> Mapping[int, str]:
    """Lines that a hospital has beside those of the form and whose names say of what line they are a part."""
    if form.shape == MATRIX:
        return {}
    lines = match.side.lines
    known = {index: item for index in range(len(lines)) if (item := match.item(index)) is not None}
    beside = {
        index: line.key in own or index in match.found.ambiguous
        for index, line in enumerate(lines)
        if index not in known and opened.has_figures(match.side, line)
    }
    found = line_meanings.parts_below(lines, known, beside, opened.context)
    return {index: item for index, item in found.items() if item not in form.items}


def _added(
    side: TableSide, form: Form, found: Matched, own: frozenset[str], context: ReadingContext
) -> Mapping[int, str]:
    """Lines that a hospital has beside those of the form and that mapping.yaml says the items of.

    A balance is none of a form of flows, nor a flow of one of balances: such a name was meant for another table.
    """
    if form.shape == MATRIX:
        return {}
    items = context.catalog.items
    theirs = form.items & items.keys()
    kinds = {items[item].kind in BALANCES for item in theirs}
    free = (index for index, row in enumerate(found.rows) if row is None and index not in found.ambiguous)
    keys = ((index, side.lines[index].key) for index in free)
    named = ((index, context.names[key]) for index, key in keys if key in context.names and key not in own)
    return {
        index: item
        for index, item in named
        if item in items and item not in theirs and (items[item].kind in BALANCES) in kinds
    }


def _are(keys: list[str], rows: tuple[FormRow, ...]) -> bool:
    """Whether the labels are those of the form, all of them in their order, as in most files."""
    return len(keys) == len(rows) and all(normalised(row.label) == key for key, row in zip(keys, rows, strict=True))


def _fits(label: tuple[str, bool], row: FormRow, *, form: Form, own: frozenset[str], context: ReadingContext) -> bool:
    """Whether a label means a row; a heading has the words of an item at times, but never its figures."""
    key, must_be_item = label
    named = context.names.get(key)
    if named is not None and (key not in own or named in form.items):
        return row.item == named
    if key in own:
        return normalised(row.label) == key and (row.item is not None or not must_be_item)
    if key.isascii() and key in recognition.translations(row, context.catalog):
        return row.item is not None or not must_be_item
    return row.item is not None and row.item in context.items_for(key, form.code)


def item_of(item: str, form: Form, words: tuple[str, ...]) -> str:
    """The item of a cell: in a matrix the row's and the column's id together."""
    if form.shape != MATRIX:
        return item
    said = set(map(head_key, words))
    for head, suffix in form.matrix_columns.items():
        if set(map(head_key, head.split("/"))) <= said:
            return f"{item}__{suffix}"
    return item


def items_on(form: Form) -> int:
    """How many rows of a form are items."""
    return sum(row.item is not None for row in form.every_row)


def righted(cells: list[FoundFigure], opened: OpenTable, form: Form) -> list[FoundFigure]:
    """The cells, with deducted lines positive where gross + line = net shows that they were entered as negatives."""
    by_item: dict[tuple[str, ColumnMeaning], FoundFigure] = {(cell.item, cell.meaning): cell for cell in cells}
    turned: set[tuple[str, ColumnMeaning]] = set()
    for gross, less, net in _deductions(form):
        turned |= {(less.item or "", what) for what in _negative(by_item, (gross, less, net), cells)}
    _tell(by_item, turned, opened)
    return [cell.turned if (cell.item, cell.meaning) in turned else cell for cell in cells]


def deducted(form: Form) -> frozenset[str]:
    """The items of a form that stand between what they are deducted from and what is left."""
    return frozenset(less.item or "" for _, less, _ in _deductions(form))


def _deductions(form: Form) -> Iterator[tuple[FormRow, FormRow, FormRow]]:
    for rows in (form.rows, form.right_rows):
        for gross, less, net in zip(rows, rows[1:], rows[2:], strict=False):
            if _is_deducted(less) and gross.item and net.item:
                yield gross, less, net


def _is_deducted(row: FormRow) -> bool:
    return row.item is not None and bare(row.label).startswith(vocabulary().deducted)


def _negative(
    found: dict[tuple[str, ColumnMeaning], FoundFigure],
    rows: tuple[FormRow, FormRow, FormRow],
    cells: list[FoundFigure],
) -> set[ColumnMeaning]:
    """The columns in which gross + line = net and the line is below zero."""
    kept = set()
    for what in {cell.meaning for cell in cells}:
        three = [found.get((row.item or "", what)) for row in rows]
        values = [cell.figure.value for cell in three if cell and cell.figure.value is not None]
        if len(values) == len(rows) and values[1] < 0 and abs(values[0] + values[1] - values[2]) < HALF_A_FEN:
            kept.add(what)
    return kept


def _tell(
    found: dict[tuple[str, ColumnMeaning], FoundFigure], turned: set[tuple[str, ColumnMeaning]], opened: OpenTable
) -> None:
    """I57, once for each line."""
    first: dict[str, FoundFigure] = defaultdict()
    for key in sorted(turned, key=lambda key: (key[0], key[1].period, str(key[1].view))):
        first.setdefault(key[0], found[key])
    for item, cell in first.items():
        opened.gathered.find("I57", cell.place, item=opened.context.catalog.items[item].name)
