"""The passport of the printed numbers, on pages: indicators with the cells they rest on, scores with their rule."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reportgen import formula
from reportgen.model import printing
from reportgen.model.definition import Text
from reportgen.report.board import scorecard
from reportgen.report.calendar_words import period_with_year

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from reportgen.model.definition import Language
    from reportgen.model.results import ScoredIndicator
    from reportgen.model.values import Derivation
    from reportgen.report.board.context import Context

SIGNIFICANT: Final = ".12g"


@dataclass(frozen=True)
class PassportRow:
    """One number of the report, or with `is_part` a cell on which numbers rest."""

    printed: str
    name: Text
    key: str
    origin: Text | None
    place: str
    unrounded: str
    is_part: bool


@dataclass(frozen=True)
class Passport:
    """Numbers with their rule or cell, and the cells that the rules name, each once."""

    headline: Text
    rows: tuple[PassportRow, ...]
    cells: tuple[PassportRow, ...]


def passport(context: Context) -> Passport:
    """Scores, then indicators, then the key figures of page 1; then the cells of the indicators."""
    told = [i for i in context.evaluation.indicators if i.value is not None and scorecard.is_quantitative(context, i)]
    rows = [*_scores(context), *(_indicator(context, indicator) for indicator in told), *_items(context)]
    cells = {row.key: row for indicator in told for row in parts(context, indicator.id)}
    return Passport(
        headline=context.say("passport.headline", n=len(rows)),
        rows=tuple(rows),
        cells=tuple(cells.values()),
    )


def _scores(context: Context) -> Iterator[PassportRow]:
    for key, entry in context.ledger.entries.items():
        if key.startswith("score."):
            yield PassportRow(entry.printed, entry.name, key, entry.origin, "", _unrounded(entry.value), is_part=False)


def _indicator(context: Context, indicator: ScoredIndicator) -> PassportRow:
    assert indicator.value is not None
    definition = context.indicator(indicator.id)
    return PassportRow(
        printed=context.spoken(indicator.id, indicator.value).in_language(context.language),
        name=definition.name,
        key=indicator.id,
        origin=formula_text(context, indicator.id),
        place="",
        unrounded=_unrounded(indicator.value),
        is_part=False,
    )


def formula_text(context: Context, identifier: str) -> Text:
    """The formula with the names of its items."""
    catalog = context.material.catalog
    expression = catalog.expressions[identifier]
    names = {name: context.name_of(name) for name in formula.names_in(expression) if context.knows(name)}
    names |= {name: context.say(f"formula.{name}") for name in ("days", "months")}
    functions = context.say.words.under("formula.function")
    return Text(
        zh=formula.say(expression, _in("zh", names), _in("zh", functions)),
        en=formula.say(expression, _in("en", names), _in("en", functions)),
    )


def _in(language: Language, words: Mapping[str, Text]) -> dict[str, str]:
    return {name: text.in_language(language) for name, text in words.items()}


def parts(context: Context, identifier: str) -> Iterator[PassportRow]:
    """The cells that an indicator rests on, each once."""
    seen = set()
    for leaf in leaves(context.material.derive(identifier)):
        if leaf.value is None or (leaf.id, leaf.view, leaf.period) in seen:
            continue
        seen.add((leaf.id, leaf.view, leaf.period))
        place = str(leaf.place) if leaf.place else ""
        origin = None if leaf.place else context.say("passport.origin.months")
        key = ".".join(part for part in (leaf.id, leaf.period, leaf.view) if part)
        name = _with_view(context, context.caption(leaf.id), leaf)
        yield PassportRow(_amount(leaf.value), name, key, origin, place, _unrounded(leaf.value), is_part=True)


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


def leaves(derivation: Derivation) -> Iterator[Derivation]:
    """The items of a tree, in order."""
    if derivation.kind == "item":
        yield derivation
        return
    for part in derivation.parts:
        yield from leaves(part)


def _unrounded(value: float) -> str:
    return f"{value:{SIGNIFICANT}}".replace("-", printing.MINUS)


def _amount(value: float) -> str:
    return printing.number(value, 0 if value == int(value) else 2)


def _items(context: Context) -> Iterator[PassportRow]:
    for key, entry in context.ledger.entries.items():
        if key.startswith("item.") and entry.section == "verdict":
            item = context.material.catalog.items[key.removeprefix("item.")]
            printed = (
                context.say.money(entry.value).in_language(context.language) if item.unit == "money" else entry.printed
            )
            place = "; ".join(str(place) for place in entry.places)
            yield PassportRow(printed, entry.name, key, entry.origin, place, _unrounded(entry.value), is_part=False)
