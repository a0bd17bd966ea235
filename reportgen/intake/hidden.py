"""Figures that nobody sees: in hidden sheets, which are not read, and in hidden rows and columns, which are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from reportgen.intake.context import Gathered
from reportgen.intake.figures import figure
from reportgen.intake.sheets import Position, Sheet
from reportgen.intake.tables import Table
from reportgen.model.finding import Finding, Severity

RULE = "W21"


def sheets(hidden: Iterable[Sheet], gathered: Gathered, *, alone: bool) -> None:
    """W21 for each hidden sheet with figures; an error where nothing else of the file was read."""
    for sheet in hidden:
        if any(isinstance(cell, int | float) and not isinstance(cell, bool) for row in sheet.rows for cell in row):
            gathered.find(RULE, sheet.whole, Severity.ERROR if alone else None, what="@intake.sheet")


def rows_and_columns(table: Table, gathered: Gathered) -> None:
    """W21 for hidden rows and columns of a table, one for each run of them, at its first figure."""
    cells(table.sheet, range(table.head.last + 1, table.last), gathered)


def cells(of: Sheet, rows: range, gathered: Gathered) -> None:
    """The same, for rows of a sheet."""
    if not of.hidden_rows and not of.hidden_columns:
        return
    columns = range(of.width)
    for run in _runs(row for row in of.hidden_rows if row in rows):
        _tell(of, [(row, column) for row in run for column in columns], "@intake.row", gathered)
    for run in _runs(column for column in of.hidden_columns if column in columns):
        _tell(of, [(row, column) for row in rows for column in run], "@intake.column", gathered)


def _tell(of: Sheet, spots: Iterable[Position], what: str, gathered: Gathered) -> None:
    found = [of.place(*spot) for spot in spots if figure(of.at(*spot)).value is not None]
    if found:
        gathered.findings.append(Finding(RULE, found[0], {"what": what}, places=tuple(found[1:])))


def _runs(numbers: Iterable[int]) -> Iterator[list[int]]:
    """Consecutive numbers together."""
    run: list[int] = []
    for number in sorted(numbers):
        if run and number > run[-1] + 1:
            yield run
            run = []
        run.append(number)
    if run:
        yield run
