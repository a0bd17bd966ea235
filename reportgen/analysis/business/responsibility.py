"""Who answers for which figure: indicators, budget lines, target costs, projects, contracts, measures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reportgen.analysis import tables
from reportgen.analysis.answer import Figure, Lack
from reportgen.analysis.signals.follow_up import Status
from reportgen.model.definition import Text

if TYPE_CHECKING:
    from reportgen.analysis.material import Analyses
    from reportgen.analysis.signals.follow_up import FollowUp

TABLES: Final = {
    "budget_lines": ("line_owner", "booked", ""),
    "department_targets": ("owner", "target_cost", ""),
    "projects": ("project_owner", "project_spent", "project_name"),
    "contracts": ("contract_owner", "contract_amount", "subject"),
}
"""Table → its columns of the owner, of the figure answered for, and of the name where the key is none."""
INDICATORS: Final = "indicators"
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
    """Scored indicators by open measures, else by the case or the warning set; rows of tables by whom they name."""
    found = (*_indicators(analyses), *_rows(analyses))
    named = [one.owner.zh for one in found if one.owner is not None and not one.usual]
    return Responsibility(found, {owner: named.count(owner) for owner in sorted(set(named))})


def _indicators(analyses: Analyses) -> Iterator[Answerable]:
    material = analyses.material
    chosen = material.catalog.warnings.get(material.case.file.analysis.warnings)
    lines = chosen.lines if chosen else {}
    measures = _measures(analyses)
    for row in material.evaluation.indicators:
        own = measures.get(row.id)
        usual = lines[row.id].owner if row.id in lines else None
        named = Text(zh=own, en=own) if own else material.case.file.owners.get(row.id)
        owner = named or usual
        yield Answerable(INDICATORS, row.id, "", analyses.books.indicator(row.id), owner, usual=named is None)


def _measures(analyses: Analyses) -> dict[str, str]:
    """Who answers for the measure that is still open on an indicator."""
    found: FollowUp | Lack = analyses["signals.follow_up"]
    actions = () if isinstance(found, Lack) else found.actions
    return {one.indicator: one.owner for one in actions if one.owner and one.status in {Status.OPEN, Status.LATE}}


def _rows(analyses: Analyses) -> Iterator[Answerable]:
    for table, (column, figure, name) in TABLES.items():
        rows = (tables.at_end if table in AT_END else tables.in_force)(analyses, table)
        if isinstance(rows, Lack):
            continue
        for row in rows.values():
            who = row.words.get(column, "")
            owner = Text(zh=who, en=who) if who else None
            yield Answerable(table, row.key, row.words.get(name, row.key), row.figure(figure), owner)
