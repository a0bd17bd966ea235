"""Statements of a case that has no official forms: the items that were read, by group, over the years.

Within a year they are those of the year so far, beside the same of last year.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

from reportgen.analysis import amounts as own_lines
from reportgen.analysis.footing import (
    EQUAL,
    LAST,
    PARTED,
    STANDING_IN,
    SumMember,
    arranged,
    beside,
    footing_members,
    outside,
    rest,
    stepped,
)
from reportgen.catalog.calendar_words import period_name, period_with_year, year_name
from reportgen.model import printing
from reportgen.model.period import Period, PeriodKind
from reportgen.model.submitted import BALANCES, states_itself_alone
from reportgen.model.values import growth
from reportgen.report.desk.captions import Notes
from reportgen.report.desk.tables import doubts, figures
from reportgen.report.desk.tables.figures import FormLine, StatementCell
from reportgen.report.passport import ProvenanceEntry
from reportgen.report.sections.statement.findings import RowFigure, went
from reportgen.report.sections.statement.table import (
    StatementHead,
    StatementPage,
    line_name,
    plain_form,
    plain_legend,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from reportgen.model.definition import Text
    from reportgen.model.definitions import Item
    from reportgen.model.place import Place
    from reportgen.report.desk.context import HospitalContext

    Groups = list[tuple[str, list[tuple[str, Item]]]]
    Amounts = Mapping[str, list[float | None]]


SECTION: Final = "statement-plain"
MOST_YEARS: Final = 5
PLACES: Final = (1, 2)
"""Decimals of what is neither money nor counted, as many as were filed: two at most, as the amounts above have."""
SIDES: Final = {"total_assets": 0, "total_income": 0, "total_liabilities": 1} | dict.fromkeys(
    ("total_expense", "medical_activity_expense", "admin_expense_2012"), 1
)
"""Sums by the side of a statement on which what belongs to them stands."""
MOVED: Final = (("total_income", "medical_income"), ("period_surplus",))
"""What the title tells of: of each group the first that two years have."""
JOINED: Final = {"medical_income_detail": "income", "inputs": "operations"}
"""Statements that stand in the group of another one."""


def plain_statement(
    context: HospitalContext,
    *,
    section: str = SECTION,
    most: int = MOST_YEARS,
    changes: bool = True,
    without: Collection[str] = (),
) -> StatementPage | None:
    """One table of all money items and operations of the entity, or None where too little was read.

    Args:
        context: of the hospital.
        section: in which the numbers stand.
        most: years at the most, the last ones.
        changes: whether the column of changes is printed, with notes on what it lacks; never beside one year alone.
        without: groups of lines that are left out.
    """
    years = _years(context)[-most:]
    groups = [group for group in _groups(context) if group[0] not in without]
    if not groups or not years:
        return None
    changes = changes and len(years) > 1
    notes, rows = Notes(), list[FormLine]()
    amounts = _amounts(context, years, groups)
    items, is_unread = context.material.catalog.items, partial(_is_unread, context, years)
    belonging = footing_members(items, amounts, is_unread, _rows(context, amounts))
    asked = doubts.items(context, [one for _, members in groups for one, _ in members])
    of_changes = notes if changes else None
    has_money = any(item.unit == "money" for _, members in groups for _, item in members)
    table = _GroupRows(context, years, notes, belonging, stepped(amounts, belonging), asked, section, of_changes)
    for statement, members in groups:
        rows += [FormLine(context.say(f"statement.group.{statement}"), 0, "heading", ()), *table.rows(members)]
    return StatementPage(
        id=SECTION,
        kind="plain",
        title=context.say("statement.plain"),
        headline=_headline(context, years, amounts),
        form=plain_form(context, _span(context, years), has_money=has_money),
        heads=tuple(_heads(context, years, changes=changes)),
        rows=tuple(rows),
        notes=(*doubts.about_items(context, asked), *notes.lines()),
        legend=plain_legend(context, rows, has_changes=changes, has_money=has_money),
    )


def _is_unread(context: HospitalContext, years: tuple[str, ...], total: str, column: int, rest: float) -> bool:
    """Whether lines that the user leaves unread are what the others leave of a sum."""
    places = _figure(context, total, years[column])[1]
    return bool(places) and context.material.dataset.is_left_out(rest, places[0])


def _headline(context: HospitalContext, years: tuple[str, ...], shown: Amounts) -> Text | None:
    """How income and surplus moved in the last year, as the column of changes has it; None where neither is shown."""
    parts: list[Text] = []
    for choices in MOVED if len(years) > 1 else ():
        for identifier, (before, now) in ((one, shown[one][-2:]) for one in choices if one in shown):
            if growth(now, before) is not None:
                name = line_name(context, identifier)
                name = context.say.within(name) if parts else name
                parts.append(went(context, name, RowFigure(now, before)))
                break
    if not parts:
        return None
    listed = context.say.join(parts, "list.comma_only")
    return context.say(f"statement.plain.headline{_part(context)}", listed=listed, year=period_with_year(years[-2]))


def _part(context: HospitalContext) -> str:
    """The end of keys of words about a part of a year, to date or by itself."""
    return "" if context.is_year else ".itself" if _is_by_itself(context) else ".part"


def _named(context: HospitalContext, when: str) -> Text:
    """What a column is of, as its head says."""
    return year_name(when) if context.is_year else period_with_year(when)


def _span(context: HospitalContext, years: tuple[str, ...]) -> Text:
    """The periods of the columns."""
    if len(years) == 1:
        return context.say(f"statement.plain.only{_part(context)}", period=period_name(years[0]))
    first, last = period_with_year(years[0]), period_with_year(years[-1])
    return context.say(f"statement.plain.span{_part(context)}", first=first, last=last)


def _years(context: HospitalContext) -> tuple[str, ...]:
    """The years up to that of the report, the last one if it is told beside it; of a part of a year that of both."""
    periods = context.material.dataset.periods(context.material.entity)
    last_year = context.period.previous_year()
    if context.is_year:
        years = {year for year in periods if year.isdigit() and year <= str(context.period)}
        return tuple(sorted(years | {*_summed(context, {str(last_year)} - years)}))[-MOST_YEARS:]
    alike = [last_year, *([last_year.fiscal_year] if last_year.ends_year else [])]  # its last month is the year
    return (*_summed(context, map(str, alike))[:1], str(context.period))


def _summed(context: HospitalContext, periods: Iterable[str]) -> list[str]:
    """Those of which a sum is known, if only as a column beside the year after."""
    return [when for when in periods if any(_figure(context, one, when)[0] is not None for one in SIDES)]


def _figure(context: HospitalContext, identifier: str, when: str) -> tuple[float | None, tuple[Place, ...]]:
    """What a column has of a line, and where: of a part of a year the balance at its end, or the year to date.

    A part of a year of which nothing is told from the start of the year has its own figures there.
    """
    material, period = context.material, Period.parse(when)
    item, is_year = material.catalog.items[identifier], period.kind is PeriodKind.YEAR
    is_alone, later = not is_year and _is_by_itself(context), str(period.previous_year(-1))
    if not is_year and not is_alone:
        value, place = figures.to_date(material.dataset, item, identifier, material.entity, period)
        if value is not None:
            return value, (place,) if place else ()
    keys = [(identifier, material.entity, when, "")] if is_year or is_alone else []
    if not is_alone:  # the year after prints beside its own figures those of this one
        keys.append((identifier, material.entity, later, "open" if is_year and item.kind in BALANCES else "comp"))
    found = next((key for key in keys if material.dataset.value(*key) is not None), keys[0])
    return material.dataset.value(*found), material.dataset.places(found)


def _is_by_itself(context: HospitalContext) -> bool:
    """Whether the columns are of a month or a quarter alone, for nothing of it is told from the start of the year."""
    return states_itself_alone(context.material.dataset, context.material.entity, context.material.period)


def _groups(context: HospitalContext) -> Groups:
    material = context.material
    columns = material.dataset.values.columns
    read = set(columns.get_level_values(0)[columns.get_level_values(1).isin(["", "ytd"])])
    known = [(i, material.catalog.items[i]) for i in sorted(read) if i in material.catalog.items]
    present = [pair for pair in known if _is_submitted(context, pair[0])]
    groups: dict[str, list[tuple[str, Item]]] = {}
    after = outside(material.catalog.items, [identifier for identifier, _ in present], SIDES)
    for identifier, item in sorted(
        present, key=lambda pair: (_side(context, pair[0]), pair[0] in after, pair[1].order or 0, pair[0])
    ):
        groups.setdefault(_group(context, item), []).append((identifier, item))
    rows = _rows(context, [identifier for identifier, _ in present])
    for members in groups.values():
        own = own_lines.in_order([identifier for identifier, _ in members], rows)
        members.sort(key=lambda pair: (_side(context, pair[0]), pair[0] in after, own[pair[0]]))
    order = ("income", "balance_sheet", "cash_flow", "operations", "other")
    return [(name, groups[name]) for name in order if name in groups]


def _rows(context: HospitalContext, identifiers: Iterable[str]) -> Mapping[str, own_lines.SheetRow]:
    material = context.material
    return own_lines.rows(material.dataset, material.entity, context.period, identifiers)


def _is_submitted(context: HospitalContext, identifier: str) -> bool:
    """Whether a line has a figure; what follows from other lines, or is nil beside them, is on none of its own.

    What is nil beside them this year stays a line where an earlier year has it.
    """
    material = context.material
    if _is_made(context, identifier):
        return False
    if not material.dataset.derived((identifier, material.entity, material.period, "")):
        return _figure(context, identifier, material.period)[0] is not None
    return any(_figure(context, identifier, year)[0] for year in _years(context))


def _is_made(context: HospitalContext, identifier: str) -> bool:
    """Whether a line follows from others of its statement: it stands in no cell, or in that of one it is made of."""
    parts = context.material.catalog.aliases.follows.get(identifier)
    if not parts:
        return False
    cells = {place for place in _figure(context, identifier, context.material.period)[1] if place.cell}
    return not cells or any(cells == {*_figure(context, part, context.material.period)[1]} for part in parts)


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


def _heads(context: HospitalContext, years: tuple[str, ...], *, changes: bool) -> list[StatementHead]:
    heads = [_head(context, year) for year in years]
    change = StatementHead(context.say("statement.column.percent"), analysis=True, style="percent")
    return [*heads, change] if changes else heads


def _head(context: HospitalContext, when: str) -> StatementHead:
    """The period; the year of a part of one on a line of its own where the column is too narrow for both."""
    named, year = _named(context, when), period_name(when[:4]).zh
    parts = (year, named.zh.removeprefix(year)) if named.zh.startswith(year) and named.zh != year else ()
    return StatementHead(named, analysis=False, parts=parts)


def _amounts(context: HospitalContext, years: tuple[str, ...], groups: Groups) -> dict[str, list[float | None]]:
    """The rows that hold money, with their figures."""
    money = [identifier for _, members in groups for identifier, item in members if item.unit == "money"]
    return {one: [_figure(context, one, year)[0] for year in years] for one in money}


@dataclass(frozen=True)
class _GroupRows:
    """Makes the rows of each group; before a sum stands what of it no row names.

    Attributes:
        belonging: the rows under each sum.
        steps: the rows that lead to a result on the way, which stand first, with it under them.
        asked: the open rules by the items whose figures they ask about.
        section: in which the numbers stand.
        of_changes: the notes of the column of changes; None where there is no such column.
    """

    context: HospitalContext
    years: tuple[str, ...]
    notes: Notes
    belonging: Mapping[str, tuple[SumMember, ...]]
    steps: Mapping[str, tuple[SumMember, ...]]
    asked: Mapping[str, frozenset[str]]
    section: str
    of_changes: Notes | None

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
        """Rows that a result on the way, or the last one, takes off where such a result parts the statement.

        Lines beside the sums, interest below the result of operations among gains, are always told to be taken off.
        """
        last = self.belonging.get(LAST, ())
        under = [*self.steps.values(), *(last for _ in self.steps), [line for line in last if line.id not in PARTED]]
        return frozenset(line.id for lines in under for line in lines if line.sign < 0)

    def _values(self, identifier: str) -> list[float | None]:
        return [_figure(self.context, identifier, year)[0] for year in self.years]

    def _rest(self, identifier: str, item: Item) -> Iterator[FormLine]:
        """The part of a sum that no row names, where one of any year can be seen."""
        context, under = self.context, self.belonging.get(identifier, ())
        columns = list(zip(*(self._values(member.id) for member in under), strict=True))
        left = [
            rest(total, tuple(zip(column, (member.sign for member in under), strict=True)))
            for total, column in zip(self._values(identifier), columns, strict=False)
        ]
        nil = _printed(context, item, 0.0, 0)
        if all(value is None or _printed(context, item, abs(value), 0) == nil for value in left):
            return
        books, lines = context.material.analysis.books, (identifier, *(member.id for member in under))
        slack = [books.rounding(lines, Period.parse(year)) + EQUAL for year in self.years]
        if all(value is None or abs(value) <= most for value, most in zip(left, slack, strict=False)):
            return
        name, origin = context.say("statement.rest"), context.say("statement.rest.origin", total=item.name)
        cells = self._cells(item, left)
        if left[-1] is not None:
            key = f"item.{identifier}.rest"
            context.enter(ProvenanceEntry(key, name, cells[len(left) - 1].text, self.section, left[-1], origin))
        yield FormLine(name, 1, "", cells)

    def _row(self, identifier: str, item: Item) -> FormLine:
        context, values = self.context, self._values(identifier)
        cells = self._cells(item, values)
        if values[-1] is not None:
            places, printed = _figure(context, identifier, self.years[-1])[1], cells[len(values) - 1].text
            origin = None if places else figures.unread(context, identifier, values[-1], self.years[-1])
            context.enter(
                ProvenanceEntry(f"item.{identifier}", item.name, printed, self.section, values[-1], origin, places)
            )
        is_end = item.parent is None and not item.opening and item.unit == "money" and identifier not in STANDING_IN
        is_sum = identifier in self.belonging or identifier in self.steps or is_end
        caption = self._marked(identifier)
        if identifier in self._taken_off:
            caption = context.say("statement.less", name=caption)
        return FormLine(caption, 1, "total" if is_sum else "", cells)

    def _marked(self, identifier: str) -> Text:
        """The name, with the mark of figures in question on it and on the result that rests on them."""
        caption, rows = line_name(self.context, identifier), self.steps.get(identifier, ())
        asked = self.asked.keys() & {identifier, *(line.id for line in rows)}
        return self.context.say("doubt.marked", name=caption) if asked else caption

    def _cells(self, item: Item, values: list[float | None]) -> tuple[StatementCell, ...]:
        context, missing = self.context, self.context.say("statement.not_submitted")
        places = max((printing.places_of(value, *PLACES) for value in values if value is not None), default=0)
        cells = [
            StatementCell(_printed(context, item, value, places) if value is not None else self.notes.absent(missing))
            for value in values
        ]
        if self.of_changes is None:
            return tuple(cells)
        reasons = (missing, context.say("statement.no_last_year"))
        return (*cells, figures.change_cells(context, values[-1], values[-2], self.of_changes, reasons)[1])


def _printed(context: HospitalContext, item: Item, value: float, places: int) -> str:
    if item.unit == "money":
        return printing.number(value, figures.DECIMALS, over=figures.scale(context))
    return printing.number(value, 0 if item.unit in {"count", "bed", "bed_day", "day", "days"} else places)
