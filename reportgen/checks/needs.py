"""Which items an evaluation needs, and which of its indicators a gap in the data touches.

What is still missing of the data of a hospital, and what each piece would unlock: one answer for all who ask.

Asked is of the chosen scheme: which items its indicators need and no cell has, the year before for those that compare
with it, the ratings of experts, and the months that a form leaves out.
"""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Final

from reportgen.catalog.calendar_words import period_with_year
from reportgen.checks.complete_set import absent, complete_set
from reportgen.compute.calendar import BUDGET, substitutes
from reportgen.compute.cells import Cells, cells_of
from reportgen.compute.figures import tells_year_end
from reportgen.formula import names_in
from reportgen.formula.context import Aspect
from reportgen.formula.walk import nodes
from reportgen.model.dataset import Dataset, View
from reportgen.model.definition import Text
from reportgen.model.definitions import NO_RULES
from reportgen.model.expression import Call, Expression
from reportgen.model.finding import Finding, Severity
from reportgen.model.period import Period, PeriodKind
from reportgen.model.schemes import Scheme
from reportgen.model.terms import Terms

if TYPE_CHECKING:
    from reportgen.catalog import Catalog


def indicators_of(scheme: Scheme) -> tuple[str, ...]:
    """Indicators that are computed, not rated by experts."""
    parts = (part for part in scheme.parts.values() if part.from_folder is None)
    return tuple(dict.fromkeys(name for part in parts for name in part.indicators))


def items_needed(catalog: Catalog, scheme: Scheme) -> tuple[str, ...]:
    """Items from which the indicators of a scheme are computed."""
    found = (item for name in indicators_of(scheme) for item in catalog.items_behind.get(name, ()))
    return tuple(dict.fromkeys(found))


@lru_cache(maxsize=4)
def indicators_by_item(catalog: Catalog) -> Mapping[str, tuple[str, ...]]:
    """The indicators that each item goes into, without the obsolete ones."""
    found: dict[str, list[str]] = {}
    for name, indicator in catalog.indicators.items():
        if not indicator.obsolete:
            for item in catalog.items_behind.get(name, ()):
                found.setdefault(item, []).append(name)
    return {item: tuple(names) for item, names in found.items()}


def touched_by(finding: Finding, catalog: Catalog) -> tuple[str, ...]:
    """The indicators that a finding touches: all that its figures go into, for any of them may be the wrong one."""
    named = finding.facts.get("indicators")
    if isinstance(named, tuple):
        return named
    items = finding.facts.get("items")
    if not isinstance(items, tuple):
        return ()
    known = indicators_by_item(catalog)
    touched = {name for item in items for name in known.get(item, ())}
    return tuple(name for name in catalog.indicators if name in touched)


