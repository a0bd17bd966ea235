"""Statements of a case that has no official forms: the items that were read, by group, over the years."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reportgen.analysis.footing import (
    EQUAL,
    LAST,
    STANDING_IN,
    SumMember,
    arranged,
    beside,
    footing_members,
    outside,
    rest,
    stepped,
)
from reportgen.catalog.calendar_words import period_name, year_name
from reportgen.model import printing, rates
from reportgen.report.desk import figures, outlook
from reportgen.report.desk.captions import Notes
from reportgen.report.desk.figures import FormLine, StatementCell
from reportgen.report.passport import ProvenanceEntry
from reportgen.report.sections.statement.table import StatementHead, StatementPage

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from reportgen.model.definition import Text
    from reportgen.model.definitions import Item
    from reportgen.report.desk.context import HospitalContext

    Groups = list[tuple[str, list[tuple[str, Item]]]]


MOST_YEARS: Final = 5
SIDES: Final = {
    "total_assets": 0, "total_income": 0, "total_liabilities": 1, "total_expense": 1, "medical_activity_expense": 1,
}  # fmt: skip
"""Sums by the side of a statement on which what belongs to them stands."""
MOVED: Final = (("total_income", "medical_income"), ("period_surplus",))
"""What the title tells of: of each group the first that two years have."""
JOINED: Final = {"medical_income_detail": "income", "inputs": "operations"}
"""Statements that stand in the group of another one."""


def plain_statement(context: HospitalContext) -> StatementPage | None:
    """One table of all money items and operations of the entity, or None where too little was read."""
    years = _years(context)
    groups = _groups(context)
    if not groups or not years:
        return None
    notes = Notes()
    rows: list[FormLine] = []
    amounts = _amounts(context, years, groups)
    belonging = footing_members(context.material.catalog.items, amounts)
    asked = outlook.items(context, [one for _, members in groups for one, _ in members])
    table = _GroupRows(context, years, notes, belonging, stepped(amounts, belonging), asked)
    for statement, members in groups:
        rows.append(FormLine(context.say(f"statement.group.{statement}"), 0, "heading", ()))
        rows += table.rows(members)
    return StatementPage(
        id="statement-plain",
        kind="plain",
        title=context.say("statement.plain"),
        headline=_headline(context, years),
        form=context.say("statement.plain.form", period=_span(context, years), unit=figures.unit(context)),
        heads=tuple(_heads(context, years)),
        rows=tuple(rows),
        notes=(*outlook.about_items(context, asked), *notes.lines()),
        legend=_legend(context),
    )


def _headline(context: HospitalContext, years: tuple[str, ...]) -> Text | None:
    """How income and surplus moved in the last year, as the column of changes has it; None where neither is known."""
    material = context.material
    parts: list[Text] = []
    for choices in MOVED if len(years) > 1 else ():
        pairs = ((one, [material.dataset.value(one, material.entity, year) for year in years[-2:]]) for one in choices)
        for identifier, (before, now) in pairs:
            if (rate := rates.growth(now, before)) is not None:
                share = printing.percent(rate, sign=True)
                name = context.caption(identifier)
                name = context.say.within(name) if parts else name
                parts.append(context.say("statement.plain.moved", name=name, share=share))
                break
    if not parts:
        return None
    return context.say(
        "statement.plain.headline", listed=context.say.join(parts, "list.comma_only"), year=year_name(years[-2])
    )


def _legend(context: HospitalContext) -> Text:
    """What the rows are, and that the lines foot before they are rounded, not after."""
    rounded = context.say("statement.rounded.one", unit=figures.unit(context))
    return context.say.join([context.say("statement.legend.plain"), rounded], "list.sentences")


def _span(context: HospitalContext, years: tuple[str, ...]) -> Text:
    """The years of the columns."""
    if len(years) == 1:
        return period_name(years[0])
    return context.say("statement.plain.span", first=year_name(years[0]), last=year_name(years[-1]))


def _years(context: HospitalContext) -> tuple[str, ...]:
    periods = context.material.dataset.periods(context.material.entity)
    return tuple(p for p in periods if p.isdigit() and p <= str(context.period.fiscal_year))[-MOST_YEARS:]


def _groups(context: HospitalContext) -> Groups:
    material = context.material
    columns = material.dataset.values.columns
    read = set(columns.get_level_values(0)[columns.get_level_values(1) == ""])
    known = [(i, material.catalog.items[i]) for i in sorted(read) if i in material.catalog.items]
    present = [pair for pair in known if _is_submitted(context, pair[0])]
    groups: dict[str, list[tuple[str, Item]]] = {}
    after = outside(material.catalog.items, [identifier for identifier, _ in present], SIDES)
    for identifier, item in sorted(
        present, key=lambda pair: (_side(context, pair[0]), pair[0] in after, pair[1].order or 0, pair[0])
    ):
        groups.setdefault(_group(context, item), []).append((identifier, item))
    order = ("income", "balance_sheet", "operations", "other")
    return [(name, groups[name]) for name in order if name in groups]


def _is_submitted(context: HospitalContext, identifier: str) -> bool:
    """Whether there is a figure of a line; what follows from other lines is on none of its own."""
    material = context.material
    follows = identifier in material.catalog.aliases.follows
    if follows and material.dataset.derived((identifier, material.entity, material.period, "")):
        return False
    return material.dataset.value(identifier, material.entity, material.period) is not None


def _side(context: HospitalContext, identifier: str) -> int:
    """Assets before liabilities, income before expense, then what is left of both."""
    found: str | None = identifier
    while found is not None:
        if found in SIDES:
            return SIDES[found]
        item = context.material.catalog.items.get(found)
        found = item.parent if item else None
    return len(SIDES)


def _group(context: HospitalContext, item: Item) -> str:
    name = JOINED.get(item.statement, item.statement)
    return name if f"statement.group.{name}" in context.say.words else "other"


def _heads(context: HospitalContext, years: tuple[str, ...]) -> list[StatementHead]:
    heads = [StatementHead(year_name(year), analysis=False) for year in years]
    return [*heads, StatementHead(context.say("statement.column.percent"), analysis=True, style="percent")]


def _amounts(context: HospitalContext, years: tuple[str, ...], groups: Groups) -> dict[str, list[float | None]]:
    """The rows that hold money, with their figures."""
    dataset, entity = context.material.dataset, context.material.entity
    money = [identifier for _, members in groups for identifier, item in members if item.unit == "money"]
    return {one: [dataset.value(one, entity, year) for year in years] for one in money}


@dataclass(frozen=True)
class _GroupRows:
    """Makes the rows of each group; before a sum stands what of it no row names.

    Attributes:
        belonging: the rows under each sum.
        steps: the rows that lead to a result on the way, which stand first, with it under them.
        asked: the open rules by the items whose figures they ask about.
    """

    context: HospitalContext
    years: tuple[str, ...]
    notes: Notes
    belonging: Mapping[str, tuple[SumMember, ...]]
    steps: Mapping[str, tuple[SumMember, ...]]
    asked: Mapping[str, frozenset[str]]

    def rows(self, members: list[tuple[str, Item]]) -> Iterator[FormLine]:
        """The rows that add up, then those that say what kind of amount is in them."""
        items = self.context.material.catalog.items
        own = {line.id for lines in self.belonging.values() for line in lines}
        aside = beside(items, [identifier for identifier, _ in members], SIDES) - own
        for identifier, item in self._in_order([pair for pair in members if pair[0] not in aside]):
            yield from self._rest(identifier, item)
            yield self._row(identifier, item)
        if aside:
            yield FormLine(self.context.say("statement.beside"), 0, "heading", ())
            yield from (self._row(identifier, item) for identifier, item in members if identifier in aside)

    def _in_order(self, members: list[tuple[str, Item]]) -> list[tuple[str, Item]]:
        """What belongs to a sum above it; what leads to a result on the way first, and the result directly under it."""
        known = dict(members)
        members = [(one, known[one]) for one in arranged([*known], self._within(known))]
        first = [one for result, under in self.steps.items() for one in (*(line.id for line in under), result)]
        return sorted(members, key=lambda pair: first.index(pair[0]) if pair[0] in first else len(first))

    def _within(self, known: Collection[str]) -> dict[str, tuple[SumMember, ...]]:
        """The sums of one group."""
        kept = {total: [line for line in lines if line.id in known] for total, lines in self.belonging.items()}
        return {total: tuple(lines) for total, lines in kept.items() if total in known and lines}

    @property
    def _taken_off(self) -> frozenset[str]:
        """Rows that a result on the way, or the last one, takes off where such a result parts the statement."""
        under = [*self.steps.values(), *(self.belonging.get(LAST, ()) for _ in self.steps)]
        return frozenset(line.id for lines in under for line in lines if line.sign < 0)

    def _values(self, identifier: str) -> list[float | None]:
        material = self.context.material
        return [material.dataset.value(identifier, material.entity, year) for year in self.years]

    def _rest(self, identifier: str, item: Item) -> Iterator[FormLine]:
        """The part of a sum that no row names, where there is one in any year."""
        context, under = self.context, self.belonging.get(identifier, ())
        columns = list(zip(*(self._values(member.id) for member in under), strict=True))
        left = [
            rest(total, tuple(zip(column, (member.sign for member in under), strict=True)))
            for total, column in zip(self._values(identifier), columns, strict=False)
        ]
        if all(value is None or abs(value) < EQUAL for value in left):
            return
        name, origin = context.say("statement.rest"), context.say("statement.rest.origin", total=item.name)
        cells = self._cells(item, left)
        if left[-1] is not None:
            key = f"item.{identifier}.rest"
            context.enter(ProvenanceEntry(key, name, cells[len(left) - 1].text, "statement-plain", left[-1], origin))
        yield FormLine(name, 1, "", cells)

    def _row(self, identifier: str, item: Item) -> FormLine:
        context, material, values = self.context, self.context.material, self._values(identifier)
        cells = self._cells(item, values)
        if values[-1] is not None:
            places = material.dataset.places((identifier, material.entity, self.years[-1], ""))
            printed = cells[len(values) - 1].text
            context.enter(
                ProvenanceEntry(f"item.{identifier}", item.name, printed, "statement-plain", values[-1], None, places)
            )
        is_end = item.parent is None and item.unit == "money" and identifier not in STANDING_IN
        is_sum = identifier in self.belonging or identifier in self.steps or is_end
        caption = self._marked(identifier)
        if identifier in self._taken_off:
            caption = context.say("statement.less", name=caption)
        return FormLine(caption, 1, "total" if is_sum else "", cells)

    def _marked(self, identifier: str) -> Text:
        """The name, with the mark of figures in question on it and on the result that rests on them."""
        caption, rows = self.context.caption(identifier), self.steps.get(identifier, ())
        asked = self.asked.keys() & {identifier, *(line.id for line in rows)}
        return self.context.say("doubt.marked", name=caption) if asked else caption

    def _cells(self, item: Item, values: list[float | None]) -> tuple[StatementCell, ...]:
        context, missing = self.context, self.context.say("statement.not_submitted")
        cells = [
            StatementCell(_printed(context, item, value) if value is not None else self.notes.absent(missing))
            for value in values
        ]
        before = values[-2] if len(values) > 1 else None
        reasons = (missing, context.say("statement.no_last_year"))
        return (*cells, figures.change_cells(context, values[-1], before, self.notes, reasons)[1])


def _printed(context: HospitalContext, item: Item, value: float) -> str:
    if item.unit == "money":
        return printing.number(value, figures.DECIMALS, over=figures.scale(context))
    return printing.number(value, 0 if item.unit in {"count", "bed", "bed_day", "day", "days"} else 1)
