"""Statements of one case whose units of money do not go together (I89), in words of their own.

The same figure some thousand times as large in one as in the other; income and assets farther apart than any
hospital's where two statements print different units; a statement without a unit among others that print one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from reportgen.catalog import Catalog
from reportgen.intake.context import FoundValues
from reportgen.intake.sheets import position
from reportgen.intake.tables import SheetTable
from reportgen.model.dataset import Observation, View
from reportgen.model.finding import Fact
from reportgen.model.place import Place

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


def settle(gathered: FoundValues, catalog: Catalog, assumed: float | None) -> None:
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
