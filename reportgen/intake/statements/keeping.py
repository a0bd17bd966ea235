"""The figures of a table become values of the data.

Totals that a form lacks and that follow from the lines it has, marked as derived.

Totals left blank though the lines they are made of are filled (I75): not zero, and nothing to hold a sum against.

Months that have not come yet: a column of zeros behind the last month with figures is empty, not zero.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from functools import lru_cache
from itertools import chain
from math import fsum
from typing import Final

from reportgen.catalog import Catalog
from reportgen.intake.columns import amounts
from reportgen.intake.columns.column_periods import ColumnMeaning
from reportgen.intake.columns.open_table import FoundFigure, OpenTable
from reportgen.intake.context import BUDGETS, FoundValues, ReadingContext
from reportgen.intake.grid import head_columns
from reportgen.intake.grid.head_columns import HeadColumn
from reportgen.intake.grid.head_words import Role
from reportgen.intake.statements import footing
from reportgen.intake.words.figures import NOTHING, added, comes_to, figure
from reportgen.intake.words.labels import normalised
from reportgen.intake.words.vocabulary import vocabulary
from reportgen.model.dataset import Observation, View
from reportgen.model.definitions import Form, Item
from reportgen.model.finding import Severity, amount
from reportgen.model.period import Period, PeriodKind

OWN_CURRENCY = "CNY"
STRAY: Final = {Role.TARGET: "I118", Role.FORECAST: "I119", Role.MONTH_BEFORE: "I153"}
"""The rules that tell of columns of what is aimed at or expected, or of the month before."""
LinesOfTotals = Mapping[str, list[tuple[str, int]]]
"""Total → the lines that it is made of, and whether each is added (1) or deducted (-1)."""


def keep(cells: list[FoundFigure], opened: OpenTable) -> None:
    """Values in the base unit, and what has to be said of the sheet as a whole.

    I19, W58 and W63 for columns that are not read, W20 for numbers stored as text, W05 for a sheet in yuan with more
    decimals than money has.
    """
    sheet, gathered, items = opened.table.sheet, opened.gathered, opened.context.catalog.items
    tell_stray(opened)
    footing.tell_columns(cells, opened)
    footing.tell_periods(cells, opened)
    texts = [cell.place for cell in cells if cell.figure.is_text]
    if texts and sheet.name is not None:
        gathered.find("W20", texts[0], count=len(texts))
    fine = [cell for cell in cells if cell.factor == 1 and cell.figure.decimals > amounts.MANY]
    money = [cell for cell in fine if items[cell.item].unit == "money"]
    if money:
        gathered.find("W05", money[0].place, reason="@intake.decimals")
    step = amounts.step_of_sheet(
        (cell.figure for cell in cells), opened.setting.factor or 1.0, to_fen=opened.context.in_yuan
    )
    for cell in cells:
        if cell.figure.problem:
            gathered.doubt(cell.item, opened.entity(cell), cell.meaning.period, cell.place)
    gathered.observations += [_observation(cell, opened, step) for cell in cells if cell.figure.value is not None]


def tell_stray(opened: OpenTable) -> None:
    """I19 for columns whose heads are not understood, I118 and I119 for what is to come, I153 for the month before.

    W58 once for those whose figures other columns give;
    W63 for parts of a period of which no column has the total.
    """
    table = opened.table
    for column in (one for one in table.stray if not _adds_up(one, opened)):
        opened.gathered.find(STRAY.get(column.role, "I19"), table.head_place(column), head=column.head)
    if table.worked_out:
        heads = tuple(dict.fromkeys(column.head for column in table.worked_out))
        opened.gathered.find("W58", table.head_place(table.worked_out[0]), heads=heads)
    if table.parts:
        place, heads, formula = head_columns.no_total(table.parts, table.sheet, table.head.last)
        opened.gathered.find(head_columns.NO_TOTAL, place, heads=heads, formula=formula)


def _adds_up(column: HeadColumn, opened: OpenTable) -> bool:
    """Whether a column named a total alone comes to those on its left in each line, as a sum of months does."""
    if not {word.lower() for word in column.words} & {*vocabulary().total_rows}:
        return False
    table, sides = opened.table, [one for one in opened.table.sides if one.columns[0].index < column.index]
    lines = [
        (line.row, [one.index for one in side.columns if one.index < column.index])
        for side in sides[-1:]
        for line in side.lines
    ]
    rows = [[figure(table.sheet.at(row, at)) for at in (column.index, *indices)] for row, indices in lines]
    filled = [cells for cells in rows if cells[0].value is not None]
    return bool(filled) and all(comes_to(total, cells) for total, *cells in filled)


def to_fen(unit: str, context: ReadingContext) -> bool:
    """Whether values of a unit are held to the fen: yuan are, other currencies stay as they stand."""
    return unit == "money" and (context.case is None or context.case.file.currency == OWN_CURRENCY)


def _observation(cell: FoundFigure, opened: OpenTable, step: float) -> Observation:
    """A cell as a value of the data."""
    context = opened.context
    unit = context.catalog.items[cell.item].unit
    is_to_fen = to_fen(unit, context)
    value = amounts.exact(cell.figure.value or 0.0, cell.factor, money=is_to_fen)
    what, entity = cell.meaning, opened.entity(cell)
    held = (amounts.held(step) if is_to_fen else step) * cell.parts
    return Observation(cell.item, entity, what.period, what.view, value, unit, cell.place, held, cell.derived)


def totals(opened: OpenTable, form: Form, cells: list[FoundFigure]) -> list[FoundFigure]:
    """Totals whose row the sheet lacks, where every line that they are made of is on it.

    Lines that only explain are not added; a blank line counts as zero, a line that is not on the sheet does not, unless
    the total above it comes to its lines with just those that there are.
    """
    official = _official(form)
    present = _present(opened, official, {cell.item for cell in cells})
    parts = parts_on(form, opened.context.catalog)
    made: dict[str, list[FoundFigure]] = defaultdict(list)
    for cell in cells:
        made[cell.item].append(cell)
    added: list[FoundFigure] = []
    names: list[str] = []
    while ready := _ready(parts, present):
        for item in ready:
            total = _total(item, parts[item], made)
            made[item] = total
            added += total
            present.add(item)
            if total:
                names.append(official[item])
    if names:
        opened.gathered.find("I34", opened.table.sheet.whole, totals=tuple(names))
    proved = {item: total for item in _open(parts, present) if (total := _proved(item, parts, made, present))}
    if proved:
        labels = tuple(official[item] for item in proved)
        opened.gathered.find("I34", opened.table.sheet.whole, Severity.NOTE, totals=labels)
    return [*added, *chain.from_iterable(proved.values())]


def _open(parts: LinesOfTotals, present: AbstractSet[str]) -> list[str]:
    """Totals that the sheet lacks and whose own total it has, with some of their lines."""
    above = {part: total for total, lines in parts.items() for part, _ in lines}
    return sorted(
        item
        for item in parts
        if item not in present and above.get(item) in present and any(part in present for part, _ in parts[item])
    )


def _proved(
    item: str, parts: LinesOfTotals, made: Mapping[str, list[FoundFigure]], present: AbstractSet[str]
) -> list[FoundFigure]:
    """What the lines of a total come to, where that is what its own total leaves for it in each column."""
    whole = next(total for total, lines in parts.items() if item in dict(lines))
    sign = dict(parts[whole])[item]
    beside = [(part, weight) for part, weight in parts[whole] if part != item and part in present]
    own = _total(item, [pair for pair in parts[item] if pair[0] in present], made)
    for cell in own:
        lines = [(one, weight) for part, weight in beside for one in made.get(part, ()) if one.meaning == cell.meaning]
        totals_ = [one for one in made.get(whole, ()) if one.meaning == cell.meaning]
        known = [*totals_, *(one for one, _ in lines)]
        if len(totals_) != 1 or any(one.figure.problem for one in known):
            return []
        left = totals_[0].amount - fsum(weight * one.amount for one, weight in lines) - sign * cell.amount
        if not cell.amount or not footing.is_rounding(left, [*known, cell], [cell]):
            return []
    return own


def lacking(opened: OpenTable, form: Form, items: Iterable[str]) -> list[str]:
    """Totals that the sheet lacks and that it may prove by lines with figures, of a table with some for these items."""
    parts, present = parts_on(form, opened.context.catalog), _present(opened, _official(form), set(items))
    return [*_ready(parts, present), *_open(parts, present)]


def _official(form: Form) -> dict[str, str]:
    """The items of a form with their labels."""
    return {row.item: row.label for row in form.every_row if row.item}


def _present(opened: OpenTable, official: Mapping[str, str], items: set[str]) -> set[str]:
    keys = opened.table.keys
    return {item for item, label in official.items() if item in items or normalised(label) in keys}


def _ready(parts: Mapping[str, list[tuple[str, int]]], present: set[str]) -> list[str]:
    return sorted(item for item in parts if item not in present and all(part in present for part, _ in parts[item]))


def parts_on(form: Form, catalog: Catalog) -> Mapping[str, list[tuple[str, int]]]:
    """The totals of a form with the lines that they are made of, and whether each is added (1) or deducted (-1)."""
    return _parts(catalog)[form.code]


@lru_cache(maxsize=4)
def _parts(catalog: Catalog) -> Mapping[str, Mapping[str, list[tuple[str, int]]]]:
    return {code: _parts_of(_official(form), catalog.items) for code, form in catalog.forms.items()}


def _parts_of(official: Mapping[str, str], items: Mapping[str, Item]) -> dict[str, list[tuple[str, int]]]:
    parts: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for identifier in (one for one in official if one in items):  # a row of a matrix is one with its columns alone
        item = items[identifier]
        if item.parent is not None and item.parent in official and item.sign != "0":
            parts[item.parent].append((identifier, 1 if item.sign == "+" else -1))
    return {total: lines for total, lines in parts.items() if len(lines) > 1}


def _total(item: str, parts: list[tuple[str, int]], made: Mapping[str, list[FoundFigure]]) -> list[FoundFigure]:
    """One cell for each meaning that any of the parts has a figure of, standing at the first of them.

    Two columns may mean the same, such as the year's figure and its cumulative one: of each part one figure is added;
    where the two differ there is no total.
    """
    sums: dict[object, list[tuple[FoundFigure, int]]] = defaultdict(list)
    unsure: set[object] = set()
    for part, sign in parts:
        taken: dict[object, float] = {}
        for cell in made.get(part, ()):
            value = cell.figure.value
            if cell.figure.problem:
                return []
            if value is None:
                continue
            if cell.meaning not in taken:
                sums[cell.meaning].append((cell, sign))
            elif value != taken[cell.meaning]:
                unsure.add(cell.meaning)
            taken.setdefault(cell.meaning, value)
    found = []
    for what, having in sums.items():
        if what in unsure:
            continue
        first = having[0][0]
        value = added([(cell.figure, sign) for cell, sign in having])
        found.append(replace(first, item=item, figure=replace(first.figure, value=value), derived=True))
    return found


BESIDE: Final = frozenset({View.COMPARATIVE, *BUDGETS})
"""Views of figures that stand beside those of the period, and are less often filled."""


def completed(cells: list[FoundFigure], opened: OpenTable, form: Form) -> list[FoundFigure]:
    """The cells, with blank totals of a budget or of last year added up where none of their lines is blank."""
    columns: dict[ColumnMeaning, dict[str, FoundFigure]] = defaultdict(dict)
    for cell in cells:
        if cell.meaning.view in BESIDE:
            columns[cell.meaning][cell.item] = cell
    made: dict[int, FoundFigure] = {}
    for total, parts in parts_on(form, opened.context.catalog).items():
        for column in columns.values():
            own, lines = column.get(total), [(column[part], sign) for part, sign in parts if part in column]
            filled = sum(cell.figure.value is not None for cell, _ in lines)
            if own is not None and own.figure == NOTHING and filled == len(parts):
                value = added([(cell.figure, sign) for cell, sign in lines])
                made[id(own)] = column[total] = replace(
                    own, figure=replace(lines[0][0].figure, value=value), derived=True
                )
    if made:
        first = next(iter(made.values()))
        names = tuple(dict.fromkeys(normalised(_official(form)[cell.item]) for cell in made.values()))
        opened.gathered.find("I122", first.place, totals=names)
    return [made.get(id(cell), cell) for cell in cells]


LEAST: Final = 0.005
"""What parts come to at least where a blank total is no zero."""


def tell(cells: Sequence[FoundFigure], opened: OpenTable, form: Form) -> None:
    """I75 for each blank total; its figure is doubtful and not zero. Beside those of the period it is no error."""
    items = opened.context.catalog.items
    for cell, sum_of_parts in _blank(cells, opened, form):
        what = cell.meaning
        entity = opened.context.entity(what.entity, opened.gathered) if what.entity else opened.setting.entity
        total = items[cell.item]
        parts, severity = amount(sum_of_parts * cell.factor, total.unit), None
        if what.view in BESIDE:
            severity = Severity.WARNING
        else:
            opened.gathered.doubt(cell.item, entity, what.period, cell.place)
        opened.gathered.find("I75", cell.place, severity, item=total.name, parts=parts)


def _blank(cells: Sequence[FoundFigure], opened: OpenTable, form: Form) -> Iterator[tuple[FoundFigure, float]]:
    having: dict[ColumnMeaning, dict[str, FoundFigure]] = defaultdict(dict)
    for cell in cells:
        having[cell.meaning][cell.item] = cell
    for total, parts in parts_on(form, opened.context.catalog).items():
        for column in having.values():
            own = column.get(total)
            if own is None or own.derived or own.figure != NOTHING:
                continue
            filled = [(column[part].figure.value, sign) for part, sign in parts if part in column]
            made = fsum(sign * (value or 0.0) for value, sign in filled)
            if abs(made) >= LEAST:
                yield own, made


FUTURE_LEAST: Final = 3
"""Cells that must be zero before a column is taken for one of a month to come."""


def without(cells: list[FoundFigure], opened: OpenTable) -> list[FoundFigure]:
    """The cells but for those of months to come, which I45 tells (edge rule E49)."""
    having: dict[str, list[FoundFigure]] = defaultdict(list)
    for cell in cells:
        if cell.figure.value is not None:
            having[cell.meaning.period].append(cell)
    months = {
        period: (len(found), any(cell.figure.value for cell in found)) for period, found in sorted(having.items())
    }
    to_come = dropped(months)
    for period in to_come:
        opened.gathered.find("I45", having[period][0].place, period=period)
    return [cell for cell in cells if cell.meaning.period not in to_come]


def drop_noughts(gathered: FoundValues, before: int) -> None:
    """Figures of one hospital that were read since, but for those of months to come (I45)."""
    having: dict[str, list[Observation]] = defaultdict(list)
    for one in gathered.observations[before:]:
        if isinstance(one, Observation):
            having[one.period].append(one)
    to_come = dropped({period: (len(one), any(each.value for each in one)) for period, one in sorted(having.items())})
    for period in to_come:
        gathered.find("I45", having[period][0].place, period=period)
    gone = {id(one) for period in to_come for one in having[period]}
    gathered.observations[before:] = [one for one in gathered.observations[before:] if id(one) not in gone]


def dropped(periods: Mapping[str, tuple[int, bool]]) -> list[str]:
    """The months to come: of each period is given how many figures it has, and whether any of them is not zero."""
    months = {period: held for period, held in periods.items() if Period.parse(period).kind is PeriodKind.MONTH}
    lasting = max((period for period, (_, moved) in months.items() if moved), default="")
    behind = {period: count for period, (count, _) in months.items() if lasting and period > lasting}
    least = FUTURE_LEAST if len(behind) == 1 else FUTURE_LEAST - 1  # several months of noughts tell more than one
    return [period for period, count in behind.items() if count >= least]
