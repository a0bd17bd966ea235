"""Rows of the passport: the formula of an indicator in words, and the cells it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from reportgen import formula
from reportgen.model import printing
from reportgen.model.definition import Text
from reportgen.model.known import item_key, under
from reportgen.model.reason import Flag
from reportgen.report.calendar_words import period_with_year
from reportgen.report.speech import same

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from reportgen.model.definition import Language
    from reportgen.model.place import Place
    from reportgen.model.values import Derivation
    from reportgen.report.desk.context import Context

SIGNIFICANT: Final = ".12g"
LARGE: Final = 1e10
"""Amounts from here on have more than twelve digits with their fen; a double holds fifteen."""
EXACT: Final = ".15g"
ANNUALISED: Final = "annualised"
FEN: Final = 2
"""Decimals of amounts in official tables."""


@dataclass(frozen=True)
class PassportRow:
    """One number of the report, or with `is_part` a cell on which numbers rest; `voucher`: by what it was booked."""

    printed: str
    name: Text
    key: str
    origin: Text | None
    place: str
    unrounded: str
    is_part: bool
    voucher: Text | None = None


def formula_text(context: Context, identifier: str) -> Text:
    """The formula with the names of its items."""
    catalog = context.material.catalog
    expression = catalog.expressions[identifier]
    names = {name: context.name_of(name) for name in formula.names_in(expression) if context.knows(name)}
    names |= {name: context.say(f"formula.{name}") for name in ("days", "months")}
    functions = dict(context.say.words.under("formula.function"))
    if not _is_annualised(context, identifier):
        functions[ANNUALISED] = same(formula.UNSAID)
    return Text(
        zh=formula.say(expression, _in("zh", names), _in("zh", functions)),
        en=formula.say(expression, _in("en", names), _in("en", functions)),
    )


def _is_annualised(context: Context, identifier: str) -> bool:
    """Whether amounts were taken to a whole year; those of a whole year stay as they are."""
    material = context.material
    found = material.values.at(identifier, material.entity, material.period)
    return found.value is None or Flag.ANNUALISED in found.flags


def _in(language: Language, words: Mapping[str, Text]) -> dict[str, str]:
    return {name: text.in_language(language) for name, text in words.items()}


def parts(context: Context, identifier: str, *, in_full: bool = False) -> Iterator[PassportRow]:
    """The cells that an indicator rests on, each once.

    `in_full` names them as the formula beside them does, and prints amounts of money to the hundredth, round ones too.
    """
    called = context.name_of if in_full else context.caption
    seen = set()
    for leaf in context.material.derive(identifier).items():
        if leaf.value is None or (leaf.id, leaf.view, leaf.period) in seen:
            continue
        seen.add((leaf.id, leaf.view, leaf.period))
        rests_on = (leaf.place, leaf.adjustment.place if leaf.adjustment else None)
        place = "; ".join(str(one) for one in rests_on if one is not None)
        origin = None if leaf.place else context.say("passport.origin.months")
        key = ".".join(part for part in (leaf.id, leaf.period, leaf.view) if part)
        name = _with_view(context, called(leaf.id), leaf)
        booked = vouchers(context, [leaf.place] if leaf.place else [])
        value = _read(context, leaf, leaf.value)
        printed = printing.number(value, FEN) if in_full and _is_money(context, leaf.id) else _amount(value)
        yield PassportRow(printed, name, key, origin, place, unrounded(leaf.value), is_part=True, voucher=booked)


def _read(context: Context, leaf: Derivation, value: float) -> float:
    """The figure under its key where it was read as it stands: a round one is not known again by its value."""
    period, view = leaf.period or context.material.period, leaf.view or ""
    read = context.material.dataset.value(leaf.id, context.material.entity, period, view)
    return value if read != value else under(value, item_key(leaf.id, period, view))


def cells(context: Context, identifier: str, period: str | None = None) -> tuple[Place, ...]:
    """The places of the figures that an indicator rests on, each once, in order of its formula; adjustments last.

    A figure that an audit changed is not found in its cell: the line of the adjustment is as much its source.
    """
    tree = context.material.derive(identifier, period) if period else context.material.derive(identifier)
    read = [leaf for leaf in tree.items() if leaf.value is not None]
    changed = (leaf.adjustment.place for leaf in read if leaf.adjustment is not None)
    return tuple(dict.fromkeys(place for place in (*(leaf.place for leaf in read), *changed) if place is not None))


def vouchers(context: Context, places: Iterable[Place]) -> Text | None:
    """The vouchers and documents that the sources name beside these cells, each once; None where they name none."""
    named = context.material.dataset.vouchers
    found = dict.fromkeys(named[place] for place in places if place in named)
    if not found:
        return None
    return context.say("passport.voucher", vouchers=context.say.join(map(same, found), "list.comma"))


def _with_view(context: Context, name: Text, leaf: Derivation) -> Text:
    """The item, with the period and column it is taken from where these are not the report's own."""
    parts = []
    if leaf.period and leaf.period != context.material.period:
        parts.append(period_with_year(leaf.period))
    if leaf.view in {"open", "comp"}:
        parts.append(context.say(f"view.{leaf.view}"))
    if not parts:
        return name
    return context.say("passport.qualified", name=name, words=context.say.join(parts, "list.comma_only"))


def unrounded(value: float) -> str:
    """A value with every digit that means something, never as a power of ten."""
    text = f"{value:{SIGNIFICANT if abs(value) < LARGE else EXACT}}"
    return (f"{Decimal(repr(value)):f}" if "e" in text else text).replace("-", printing.MINUS)


def _is_money(context: Context, identifier: str) -> bool:
    item = context.material.catalog.items.get(identifier)
    return item is not None and item.unit == "money"


def _amount(value: float) -> str:
    return printing.number(value, 0 if value == int(value) else 2)