def gaps(  # noqa: PLR0913 - everything that speaks about a gap
    dataset: Dataset, catalog: Catalog, scheme: Scheme, entity: str, period: str, findings: Iterable[Finding]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What is missing or does not tie, and the indicators it touches."""
    own = (finding for finding in findings if not finding.is_of_before)
    errors = (finding for finding in own if catalog.messages.severity(finding) is Severity.ERROR)
    wrong = dict.fromkeys(items[0] for finding in errors if isinstance(items := finding.facts.get("items"), tuple))
    missing = (item for item in items_needed(catalog, scheme) if is_missing(dataset, catalog, item, entity, period))
    for item in dict.fromkeys((*wrong, *missing)):
        names = tuple(name for name in indicators_of(scheme) if item in catalog.items_behind.get(name, ()))
        if names:
            yield item, names


def is_missing(dataset: Dataset, catalog: Catalog, item: str, entity: str, period: str) -> bool:
    """Whether nothing was read of an item or of its months, and neither a filled form nor other items stand for it.

    Budgets stand beside the lines that they plan, and are asked for elsewhere.
    """
    if any(dataset.value(item, entity, period, view) is not None for view in ("", "ytd")):
        return False
    if parts_tell(dataset, catalog, item, entity, period):
        return False
    made_of = substitutes(item, catalog.items)
    if item.startswith(BUDGET) and made_of:
        return False

    def is_told(expression: Expression) -> bool:
        names = (name for name in names_in(expression) if name in catalog.items)
        return not any(is_missing(dataset, catalog, name, entity, period) for name in names)

    return not any(map(is_told, made_of))


def parts_tell(dataset: Dataset, catalog: Catalog, item: str, entity: str, period: str) -> bool:
    """Whether months or quarters add up to a figure that nobody brought for the whole, or a blank on a form is none."""
    return cells_of(dataset, catalog, entity).figure(item, Period.parse(period), Aspect.BASIS) is not None


PREVIOUS: Final = "prev"
AVERAGE: Final = "avg"
MOST: Final = 6
"""Names in one line; more are counted."""


class MissingKind(StrEnum):
    """What kind of thing is missing."""

    STATEMENT = "statement"  # one of a set without official forms
    FORM = "form"  # lines of a form
    ITEMS = "items"  # figures that stand on no form
    EARLIER = "earlier"
    OPENING = "opening"  # balances of the end of last year, within a year
    EXPERTS = "experts"
    MONTHS = "months"
    PERIODS = "periods"  # which the other hospitals of the group have


@dataclass(frozen=True)
class Lacking:
    """One thing to bring.

    Attributes:
        form: the form on which the items stand, or whose months are missing, or a statement of the set; None where
            there is none.
        items: what is missing; periods: months that are, or the year before.
        indicators: of the scheme, which this would unlock.
    """

    kind: MissingKind
    form: str | None
    items: tuple[str, ...]
    periods: tuple[str, ...]
    indicators: tuple[str, ...]


def lacking(  # noqa: PLR0913 - everything that speaks about a gap
    dataset: Dataset,
    catalog: Catalog,
    scheme: Scheme,
    entity: str,
    period: str,
    *,
    is_rated: bool,
    first_year: int | None = None,
    regime: str | None = None,
    in_group: bool = False,
    not_applicable: Container[str] = (),
) -> tuple[Lacking, ...]:
    """Everything that is missing, what unlocks most first; nothing of the time before the hospital began.

    In a group, what all others have of earlier periods, it may have too.

    A hospital under other rules than those of the forms has statements of its own, so that no form is named to it.
    """
    began = first_year == Period.parse(period).year
    forms = () if regime == NO_RULES else tuple(catalog.forms)
    has_year = began or _tells_the_year(dataset, entity, period)  # else a year so far needs the months before
    found = [
        *_statements(dataset, catalog, scheme, entity, period, not_applicable),
        *_items(dataset, catalog, scheme, entity, period, forms),
        *([] if began else _earlier(dataset, catalog, scheme, entity, period)),
        *([] if began else _opening(dataset, catalog, scheme, entity, period)),
        *([] if is_rated else _experts(scheme)),
        *_months(dataset, entity, period, first_due(dataset, entity, period, first_year) if has_year else 1),
        *(_periods(dataset, entity, period) if in_group and not began else []),
    ]
    return tuple(sorted(found, key=lambda one: (one.kind is not MissingKind.STATEMENT, -len(one.indicators))))


def _statements(  # noqa: PLR0913 - of one hospital and period
    dataset: Dataset, catalog: Catalog, scheme: Scheme, entity: str, period: str, not_applicable: Container[str]
) -> Iterator[Lacking]:
    """Whole statements, with the indicators of the scheme that need one of the lines by which they are known."""
    for name in absent(dataset, catalog, entity, period, not_applicable):
        items = complete_set().statements[name].items
        unlocked = tuple(one for one in indicators_of(scheme) if {*items} & {*catalog.items_behind.get(one, ())})
        yield Lacking(MissingKind.STATEMENT, name, items[:1], (), unlocked)


def opening_month(dataset: Dataset, entity: str, period: str) -> int:
    """The first month of the period's year of which a hospital has a form: where it began in that year."""
    year, read = Period.parse(period).year, (Period.parse(one.period) for one in dataset.forms if one.entity == entity)
    return min((one.number for one in read if one.kind is PeriodKind.MONTH and one.year == year), default=1)


def first_due(dataset: Dataset, entity: str, period: str, first_year: int | None) -> int:
    """The first month of a period's year of which there are forms to bring.

    In the year in which a hospital began it is its first one. A month of which the forms are all that there is of its
    year was brought for itself: none before it is due.
    """
    asked = Period.parse(period)
    if first_year == asked.year:
        return opening_month(dataset, entity, period)
    return asked.number if asked.kind is PeriodKind.MONTH and _is_alone(dataset, entity, asked) else 1


def _is_alone(dataset: Dataset, entity: str, month: Period) -> bool:
    read = {Period.parse(one.period) for one in dataset.forms if one.entity == entity}
    return {one for one in read if one.year == month.year} == {month}


def _tells_the_year(dataset: Dataset, entity: str, month: str) -> bool:
    """Whether what flowed from the start of the year stands on the forms of a month."""
    return any(view == View.YEAR_TO_DATE for _, view in dataset.known(entity, month))


def _items(  # noqa: PLR0913 - of one hospital and period
    dataset: Dataset, catalog: Catalog, scheme: Scheme, entity: str, period: str, known_forms: Collection[str]
) -> Iterator[Lacking]:
    """Items by the form on which they stand; each figure that stands on none for itself."""
    needs = {name: catalog.items_behind.get(name, ()) for name in indicators_of(scheme)}
    items = dict.fromkeys(item for each in needs.values() for item in each)
    missing = [item for item in items if is_missing(dataset, catalog, item, entity, period)]
    forms: dict[str | None, list[str]] = {}
    for item in missing:
        here = [form for form in catalog.items[item].forms if form in known_forms]
        known = [form for form in here if form in scheme.requires]
        forms.setdefault(next(iter((*known, *here)), None), []).append(item)
    for form, named in forms.items():
        for group in [named] if form else [[item] for item in named]:
            unlocked = tuple(name for name, of in needs.items() if {*of} & {*group})
            yield Lacking(MissingKind.FORM if form else MissingKind.ITEMS, form, tuple(group), (), unlocked)


def _earlier(dataset: Dataset, catalog: Catalog, scheme: Scheme, entity: str, period: str) -> Iterator[Lacking]:
    """The same period of the year before, where indicators compare with it and nothing tells it.

    What the forms state of the time before (last year's column, and in a year the opening balance) does, and of the
    last month of a year what the form of that year states.
    """
    before = str(Period.parse(period).previous_year())
    if (entity, before) in dataset.values.index:
        return
    told_before = YearBefore(dataset, catalog, entity, Period.parse(period), scheme.basis)
    compared = {
        name
        for name in indicators_of(scheme)
        if any(not told_before.is_stated(item) for item in _called(catalog, name, PREVIOUS))
    }
    if Period.parse(period).kind is PeriodKind.YEAR:
        compared.update(_averaging(dataset, catalog, scheme, entity, period))
    if asking := [name for name in indicators_of(scheme) if name in compared]:
        yield Lacking(MissingKind.EARLIER, None, (), (before,), tuple(asking))


def _opening(dataset: Dataset, catalog: Catalog, scheme: Scheme, entity: str, period: str) -> Iterator[Lacking]:
    """Within a year, what the year began with: the balances of the end of the year before."""
    when = Period.parse(period)
    asking = () if when.kind is PeriodKind.YEAR else tuple(_averaging(dataset, catalog, scheme, entity, period))
    if asking:
        yield Lacking(MissingKind.OPENING, None, (), (str(when.fiscal_year.previous_year()),), asking)


def _averaging(dataset: Dataset, catalog: Catalog, scheme: Scheme, entity: str, period: str) -> Iterator[str]:
    """Indicators that need a mean over the year of a balance whose opening nothing tells."""
    cells, when = Cells(dataset, catalog.items, entity), Period.parse(period)

    def is_open(item: str) -> bool:
        return cells.figure(item, when, Aspect.BASIS) is not None and cells.figure(item, when, Aspect.OPEN) is None

    for name in indicators_of(scheme):
        if catalog.indicators[name].average == STRICT and any(map(is_open, _called(catalog, name, AVERAGE))):
            yield name


STRICT: Final = "strict"
"""The mean of an indicator that is not made of the closing balance alone."""


@lru_cache(maxsize=4096)  # of each indicator of some catalogues, for thousands of hospitals
def _called(catalog: Catalog, indicator: str, function: str) -> tuple[str, ...]:
    """Items of which a formula asks by a function: the value of the year before, the mean over the year."""
    calls = (node for tree in catalog.formulas_behind(indicator) for node in nodes(tree) if isinstance(node, Call))
    names = dict.fromkeys(name for call in calls if call.function == function for name in names_in(call))
    found = ((name,) if name in catalog.items else catalog.items_behind.get(name, ()) for name in names)
    return tuple(dict.fromkeys(item for group in found for item in group))


@dataclass(frozen=True, eq=False)
class YearBefore:
    """What a hospital's forms tell of the time a year before a period."""

    dataset: Dataset
    catalog: Catalog
    entity: str
    when: Period
    basis: str

    @cached_property
    def cells(self) -> Cells:
        """The figures of the hospital."""
        return Cells(self.dataset, self.catalog.items, self.entity, Terms(self.basis))

    def is_stated(self, item: str) -> bool:
        """Whether forms of the period, or that of the year with which the period before ended, tell an item's figure.

        Where that year's form is there, an item that the period itself lacks is not asked of it.
        """
        opening = self.cells.stated_opening(item, self.when) if self.when.kind is PeriodKind.YEAR else None
        if opening is not None or self.cells.figure(item, self.when, Aspect.COMPARATIVE) is not None:
            return True
        before = self.when.previous_year()
        if self.cells.figure(item, before, Aspect.BASIS) is not None:
            return True
        is_year_there = self.when.ends_year and before.fiscal_year in self.cells.periods
        return is_year_there and not self._is_of_one_month(item) and self._is_unknown(item)

    def _is_of_one_month(self, item: str) -> bool:
        """Whether the basis asks of a month alone, which no year tells."""
        return not tells_year_end(self.catalog.items[item], Aspect.BASIS, self.cells.terms)

    def _is_unknown(self, item: str) -> bool:
        return self.cells.figure(item, self.when, Aspect.BASIS) is None


def _experts(scheme: Scheme) -> Iterator[Lacking]:
    rated = [name for part in scheme.parts.values() if part.from_folder is not None for name in part.indicators]
    if rated:
        yield Lacking(MissingKind.EXPERTS, None, (), (), tuple(rated))


def _months(dataset: Dataset, entity: str, period: str, first: int) -> Iterator[Lacking]:
    """Months from the first on that a form leaves out of the year so far, where it has others of that year.

    One month alone beside the form of the whole year was brought for another year's to be compared with.
    """
    asked = Period.parse(period)
    whole = {form.form for form in dataset.forms if form.entity == entity and form.period == str(asked.fiscal_year)}
    there: dict[str, set[int]] = {}
    for form in dataset.forms:
        here = Period.parse(form.period)
        if form.entity == entity and here.kind is PeriodKind.MONTH and here.year == asked.year:
            there.setdefault(form.form, set()).add(here.number)
    for code, months in sorted(there.items()):
        last = max(months) if asked.kind is not PeriodKind.MONTH else asked.number
        missing = [number for number in range(first, last + 1) if number not in months]
        is_alone = len(months) == 1 and code in whole and asked.kind is PeriodKind.YEAR
        if missing and not is_alone:
            named = tuple(str(Period(asked.year, PeriodKind.MONTH, number)) for number in missing)
            yield Lacking(MissingKind.MONTHS, code, (), named, ())


def _periods(dataset: Dataset, entity: str, period: str) -> Iterator[Lacking]:
    """Earlier periods of the same kind that all other hospitals of the group have."""
    asked = Period.parse(period)
    earlier = (text for text in dataset.only_lacked_by(entity) if Period.parse(text).kind is asked.kind)
    named = tuple(sorted(text for text in earlier if Period.parse(text).sort_key() < asked.sort_key()))
    if named:
        yield Lacking(MissingKind.PERIODS, None, (), named, ())


def told(one: Lacking, catalog: Catalog) -> Text:
    """One thing to bring, in words: what it is, where it stands, and what it unlocks."""
    words = catalog.words[f"lacking.{one.kind}"]
    form = catalog.forms[one.form].title if one.form is not None and one.form in catalog.forms else None
    if one.kind is MissingKind.STATEMENT and one.form is not None:
        name = complete_set().statements[one.form].name
        form = Text(zh=catalog.respell(name.zh), en=name.en)
    facts = {
        "form": form,
        "items": _named([catalog.items[name].name for name in one.items], catalog),
        "periods": _listed([period_with_year(period) for period in one.periods]) if one.periods else None,
    }
    said = {
        language: words.in_language(language).format(
            **{name: fact.in_language(language) if fact else "" for name, fact in facts.items()}
        )
        for language in ("zh", "en")
    }
    if not one.indicators:
        return Text(**said)
    names = [
        catalog.indicators[name].short or catalog.indicators[name].name
        for name in one.indicators
        if name in catalog.indicators
    ]
    n, listed = len(one.indicators), _named(names, catalog)
    unlocked = catalog.words[f"lacking.unlocks{'.one' if n == 1 else ''}"]
    return Text(
        zh=said["zh"] + unlocked.zh.format(n=n, names=listed.zh if listed else ""),
        en=said["en"] + unlocked.en.format(n=n, names=listed.en if listed else ""),
    )


def _named(names: list[Text], catalog: Catalog) -> Text | None:
    if not names:
        return None
    shown = names[:MOST]
    found = _listed(shown)
    if len(names) <= MOST:
        return found
    words = catalog.words["check.and_more"]
    return Text(zh=words.zh.format(names=found.zh, n=len(names)), en=words.en.format(names=found.en, n=len(names)))


def _listed(names: Sequence[Text]) -> Text:
    return Text(zh="、".join(name.zh for name in names), en=", ".join(name.en for name in names))
