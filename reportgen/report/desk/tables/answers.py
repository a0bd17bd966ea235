"""Answers of analyses as they are printed: figures, gaps with their reason, and what to supply.

What is said of values that stand for a year though less than a year is over: once, in the same words everywhere.

Why an analysis is not there, in words that say what to supply and in which table.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from reportgen.analysis.answer import Figure, Unavailable
from reportgen.catalog.calendar_words import period_short, period_with_year
from reportgen.checks.complete_set import can_state
from reportgen.model import printing
from reportgen.model.definition import Text
from reportgen.model.period import PATTERN, Period
from reportgen.model.values import Flag, Reason
from reportgen.report.desk.captions import Notes
from reportgen.report.desk.tables import figures
from reportgen.report.desk.tables.sheet import Block, Paragraphs, SectionContent, Table, TableColumn, TableRow, saying
from reportgen.report.passport import ProvenanceEntry
from reportgen.report.speech import Fact, Speech, filled, same

if TYPE_CHECKING:
    from reportgen.model.finding import Fact as Finding
    from reportgen.model.place import Place
    from reportgen.report.desk.context import HospitalContext


def annualised(context: HospitalContext, identifiers: Iterable[str]) -> tuple[Text, ...]:
    """Which of these indicators are taken to a whole year by the months so far; nothing where none is."""
    material = context.material
    names = [
        context.short(one)
        for one in dict.fromkeys(identifiers)
        if Flag.ANNUALISED in material.values.at(one, material.entity, material.period).flags
    ]
    if not names:
        return ()
    n = context.period.months_elapsed
    return (context.say("analysis.annualised", n=n, names=context.say.join(names)),)


def with_sign(context: HospitalContext, name: str, value: float) -> str:
    """A value whose unit the name does not tell, as it tells days: a rate has its sign."""
    is_rate = context.indicator(name).unit == "percent"
    return context.spoken(name, value).in_language(context.language) if is_rate else context.printed(name, value)


def single_months(context: HospitalContext, identifiers: Iterable[str]) -> tuple[Text, ...]:
    """Which of these indicators are taken to a whole year from each month by itself."""
    material = context.material
    values = material.month_values
    if values is None:
        return ()
    names = [
        context.short(one)
        for one in dict.fromkeys(identifiers)
        if Flag.ANNUALISED in values.at(one, material.entity, material.period).flags
    ]
    return (context.say("analysis.annualised.months", names=context.say.join(names)),) if names else ()


LACKS_SMALL: Final = 1.0
OTHER: Final = "other"
"""Accounting rules that have no forms of ours."""
OUTSIDE: Final = "outside"
"""Why there is no figure of what the forms of the hospital's rules do not have."""
ABSENT: Final = frozenset({"item", "item_of", "periods", "months", "whole_years", "budget"})
"""Reasons that ask for figures of an item."""
NOTHING: Final[Mapping[str, Text]] = MappingProxyType({})


def reasons(context: HospitalContext, lacks: Iterable[Unavailable]) -> tuple[Text, ...]:
    """What is missing, each once, in order; what is missing of several things alike stands in one sentence."""
    alike: dict[object, list[Unavailable]] = {}
    for lack in lacks:
        key = OUTSIDE if _is_outside(context, lack) else (_apart_from_names(lack), _where(context, lack))
        alike.setdefault(key, []).append(lack)
    return tuple(dict.fromkeys(_of_all(context, found) for found in alike.values()))


def outside_rules(context: HospitalContext, identifier: str) -> bool:
    """Whether the statements of the hospital's rules have no line of an item, so that nobody can supply it on them."""
    catalog, regime = context.material.catalog, context.material.case.file.regime
    if regime == OTHER:
        return not can_state(catalog, identifier)
    regimes = catalog.items[identifier].regimes
    return bool(regimes) and regime not in regimes


def _is_outside(context: HospitalContext, lack: Unavailable) -> bool:
    known = context.material.catalog.items.items()
    items = [identifier for identifier, item in known if item.name == lack.facts.get("item")]
    return lack.why in ABSENT and bool(items) and all(outside_rules(context, item) for item in items)


def _outside(context: HospitalContext, names: Iterable[Finding]) -> Text:
    listed = context.say.join([name for name in dict.fromkeys(names) if isinstance(name, Text)], "list.comma")
    regime = context.material.case.file.regime
    if regime == OTHER:
        return context.say("analysis.outside_rules.other", item=listed)
    return context.say("analysis.outside_rules", item=listed, regime=context.say(f"regime.{regime}"))


