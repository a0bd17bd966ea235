"""In which unit the amounts of a table are: by the table, its columns, the names of its sheet and file, or the case."""

from __future__ import annotations

from reportgen.intake.banner import factor_behind
from reportgen.intake.context import FoundValues, ReadingContext
from reportgen.intake.sheets import Sheet
from reportgen.intake.tables import SheetTable
from reportgen.model.finding import Severity


def factor(table: SheetTable, context: ReadingContext, gathered: FoundValues, *, must: bool) -> float | None:
    """The factor of a table's unit; None where nothing says it, which W05 tells of a table that `must` have one.

    Where the name of the sheet says another unit than the table, the table is believed, and W05 tells of it.
    """
    banner, called = table.banner, _in_names(table.sheet)
    if banner.factor is not None:
        if factor_behind(table.sheet.name or "") not in {None, banner.factor}:
            gathered.find("W05", table.sheet.whole, reason="@intake.unit_of_name")
        return banner.factor
    if banner.units_differ:
        gathered.find("W05", table.sheet.whole, Severity.ERROR, reason="@intake.units_differ")
        return None
    named = [column.factor for side in table.sides for column in side.columns]
    if named and all(each is not None for each in named):
        return named[0]
    found = called if called is not None else context.unit_factor
    if found is None and must:
        gathered.find("W05", table.sheet.whole, Severity.ERROR, reason="@intake.no_unit")
    return found


def _in_names(sheet: Sheet) -> float | None:
    """The factor of the unit in brackets at the end of a sheet's name, or else of its file's."""
    file = sheet.file.rpartition("/")[2].rpartition(".")[0]
    return next((each for name in (sheet.name or "", file) if (each := factor_behind(name)) is not None), None)
