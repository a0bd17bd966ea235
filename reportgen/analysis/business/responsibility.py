"""Who answers for which figure: indicators, budget lines, target costs, projects, contracts, measures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reportgen.analysis import tables
from reportgen.analysis.answer import Figure, Lack
from reportgen.model.definition import Text

if TYPE_CHECKING:
    from reportgen.analysis.analyses import Analyses

TABLES: Final = {
    "budget_lines": ("line_owner", "booked", ""),
    "department_targets": ("owner", "target_cost", ""),
    "projects": ("project_owner", "project_spent", "project_name"),
    "contracts": ("contract_owner", "contract_amount", "subject"),
}
"""Table → its columns of the owner, of the figure answered for, and of the name where the key is none."""
INDICATORS: Final = "indicators"
ACTIONS: Final = "actions"
AT_END: Final = ("budget_lines", "projects", "contracts")


@dataclass(frozen=True)
class Answerable:
    """One figure and who answers for it.

    Attributes:
        kind: table of the figure, or indicators.
        id: row of the table or id of the indicator; name: how the row is called.
        owner: None where nobody is named; usual: whether it is the usual owner of the warning set and not one that the
            hospital named.
    """

    kind: str
    id: str
    name: str
    figure: Figure
    owner: Text | None
    usual: bool = False


@dataclass(frozen=True)
class Responsibility:
    """All figures by kind; by owner how many each answers for."""

    figures: tuple[Answerable, ...]
    by_owner: Mapping[str, int]

    @property
    def unowned(self) -> tuple[Answerable, ...]:
        """Figures that nobody answers for."""
        return tuple(one for one in self.figures if one.owner is None)

    def of(self, kind: str) -> tuple[Answerable, ...]:
        """Figures of one kind."""
        return tuple(one for one in self.figures if one.kind == kind)


def responsibility(analyses: Analyses) -> Responsibility:
    """Scored indicators by the chosen warning set, and the owners that the hospital's tables name."""
    found = (*_indicators(analyses), *_rows(analyses))
    named = [one.owner.zh for one in found if one.owner is not None and not one.usual]
    return Responsibility(found, {owner: named.count(owner) for owner in sorted(set(named))})


def _indicators(analyses: Analyses) -> Iterator[Answerable]:
    material = analyses.material
    chosen = material.catalog.warnings.get(material.case.file.analysis.warnings)
    lines = chosen.lines if chosen else {}
    actions = list(material.registers[ACTIONS].of(material.entity))
    measures = {record.text("indicator"): record.text("owner") for record in actions if record.text("owner")}
    for row in material.evaluation.indicators:
        name = material.catalog.indicators[row.id].name
        own = measures.get(row.id) or measures.get(name.zh) or measures.get(name.en)
        usual = lines[row.id].owner if row.id in lines else None
        owner = Text(zh=own, en=own) if own else usual
        yield Answerable(INDICATORS, row.id, "", analyses.books.indicator(row.id), owner, usual=own is None)


def _rows(analyses: Analyses) -> Iterator[Answerable]:
    for table, (column, figure, name) in TABLES.items():
        rows = (tables.at_end if table in AT_END else tables.in_force)(analyses, table)
        if isinstance(rows, Lack):
            continue
        for row in rows.values():
            who = row.words.get(column, "")
            owner = Text(zh=who, en=who) if who else None
            yield Answerable(table, row.key, row.words.get(name, row.key), row.figure(figure), owner)
