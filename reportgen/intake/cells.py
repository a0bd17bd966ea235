"""What passes between the readers of tables: figures found, and whose they are."""

from __future__ import annotations

from dataclasses import dataclass

from reportgen.intake.columns import Frame, Meaning
from reportgen.intake.figures import Figure
from reportgen.model.place import Place


@dataclass(frozen=True)
class Setting:
    """Whose figures a table holds, for when, and in which unit."""

    entity: str
    frame: Frame
    factor: float | None


@dataclass(frozen=True)
class Cell:
    """One figure that was found for an item; its value is None where the cell is blank."""

    item: str
    meaning: Meaning
    figure: Figure
    place: Place
    factor: float
    derived: bool = False
