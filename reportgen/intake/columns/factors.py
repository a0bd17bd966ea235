"""In which unit the amounts of a table are: by the table, its columns, the names of its sheet and file, or the case.

Statements of one case whose units of money do not go together (I89), in words of their own.

The same figure some thousand times as large in one as in the other; income and assets farther apart than any
hospital's where two statements print different units; a statement without a unit among others that print one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from reportgen.catalog import Catalog
from reportgen.intake.columns import amounts
from reportgen.intake.columns.bounds import shows_currency
from reportgen.intake.context import FoundValues, ReadingContext
from reportgen.intake.grid.head_words import MONEY
from reportgen.intake.grid.tables import SheetTable
from reportgen.intake.words.figures import Cell, CellValue, figure
from reportgen.intake.words.units import factor_behind, names_multiple
from reportgen.intake.workbooks.sheets import Sheet, position
from reportgen.model.dataset import Observation, View
from reportgen.model.finding import Fact, Severity
from reportgen.model.place import Place

WHOLE: Final = 1.0
BEYOND: Final = 1e12
"""No hospital, nor a group of them, has as much of anything."""
TO_THE_CENT: Final = {True: 1e7, False: 1e6}
"""From here on amounts with two decimals are written out: 10^7 in ten thousands of yuan is more than `BEYOND`/10, and
10^6 in thousands of another currency a system of a billion, which prints no tens. The key: whether they are in yuan."""
MANY: Final = 4
"""One in so many amounts is not round: loans, grants and rents are."""


def factor(table: SheetTable, context: ReadingContext, gathered: FoundValues, *, must: bool) -> float | None:
    """The factor of a table's unit; None where nothing says it, which W05 tells of a table that `must` have one.

    None, too, where the unit would make amounts larger than any hospital has: they are in another one.
    """
    found, is_open = _said(table, context, gathered), not any(map(names_multiple, table.banner.texts))
    if found is None and is_open and not table.banner.units_differ and _is_written_out(table, context):
        gathered.find("W05", table.sheet.whole, Severity.NOTE, reason="@intake.to_the_cent")
        return WHOLE
    if found is None and is_open and not table.banner.units_differ and _in_amounts(table):
        gathered.find("W05", table.sheet.whole, reason="@intake.as_printed")
        return WHOLE
    if found is None and must and not table.banner.units_differ:
        gathered.find("W05", table.sheet.whole, Severity.ERROR, reason="@intake.no_unit")
    if found is None or found <= 1 or not _is_beyond(tuple(_amounts(table)), found):
        return found
    gathered.find("W05", table.sheet.whole, Severity.ERROR, reason="@intake.beyond")
    return None


def is_printed(table: SheetTable) -> bool:
    """Whether the table, each of its columns, or the names of its sheet and file say a unit, or several."""
    banner = table.banner
    is_said = _in_head(table) is not None or _in_names(table.sheet) is not None or _is_in_currency(table)
    return banner.factor is not None or banner.units_differ or is_said


def _said(table: SheetTable, context: ReadingContext, gathered: FoundValues) -> float | None:
    """What is said of the unit. Where the name of the sheet says another one than the table, the table is believed."""
    banner, called = table.banner, _in_names(table.sheet)
    if banner.factor is not None:
        if factor_behind(table.sheet.name or "") not in {None, banner.factor}:
            gathered.find("W05", table.sheet.whole, reason="@intake.unit_of_name")
        return banner.factor
    if banner.units_differ:
        gathered.find("W05", table.sheet.whole, Severity.ERROR, reason="@intake.units_differ")
        return None
    named = _in_head(table)
    if named is not None:
        return named
    if called is None and _is_in_currency(table) and not any(map(names_multiple, banner.texts)):
        return WHOLE
    return called if called is not None else context.unit_factor


def _in_amounts(table: SheetTable) -> bool:
    """Whether an amount in each column of figures is shown with its currency: mostly whole, and thousands at times."""
    spots = ((side, column) for side in table.sides for column in side.columns)
    shown = [any(shows_currency(table.sheet, line.row, column.index) for line in side.lines) for side, column in spots]
    return bool(shown) and all(shown)


def _in_head(table: SheetTable) -> float | None:
    """The factor that the heads of all columns of figures name, or else one above the labels: £000, 项目（万元）."""
    columns = [column.factor for side in table.sides for column in side.columns]
    if columns and all(each is not None for each in columns):
        return columns[0]
    corners = {column.factor for column in table.head.columns if column.role not in MONEY and column.factor is not None}
    return corners.pop() if len(corners) == 1 else None


def _is_in_currency(table: SheetTable) -> bool:
    """Whether the heads of all columns of figures, or else one above the labels, name a currency, some its multiple."""
    columns = [column.is_in_currency or column.factor is not None for side in table.sides for column in side.columns]
    corners = (column.is_in_currency for column in table.head.columns if column.role not in MONEY)
    return (bool(columns) and all(columns)) or any(corners)


def _in_names(sheet: Sheet) -> float | None:
    """The factor of the unit in brackets at the end of a sheet's name, or else of its file's."""
    file = sheet.file.rpartition("/")[2].rpartition(".")[0]
    return next((each for name in (sheet.name or "", file) if (each := factor_behind(name)) is not None), None)


def _is_written_out(table: SheetTable, context: ReadingContext) -> bool:
    """Whether amounts are large, none has more than two decimals and many have some: they are in the base unit."""
    found = [one for one in _figures(table) if one.value and not (one.scaled or one.is_dash)]
    broken = sum(one.decimals > 0 for one in found)
    is_fine = broken * MANY >= len(found) and all(one.decimals <= amounts.FEN for one in found)
    largest = max((abs(one.value or 0.0) for one in found), default=0.0)
    return broken >= amounts.TELLING and is_fine and largest >= TO_THE_CENT[context.in_yuan]


def _is_beyond(shown: Sequence[float], found: float) -> bool:
    """Whether amounts that are written to the fen would be larger than any hospital has."""
    return max(shown, default=0) * found >= BEYOND and any(amount != int(amount) for amount in shown)


def _amounts(table: SheetTable) -> Iterator[float]:
    """The numbers of the lines of a table that are in its unit, as they show, none below nought."""
    yield from (abs(cell) for cell in _cells(table) if type(cell) is float or type(cell) is int)


def _figures(table: SheetTable) -> Iterator[CellValue]:
    """The same with those that stand as text."""
    yield from (figure(cell) for cell in _cells(table) if cell is not None)


def _cells(table: SheetTable) -> Iterator[Cell]:
    """The cells of the lines of a table that are in its unit and whose format shrinks nothing."""
    sheet = table.sheet
    for side in table.sides:
        spots = ((line.row, column.index) for line in side.lines if not line.unit for column in side.columns)
        yield from (sheet.at(*spot) for spot in spots if spot not in sheet.formats)


RULE: Final = "I89"
TIMES: Final = (1e3, 1e4, 1e6)
"""How many times too large or too small figures are whose unit is mistaken."""
FAR: Final = 100
"""How many times as much no hospital earns as it owns, nor owns as it earns; and steps that make a figure telling."""
EARNED: Final = ("total_income", "total_expense")
OWNED: Final = ("total_assets",)
NAMED: Final = frozenset({1.0, *TIMES, 1e8})
"""Units for which there are words."""
BARE: Final[dict[str, Fact]] = dict.fromkeys(("item", "beside", "period", "times"))
"""What is said of two figures, of statements without."""
Figure = tuple[str, str, str]
"""Item, entity and period."""


@dataclass(frozen=True)
class UnitStatement:
    """A statement: the factor of the unit that it prints, None where it prints none, and its figures of money."""

    table: SheetTable
    printed: float | None
    money: Mapping[Figure, Observation]

    @property
    def place(self) -> Place:
        """The first figure, else the sheet."""
        return next((figure.place for figure in self.money.values()), self.table.sheet.whole)

    @property
    def entity(self) -> str:
        """Whose it is, "" where no figure of it was read."""
        return next((entity for _, entity, _ in self.money), "")


def tell_unlike(gathered: FoundValues, catalog: Catalog, assumed: float | None) -> None:
    """I89 for statements of one hospital that do not go together; `assumed` is the factor that the case states."""
    by_entity: dict[str, list[UnitStatement]] = defaultdict(list)
    for one in _read(gathered) if len(gathered.statements) > 1 else ():
        by_entity[one.entity].append(one)
    unread = by_entity.pop("", [])
    told: set[Place] = set()
    for read in by_entity.values():
        for one, other in combinations(read, 2):
            if found := _apart(one, other, assumed):
                mine, yours = found
                told |= {one.place, other.place}
                _find((other, one), (yours, mine), catalog, gathered)
        sisters = [one for one in read if one.printed not in {None, assumed}]
        alone = [one for one in read if one.printed is None and assumed is not None and one.place not in told]
        for one in (*alone, *(unread if len(by_entity) == 1 else ())) if sisters else ():
            _find((one, sisters[0]), None, catalog, gathered)


def _read(gathered: FoundValues) -> Iterator[UnitStatement]:
    """The statements with figures of money, and those of which none was read for want of a unit."""
    by_sheet: dict[tuple[str, str | None], list[Observation]] = defaultdict(list)
    for one in gathered.observations:
        if isinstance(one, Observation) and one.unit == "money" and one.view is View.PERIOD and not one.derived:
            by_sheet[one.place.file, one.place.sheet].append(one)
    unread = {
        (found.place.file, found.place.sheet)
        for found in gathered.findings
        if found.rule == "W05" and found.facts.get("reason") == "@intake.no_unit"
    }
    for table in gathered.statements:
        sheet = table.sheet.file, table.sheet.name
        rows = range(table.head.last, table.last)
        money: dict[Figure, Observation] = {}
        for one in by_sheet[sheet]:
            if one.place.cell and position(one.place.cell)[0] in rows:
                money.setdefault((one.item, one.entity, one.period), one)
        if money or sheet in unread:
            yield UnitStatement(table, _printed(table), money)


def _printed(table: SheetTable) -> float | None:
    factors = {column.factor for side in table.sides for column in side.columns}
    return table.banner.factor or (factors.pop() if len(factors) == 1 else None)


def _apart(one: UnitStatement, other: UnitStatement, assumed: float | None) -> tuple[Observation, Observation] | None:
    """The first figures of two statements that show that their units do not go together."""
    for key, mine in one.money.items():
        same = other.money.get(key)
        if same is not None and _are_shifted(mine, same):
            return mine, same
    if (one.printed or assumed) == (other.printed or assumed):
        return None
    for ours, theirs in ((EARNED, OWNED), (OWNED, EARNED)):
        for (item, entity, period), mine in one.money.items():
            beside = (other.money.get((each, entity, period)) for each in theirs if item in ours)
            found = next((figure for figure in beside if figure is not None and _times(mine, figure) > FAR), None)
            if found is not None:
                return mine, found
    return None


def _are_shifted(one: Observation, other: Observation) -> bool:
    """Whether a figure is that of another one with the point in another place, to its last digit."""
    small, large = sorted((one, other), key=lambda figure: abs(figure.value))
    return abs(small.value) > FAR * small.step and any(
        abs(small.value * times - large.value) <= max(small.step * times, large.step) / 2 for times in TIMES
    )


def _times(one: Observation, other: Observation) -> float:
    """How many times as much the larger of two figures is; 0 where one of them is none."""
    small, large = sorted((abs(one.value), abs(other.value)))
    return large / small if small else 0.0


def _find(
    pair: tuple[UnitStatement, UnitStatement],
    figures: tuple[Observation, Observation] | None,
    catalog: Catalog,
    gathered: FoundValues,
) -> None:
    one, other = pair
    place, first = one.place, other.place
    facts: dict[str, Fact] = {"own": _named(one.printed), "theirs": _named(other.printed)}
    if figures is not None:
        mine, yours = figures
        place, first = mine.place, yours.place
        facts |= {"item": catalog.items[mine.item].name, "beside": catalog.items[yours.item].name}
        facts |= {"period": mine.period, "times": round(_times(mine, yours))}
    gathered.find(RULE, place, None, **BARE | facts, first=first)


def _named(factor: float | None) -> str:
    """The words for a unit."""
    if factor is None:
        return "@intake.unit_none"
    return f"@intake.unit_{factor:.0f}" if factor in NAMED else f"{factor:.0f}"
