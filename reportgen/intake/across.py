"""Tables with a row for each hospital and figure, and a column for each period, by mapping.yaml."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from reportgen.intake.context import FoundValues, ReadingContext
from reportgen.intake.figures import figure
from reportgen.intake.folder import FolderFile
from reportgen.intake.frames import Wide, open_wide
from reportgen.intake.mapping import ALL
from reportgen.intake.reading import Unread
from reportgen.model.casefile import MappedSource
from reportgen.model.dataset import Entity, Observation, View
from reportgen.model.place import Place

if TYPE_CHECKING:
    import pandas as pd

LAYOUT: Final = "across"


def read(source: FolderFile, how: MappedSource, context: ReadingContext, gathered: FoundValues) -> None:
    """Add the values of one table; a column that mapping.yaml names and the file lacks is I23."""
    wanted = {*how.periods, how.label or "", *([how.entity.id] if how.entity else [])}
    wide = open_wide(source, how.sheet, frozenset(wanted), gathered.findings)
    if wide is None:
        return
    lost = sorted(name for name in wanted if name not in wide.heads)
    for name in lost:
        gathered.find("I23", Place(wide.file, wide.sheet), head=name or "label", known=wide.heads[:3])
    if lost or how.entity is None:
        return
    for row, entity, label in _rows(wide, how.entity.id, str(how.label)):
        gathered.entities.setdefault(entity, Entity(entity, entity))
        if label in how.columns:
            gathered.observations += _of_row(wide, row, entity, label, how, context, gathered)
        elif ALL not in how.unread and label not in how.unread:
            gathered.unread.append(Unread(label, wide.place(row, how.label)))


def _rows(wide: Wide, entity: str, label: str) -> Iterator[tuple[int, str, str]]:
    cells: pd.DataFrame = wide.cells
    for row, (name, words) in enumerate(zip(cells[entity], cells[label], strict=True)):
        yield row, str(name).strip(), str(words).strip()


def _of_row(  # noqa: PLR0913 - a row of one table in one run
    wide: Wide, row: int, entity: str, label: str, how: MappedSource, context: ReadingContext, gathered: FoundValues
) -> Iterator[Observation]:
    item = how.columns[label]
    defined = context.catalog.items.get(item)
    if defined is None:
        return
    for head, period in how.periods.items():
        cell = wide.cells[head].iloc[row]
        place = wide.place(row, head)
        found = figure(cell)
        value = 0.0 if found.value is None and not str(cell).strip() and label in how.blank_is_zero else found.value
        if found.problem and value is None:
            gathered.find(found.problem, place, text=str(cell)[:60])
        if value is not None:
            view = View(how.view)
            yield Observation(item, entity, period, view, value * how.unit, defined.unit, place, how.unit)
