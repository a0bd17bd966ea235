"""A group that nothing is scored in: its hospitals side by side, with their money and their main indicators."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import fsum
from statistics import median as middle
from typing import TYPE_CHECKING, Final

from reportgen.analysis.group.tiers import median
from reportgen.model import printing
from reportgen.model.known import count, under
from reportgen.report.desk.judgement import group_needs
from reportgen.report.desk.tables import doubts
from reportgen.report.desk.tables.drawings import DrawnUnit
from reportgen.report.desk.tables.sheet import SectionContent, Table, TableColumn, TableRow

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reportgen.analysis.material import Material
    from reportgen.model.definition import Text
    from reportgen.report.desk.grades.group import GroupContext

SECTION: Final = "group_figures"
BLOCK: Final = "side_by_side"
ITEMS: Final = {"surplus": "period_surplus", "assets": "total_assets", "cash": "cash_and_bank"}
"""Amounts beside the income, by the word of their head."""
NAME_MM, MONEY_MM, RATIO_MM = 42.0, 16.0, 19.0
MOST: Final = 4
"""Indicators that stand side by side: the first of the block that at least half of the hospitals have."""

LARGEST: Final = 999 * printing.MILLION
"""The largest amount by which the unit is chosen."""

Amounts = Mapping[str, float | None]


@dataclass(frozen=True)
class HospitalFigures:
    """One hospital: amounts in units of currency by head, values of indicators by id; None for what it has not."""

    member: Material
    money: Amounts
    ratios: Amounts


def group_figures(desk: GroupContext) -> SectionContent:
    """All hospitals that have data, the largest income first, then those without; sums and medians below."""
    found = sorted(_all(desk), key=lambda one: (-(one.money["income"] or 0.0), one.member.entity))
    return SectionContent(_headline(desk, found), (_table(desk, found),), (desk.say("group.figures.lead"),))


def _all(desk: GroupContext) -> Iterator[HospitalFigures]:
    names = desk.material.catalog.blocks[BLOCK].indicators
    for member in desk.material.members:
        books, own = member.analysis.books, desk.handles[member.entity]
        money = {key: books.to_date(item).value for key, item in _items(desk).items()}
        values = {name: member.values.at(name, member.entity, member.period).value for name in names}
        known = {name: None if one is None else under(one, f"{own}.indicator.{name}") for name, one in values.items()}
        yield HospitalFigures(member, money, known)


def _items(desk: GroupContext) -> Mapping[str, str]:
    return {"income": group_needs.income_item(desk), **ITEMS}


def _headline(desk: GroupContext, found: Sequence[HospitalFigures]) -> Text:
    """How many hospitals run a deficit, where all tell their surplus."""
    every = [one.money["surplus"] for one in found]
    losing = [one.member.entity for one in found if (one.money["surplus"] or 0.0) < 0.0]
    if None in every:
        return desk.say("group.figures.headline.plain", n=count(desk.material.hospitals))
    key = "deficit" if losing else "none"
    return desk.say(f"group.figures.headline.{key}", n=count(losing), of=count(one.member.entity for one in found))


def _shown(found: Sequence[HospitalFigures], of: Callable[[HospitalFigures], Amounts]) -> list[str]:
    """What at least half of the hospitals have, in its order."""
    return [name for name in of(found[0]) if 2 * sum(of(one)[name] is not None for one in found) >= len(found)]


def _table(desk: GroupContext, found: Sequence[HospitalFigures]) -> Table:
    say, first = desk.say, desk.at(found[0].member)
    money, ratios = _shown(found, lambda one: one.money), _shown(found, lambda one: one.ratios)[:MOST]
    amounts = [abs(value) for one in found for name in money if (value := one.money[name]) is not None]
    # Millions at the most: the surplus of a hospital has no digits left in billions.
    unit = DrawnUnit.of(desk, [min(middle(amounts or [0.0]), LARGEST)])
    columns = (
        TableColumn(say("group.needs.head.hospital"), NAME_MM, "stacked"),
        *(TableColumn(say(f"group.figures.head.{name}"), MONEY_MM, "n") for name in money),
        *(TableColumn(_head(desk, first.unit(name), name), RATIO_MM, "n") for name in ratios),
    )
    lines = [_row(desk, unit, one, money, ratios) for one in found]
    missing = (printing.DASH,) * (len(columns) - 1)
    lines += [TableRow((desk.short_names[one], *missing)) for one in desk.material.absent]
    lines += _together(desk, unit, found, money, ratios)
    has_gaps = any(printing.DASH in one.cells for one in lines)
    asked = frozenset[str]().union(*(_asked(desk, one, money, ratios) for one in found))
    notes = (*doubts.of_hospitals(desk, asked), *([say("group.figures.dash")] if has_gaps else []))
    caption = desk.table(SECTION, say("group.figures.table", unit=unit.name))
    return Table(caption, columns, tuple(lines), notes, dense=True, is_unlike=True)


def _head(desk: GroupContext, unit: Text, name: str) -> Text:
    return desk.say("scorecard.measured", name=desk.short(name), unit=unit) if unit.zh else desk.short(name)


def _asked(desk: GroupContext, one: HospitalFigures, money: Sequence[str], ratios: Sequence[str]) -> frozenset[str]:
    """The open rules that put figures of a hospital's row in question."""
    at, items = desk.at(one.member), _items(desk)
    found = {**doubts.asked(at, ratios), **doubts.items(at, [items[name] for name in money])}
    return frozenset(rule for rules in found.values() for rule in rules)


def _row(
    desk: GroupContext, unit: DrawnUnit, one: HospitalFigures, money: Sequence[str], ratios: Sequence[str]
) -> TableRow:
    at = desk.at(one.member)
    amounts = (one.money[name] for name in money)
    values = ((name, one.ratios[name]) for name in ratios)
    name = desk.short_names[one.member.entity]
    return TableRow(
        (
            desk.say("doubt.marked", name=name) if _asked(desk, one, money, ratios) else name,
            *(printing.DASH if value is None else unit.printed(value) for value in amounts),
            *(printing.DASH if value is None else at.printed(name, value) for name, value in values),
        )
    )


def _together(
    desk: GroupContext,
    unit: DrawnUnit,
    found: Sequence[HospitalFigures],
    money: Sequence[str],
    ratios: Sequence[str],
) -> Iterator[TableRow]:
    """Sums of what all hospitals tell, and what the middle one has; a dash where one of them does not tell it."""
    first, blank = desk.at(found[0].member), ("",) * len(ratios)
    columns = {name: [one.money[name] for one in found] for name in money}
    sums = (
        printing.DASH if None in column or desk.material.absent else unit.printed(fsum(one or 0.0 for one in column))
        for column in columns.values()
    )
    yield TableRow((desk.say("group.figures.sum"), *sums, *blank), "total")
    amounts = [median(column) for column in columns.values()]
    values = [(name, median(one.ratios[name] for one in found)) for name in ratios]
    if any(one is not None for one in (*amounts, *(value for _, value in values))):
        yield TableRow(
            (
                desk.say("group.figures.median"),
                *(printing.DASH if value is None else unit.printed(value) for value in amounts),
                *(printing.DASH if value is None else first.printed(name, value) for name, value in values),
            ),
            "total",
        )
