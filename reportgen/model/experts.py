"""What experts said: how important each ability is, and at which level they see it.

What an inspection wrote down: marks of checklist rows, on what they rest, and who inspected.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from reportgen.model.place import Place
from reportgen.model.schemes import Grade


@dataclass(frozen=True)
class ExpertOpinions:
    """One round of expert opinions.

    Shapes: `importance` and `levels` are (experts, abilities); a blank cell is None and leaves the mean.

    Attributes:
        experts: their names or codes, in the order of the rows.
        abilities: indicator ids such as personnel_ability, in the order of the columns.
        number: of the round, where the sheet or its file states one.
        rated: the cells of the levels of each ability, in the order of `abilities`.
    """

    experts: tuple[str, ...]
    abilities: tuple[str, ...]
    importance: tuple[tuple[float | None, ...], ...]
    levels: tuple[tuple[Grade | None, ...], ...]
    period: str | None = None
    place: Place | None = None
    number: int | None = None
    rated: tuple[tuple[Place, ...], ...] = ()

    def cells(self, ability: str) -> tuple[Place, ...]:
        """Where the levels of an ability stand; none for one that nobody was asked about."""
        return dict(zip(self.abilities, self.rated, strict=False)).get(ability, ())

    @property
    def sheets(self) -> tuple[Place, ...]:
        """The sheets of all levels, and that of the marks."""
        return self.sheets_of(self.abilities)

    def sheets_of(self, abilities: Iterable[str]) -> tuple[Place, ...]:
        """The sheets of the levels of some abilities, and that of the marks."""
        found = [Place(cell.file, cell.sheet) for name in abilities for cell in self.cells(name)]
        return tuple(dict.fromkeys([*found, self.place] if self.place else found))


@dataclass(frozen=True)
class Inspection:
    """One row of a checklist as it was filled in.

    Attributes:
        indicator: the row, an indicator of a scheme that scores by checklist.
        mark: as given; None where the row was not inspected.
        evidence: what the mark rests on, "" where nothing is written.
        inspector: who inspected, "" where nobody is named.
    """

    indicator: str
    entity: str
    period: str
    mark: float | None
    evidence: str
    inspector: str
    place: Place


Inspections = Mapping[tuple[str, str, str], Inspection]
"""By indicator, entity and period."""