def _apart_from_names(lack: Unavailable) -> object:
    """What lacks have in common that differ in one name only; others are alike only when equal."""
    names = [key for key, fact in lack.facts.items() if isinstance(fact, Text)]
    kept = lack.facts if len(names) != 1 else {key: fact for key, fact in lack.facts.items() if key not in names}
    return lack.why, tuple(names), tuple(sorted((key, str(fact)) for key, fact in kept.items()))


def _of_all(context: HospitalContext, alike: list[Unavailable]) -> Text:
    first = alike[0]
    if _is_outside(context, first):
        return _outside(context, [lack.facts["item"] for lack in alike])
    name = next((key for key, fact in first.facts.items() if isinstance(fact, Text)), None)
    if name is None or len(alike) == 1:
        return reason_of(context, first)
    names = dict.fromkeys(fact for lack in alike if isinstance(fact := lack.facts[name], Text))
    return reason_of(context, first, {name: context.say.join(names, "list.comma")})


def reason_of(context: HospitalContext, lack: Unavailable, joined: Mapping[str, Text] = NOTHING) -> Text:
    """Why an analysis is not there, and what to supply in which table; `joined` are names of several such reasons."""
    if _is_outside(context, lack):
        return _outside(context, [lack.facts["item"]])
    facts = {name: _fact(context, fact) for name, fact in lack.facts.items()} | dict(joined)
    facts["currency"] = context.say.currency_name()
    where = _where(context, lack)
    if where is not None:
        return filled(context.say.words[f"analysis.placed.{lack.why}"], where=where, **facts)
    key = f"analysis.lack.{lack.why}"
    of_none = f"{key}.none"  # nothing at all is told in words of its own, never as “only 0”
    is_none = lack.facts.get("have") == 0 and of_none in context.say.words
    return filled(context.say.words[of_none if is_none else key], **facts)


def _where(context: HospitalContext, lack: Unavailable) -> Text | None:
    """The table on which a missing item stands under the rules of the hospital; None for what has none."""
    catalog, regime = context.material.catalog, context.material.case.file.regime
    name = lack.facts.get("item")
    if f"analysis.placed.{lack.why}" not in context.say.words or regime == OTHER:
        return None
    codes = next((item.forms for item in catalog.items.values() if item.name == name), ())
    for code in codes:
        if code in catalog.forms and catalog.forms[code].regime == regime:
            return context.say("analysis.form", title=catalog.forms[code].title)
    sheets = (f"analysis.sheet.{code.partition('-')[0]}" for code in codes)
    return next((context.say(key) for key in sheets if key in context.say.words), None)


def _fact(context: HospitalContext, fact: Finding) -> Text | str | int:
    match fact:
        case Text() | int():
            return fact
        case float():
            return printing.number(fact, 2 if abs(fact) >= LACKS_SMALL else 4)
        case tuple():
            return context.say.join([_period(one) for one in fact], "list.comma")
    return _period(str(fact))


def _period(text: str) -> Text:
    return period_with_year(text) if PATTERN.fullmatch(text) else same(text)


FORMS: Final[Mapping[str, tuple[float, int]]] = {
    "percent": (printing.PERCENT, 1),
    "share": (printing.PERCENT, 2),
    "points": (printing.PERCENT, 2),
    "index": (printing.PERCENT, 1),
    "times": (1.0, 2),
    "number": (1.0, 2),
    "score": (1.0, 2),
    "tenths": (1.0, 1),
    "count": (1.0, 0),
}
"""By how much a value is multiplied before it is printed, and how many decimals it has; money as in tables."""
WHOLE: Final = frozenset({"count", "bed", "bed_day", "person", "m2"})
FEW: Final = 10
"""English millions of which there are less have two decimals, so that three digits count."""


