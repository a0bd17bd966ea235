"""What is still missing of the data of a hospital, and what each piece would unlock: one answer for all who ask.

Asked is of the chosen scheme: which items its indicators need and no cell has, the year before for those that compare
with it, the ratings of experts, and the months that a form leaves out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from reportgen.checks.needs import indicators_of, is_missing, items_of, trees_of
from reportgen.formula.walk import nodes
from reportgen.model.definition import Text
from reportgen.model.expression import Call
from reportgen.model.period import Period, PeriodKind

if TYPE_CHECKING:
    from reportgen.catalog import Catalog
    from reportgen.model.dataset import Dataset
    from reportgen.model.schemes import Scheme

PREVIOUS: Final = "prev"
MOST: Final = 6
"""Names in one line; more are counted."""


class Piece(StrEnum):
    """What kind of thing is missing."""

    FORM = "form"  # lines of a form
    ITEMS = "items"  # figures that stand on no form
    EARLIER = "earlier"
    EXPERTS = "experts"
    MONTHS = "months"


@dataclass(frozen=True)
class Lacking:
    """One thing to bring.

    Attributes:
        form: the form on which the items stand, or whose months are missing; None where there is none.
        items: what is missing; periods: months that are, or the year before.
        indicators: of the scheme, which this would unlock.
    """

    kind: Piece
    form: str | None
    items: tuple[str, ...]
    periods: tuple[str, ...]
    indicators: tuple[str, ...]


def lacking(  # noqa: PLR0913 - everything that speaks about a gap
    dataset: Dataset, catalog: Catalog, scheme: Scheme, entity: str, period: str, *, is_rated: bool
) -> tuple[Lacking, ...]:
    """Everything that is missing, what unlocks most first."""
    found = [
        *_items(dataset, catalog, scheme, entity, period),
        *_earlier(dataset, catalog, scheme, entity, period),
        *([] if is_rated else _experts(scheme)),
        *_months(dataset, entity, period),
    ]
    return tuple(sorted(found, key=lambda one: -len(one.indicators)))


def _items(dataset: Dataset, catalog: Catalog, scheme: Scheme, entity: str, period: str) -> Iterator[Lacking]:
    """Items by the form on which they stand; each figure that stands on none for itself."""
    needs = {name: items_of(catalog, name) for name in indicators_of(scheme)}
    items = dict.fromkeys(item for each in needs.values() for item in each)
    missing = [item for item in items if is_missing(dataset, catalog, item, entity, period)]
    forms: dict[str | None, list[str]] = {}
    for item in missing:
        here = [form for form in catalog.items[item].forms if form in catalog.forms]
        known = [form for form in here if form in scheme.requires]
        forms.setdefault(next(iter((*known, *here)), None), []).append(item)
    for form, named in forms.items():
        for group in [named] if form else [[item] for item in named]:
            unlocked = tuple(name for name, of in needs.items() if {*of} & {*group})
            yield Lacking(Piece.FORM if form else Piece.ITEMS, form, tuple(group), (), unlocked)


def _earlier(dataset: Dataset, catalog: Catalog, scheme: Scheme, entity: str, period: str) -> Iterator[Lacking]:
    """The same period of the year before, where indicators compare with it and nothing of it was read."""
    before = str(Period.parse(period).previous_year())
    if (entity, before) in dataset.values.index:
        return
    asking = [
        name for name in indicators_of(scheme)
        if any(isinstance(node, Call) and node.function == PREVIOUS for tree in trees_of(catalog, name)
               for node in nodes(tree))
    ]  # fmt: skip
    if asking:
        yield Lacking(Piece.EARLIER, None, (), (before,), tuple(asking))


def _experts(scheme: Scheme) -> Iterator[Lacking]:
    rated = [name for part in scheme.parts.values() if part.from_folder is not None for name in part.indicators]
    if rated:
        yield Lacking(Piece.EXPERTS, None, (), (), tuple(rated))


def _months(dataset: Dataset, entity: str, period: str) -> Iterator[Lacking]:
    """Months that a form leaves out of the year so far, where it has others of that year."""
    asked = Period.parse(period)
    there: dict[str, set[int]] = {}
    for form in dataset.forms:
        here = Period.parse(form.period)
        if form.entity == entity and here.kind is PeriodKind.MONTH and here.year == asked.year:
            there.setdefault(form.form, set()).add(here.number)
    for code, months in sorted(there.items()):
        last = max(months) if asked.kind is not PeriodKind.MONTH else asked.number
        missing = [number for number in range(1, last + 1) if number not in months]
        if missing:
            named = tuple(str(Period(asked.year, PeriodKind.MONTH, number)) for number in missing)
            yield Lacking(Piece.MONTHS, code, (), named, ())


def told(one: Lacking, catalog: Catalog) -> Text:
    """One thing to bring, in words: what it is, where it stands, and what it unlocks."""
    words = catalog.words[f"lacking.{one.kind}"]
    form = catalog.forms[one.form].title if one.form is not None and one.form in catalog.forms else None
    facts = {
        "form": form, "items": _named([catalog.items[name].name for name in one.items], catalog),
        "periods": Text(zh="、".join(one.periods), en=", ".join(one.periods)) if one.periods else None,
    }  # fmt: skip
    said = {
        language: words.in_language(language).format(
            **{name: fact.in_language(language) if fact else "" for name, fact in facts.items()}
        )
        for language in ("zh", "en")
    }
    if not one.indicators:
        return Text(**said)
    names = [catalog.indicators[name].short or catalog.indicators[name].name
             for name in one.indicators if name in catalog.indicators]  # fmt: skip
    unlocked, listed = catalog.words["lacking.unlocks"], _named(names, catalog)
    n = len(one.indicators)
    return Text(
        zh=said["zh"] + unlocked.zh.format(n=n, names=listed.zh if listed else ""),
        en=said["en"] + unlocked.en.format(n=n, names=listed.en if listed else ""),
    )


def _named(names: list[Text], catalog: Catalog) -> Text | None:
    if not names:
        return None
    shown = names[:MOST]
    found = Text(zh="、".join(name.zh for name in shown), en=", ".join(name.en for name in shown))
    if len(names) <= MOST:
        return found
    words = catalog.words["check.and_more"]
    return Text(zh=words.zh.format(names=found.zh, n=len(names)), en=words.en.format(names=found.en, n=len(names)))
