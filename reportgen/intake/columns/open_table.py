"""What passes between the readers of tables: figures found, whose they are, and the table that is being read."""

from __future__ import annotations

from dataclasses import dataclass, replace

from reportgen.intake.columns.column_periods import ColumnMeaning
from reportgen.intake.columns.sheet_periods import Frame
from reportgen.intake.context import FoundValues, ReadingContext
from reportgen.intake.grid.recognition import Memory
from reportgen.intake.grid.tables import SheetLine, SheetTable, TableSide
from reportgen.intake.words.figures import CellValue
from reportgen.model.definitions import Form
from reportgen.model.place import Place


@dataclass(frozen=True)
class TableSetting:
    """Whose figures a table holds, for when, and in which unit."""

    entity: str
    frame: Frame
    factor: float | None


@dataclass(frozen=True)
class FoundFigure:
    """One figure that was found for an item; its value is None where the cell is blank.

    `parts`: of how many figures it was made, each of which was rounded by itself.
    """

    item: str
    meaning: ColumnMeaning
    figure: CellValue
    place: Place
    factor: float
    derived: bool = False
    parts: int = 1

    @property
    def amount(self) -> float:
        """The figure in the base unit; 0 where the cell is blank."""
        return self.factor * (self.figure.value or 0.0)

    @property
    def turned(self) -> FoundFigure:
        """The same with the other sign."""
        return replace(self, figure=replace(self.figure, value=-(self.figure.value or 0.0)))


@dataclass(frozen=True, eq=False)
class OpenTable:
    """A table with everything that is needed to read it; `form` is None for a free list."""

    table: SheetTable
    form: Form | None
    setting: TableSetting
    context: ReadingContext
    gathered: FoundValues
    routes: Memory

    def label_place(self, line: SheetLine) -> Place:
        """Where the label of a line stands."""
        return self.table.sheet.place(line.row, line.column)

    def entity(self, cell: FoundFigure) -> str:
        """Whose figure it is: of the hospital in its column's head, or of the sheet's."""
        named = cell.meaning.entity
        return self.context.entity(named, self.gathered) if named else self.setting.entity

    def filled(self, side: TableSide, line: SheetLine) -> tuple[int, ...]:
        """The columns of a side in which a line has a cell that is filled."""
        return tuple(one.index for one in side.columns if self.table.sheet.holds(line.row, one.index))

    def has_figures(self, side: TableSide, line: SheetLine) -> bool:
        """Whether anything stands in the money columns of a line, but the years of several heads once more."""
        filled = [column for column in side.columns if self.table.sheet.holds(line.row, column.index)]
        years = [one.stated.period.year for one in filled if one.stated]
        said = [self.table.sheet.at(line.row, one.index) for one in filled]
        is_head = len(filled) > 1 and said in ([*years], [*map(str, years)])
        return bool(filled) and not is_head