@dataclass(frozen=True)
class CellWriter:
    """Prints the figures of one section: those of its sentences with an entry in the passport.

    Attributes:
        origin: how the figures came about where no cell says it.
        notes: reasons of gaps under the table that is being written.
        indicators: those whose values it prints.
    """

    context: HospitalContext
    section: str
    origin: Text
    notes: Notes = field(default_factory=Notes)
    indicators: list[str] = field(default_factory=list)

    def table(self) -> CellWriter:
        """The same for the next table, whose notes begin anew."""
        return CellWriter(self.context, self.section, self.origin)

    def write(self, value: Figure | float | None, form: str, *, sign: bool = False) -> str:
        """A figure for a table cell, or a dash with the reason why there is none; `form` is money or one of `FORMS`."""
        figure = value if isinstance(value, Figure) else Figure(value)
        if figure.value is None:
            return self.notes.absent(self.context.reason(figure.reason or Reason.NOT_APPLICABLE))
        return printing.placed(self.shown(figure.value, form, sign=sign), figure.places)

    def gap(self, key: str, value: Figure, form: str = "money", *, sign: bool = False, **facts: Fact) -> Text:
        """The words of what differs by so much; those under ``.none`` where that prints as nothing."""
        gap = self.write(value, form, sign=sign)
        if value.value is not None and self.shown(value.value, form) == self.shown(0.0, form):
            return self.context.say(f"{key}.none", **facts)
        return self.context.say(key, gap=gap, **facts)

    def indicator(self, identifier: str, value: float | None) -> str:
        """The value of an indicator without its unit, or a dash where there was none then."""
        self.indicators.append(identifier)
        if value is None:
            return self.notes.absent(self.context.reason(Reason.MISSING_PRIOR))
        return self.context.printed(identifier, value)

    def own(self, words: str) -> Text:
        """What the hospital itself wrote, in both languages as far as it says so."""
        return self.context.own(words)

    def cell(self, words: str) -> Text | str:
        """The same for a cell; an empty one where nothing was written."""
        return self.context.own(words) if words else ""

    def shown(self, value: float, form: str, *, sign: bool = False) -> printing.PrintedNumber:
        """A value as it is printed in tables and drawings."""
        if form == "money":
            return printing.number(value, figures.DECIMALS, sign=sign, over=figures.scale(self.context))
        factor, decimals = FORMS[form]
        return printing.number(value * factor, decimals, sign=sign)

    def grid(
        self, name: str, heads: Mapping[str, tuple[float, str]], lines: Iterable[TableRow], *notes: Text, **facts: Fact
    ) -> Table:
        """A table whose words stand under ``<section>.table.<name>`` and ``<section>.head.<column>``.

        `heads` gives width and style by column; remarks follow the notes.
        """
        context, say = self.context, self.context.say
        columns = tuple(TableColumn(say(f"{self.section}.head.{key}"), *look) for key, look in heads.items())
        caption = context.table(self.section, say(f"{self.section}.table.{name}", **facts))
        written = tuple(lines)
        return Table(caption, columns, written, (*notes, *self.remarks()), dense=True, is_unlike=True)

    def remarks(self) -> tuple[Text, ...]:
        """What belongs below the table: which of its indicators are annualised, and the reasons of gaps."""
        return (*annualised(self.context, self.indicators), *self.notes.lines())

    def money(
        self, key: str, name: Text, value: float, places: tuple[Place, ...] = (), *, signed: bool = False
    ) -> Text:
        """Money in a sentence, without its sign where the words say up or down."""
        amount = value if signed else abs(value)
        said = self.context.say.money(amount, 2 if abs(value) < FEW * printing.MILLION else 1)
        self._enter(key, name, said.in_language(self.context.language), value, places)
        return said

    def entered(self, key: str, name: Text, words: Text, value: float, places: tuple[Place, ...] = ()) -> Text:
        """Words that are one number, in whatever form, with its entry in the passport."""
        self._enter(key, name, words.in_language(self.context.language), value, places)
        return words

    def said(self, key: str, name: Text, value: float, form: str, *, sign: bool = False) -> str:
        """A number in a sentence, fractions as percentages with their mark."""
        if form in {"percent", "share"}:
            return self._enter(key, name, printing.percent(value, FORMS[form][1], sign=sign), value, ())
        return self._enter(key, name, self.shown(value, form, sign=sign), value, ())

    def _origin(self, key: str) -> Text:
        """How a number came about: as its words say, or those of its kind, else as all of the section did."""
        kind, *_, last = f"{key}.{key}".split(".")
        words = (f"{self.section}.origin.{name}" for name in (key, kind, last))
        return next((self.context.say(one) for one in words if one in self.context.say.words), self.origin)

    def _enter(self, key: str, name: Text, printed: str, value: float, places: tuple[Place, ...]) -> str:
        origin = None if len(places) == 1 else self._origin(key)
        kept = places if len(places) == 1 else ()
        return self.context.enter(
            ProvenanceEntry(f"{self.section}.{key}", name, printed, self.section, value, origin, kept)
        )


def scribe(context: HospitalContext, section: str) -> CellWriter:
    """The one who prints a section; how its figures came about stands under ``<section>.origin``."""
    return CellWriter(context, section, context.say(f"{section}.origin"))


def form_of(context: HospitalContext, item: str) -> str:
    """How amounts of an item are printed in tables."""
    unit = context.material.catalog.items[item].unit
    if unit == "money":
        return "money"
    return "count" if unit in WHOLE else "number"


def amount_said(context: HospitalContext, item: str, value: float) -> Text:
    """An amount of an item in a sentence, without its sign."""
    if form_of(context, item) == "money":
        return context.say.money(abs(value))
    return same(printing.number(abs(value), 0 if form_of(context, item) == "count" else 2))


def unanswered(context: HospitalContext, section: str, *lacks: Unavailable) -> SectionContent:
    """A section that cannot be: a headline that says so, and one sentence for each thing that is missing."""
    return saying(context.say(f"{section}.headline.none"), *reasons(context, lacks))


def answered(
    context: HospitalContext, section: str, headline: Text | None, blocks: Iterable[Block], lacks: Iterable[Unavailable]
) -> SectionContent:
    """What could be answered, with what is missing below it; without a headline only what is missing."""
    whole = (*blocks, *left_out(context, lacks))
    return unanswered(context, section, *lacks) if headline is None else SectionContent(headline, whole)


def left_out(context: HospitalContext, lacks: Iterable[Unavailable]) -> tuple[Paragraphs, ...]:
    """Under what is there: what is not, and what would bring it; nothing where all is there."""
    lines = reasons(context, lacks)
    return (Paragraphs(lines, context.say("analysis.left_out")),) if lines else ()


def called(context: HospitalContext, item: str) -> Text:
    """An item as sentences call it."""
    key = f"furniture.key.name.{item}"
    return context.say(key) if key in context.say.words else named(context, item)


def balance_said(context: HospitalContext, item: str, value: float, name: Text | None = None) -> tuple[Text, Text]:
    """A name for an item and its amount as money: below zero a surplus is a deficit, which has no sign."""
    deficit = f"furniture.key.name.{item}.deficit"
    if value < 0 and deficit in context.say.words:
        return context.say(deficit), context.say.money(-value)
    return name or called(context, item), context.say.money(value)


def span(context: HospitalContext, period: str) -> Text:
    """What the figures to date of a period cover: a year, or the months of it so far."""
    when = Period.parse(period)
    if not when.is_partial:
        return period_with_year(period)
    return covered(context.say, "analysis.span", when.months_to_date, period_short)


def covered(say: Speech, key: str, months: Sequence[Period], name: Callable[[str], Text]) -> Text:
    """From the first to the last of some months, by the calendar, each called by `name`."""
    first, last = months[0], months[-1]
    (begun, start), (year, end) = first.by_calendar, last.by_calendar
    key = key if begun == year else f"{key}.across"
    named = {"first": name(str(first)), "last": name(str(last))}
    return say(key, year=str(year), begun=str(begun), start=str(start), end=str(end), **named)


def last_year(context: HospitalContext) -> Text:
    """What figures to date are held against: last year, or the same months of it."""
    return context.say(f"analysis.than.{'months' if context.period.is_partial else 'year'}")


def heading(words: Text) -> TableRow:
    """A row over the whole width."""
    return TableRow((words,), "section")


def named(context: HospitalContext, identifier: str) -> Text:
    """Name of an item, of a factor, of what is no item among the movements of a balance sheet, or of the rest."""
    if identifier in context.material.catalog.items:
        return context.caption(identifier)
    keys = (f"analysis.factor.{identifier}", f"funds_flow.{identifier}")
    key = next((one for one in keys if one in context.say.words), None)
    return context.own(identifier) if key is None else context.say(key)


def choice(context: HospitalContext, table: str, column: str, value: str) -> Text:
    """What a choice of a register is called."""
    found = context.material.catalog.registers[table].columns[column].choices
    return found[value] if value in found else same(value)


def head(context: HospitalContext, table: str, column: str) -> Text:
    """What a column of a register is called."""
    return context.material.catalog.registers[table].columns[column].name


def course(context: HospitalContext, *, better: bool | None) -> Text | str:
    """Whether something moved in its direction; nothing where it has none or did not move."""
    return "" if better is None else context.say(f"analysis.course.{'better' if better else 'worse'}")
