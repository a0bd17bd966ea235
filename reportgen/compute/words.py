"""A formula in both languages, with the names of items and indicators."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.formula import names_in, say
from reportgen.formula.functions import CALENDAR
from reportgen.model.definition import Language, Text
from reportgen.model.expression import Expression

if TYPE_CHECKING:
    from reportgen.catalog import Catalog


def in_words(expression: Expression, catalog: Catalog) -> Text:
    """The formula as people read it: average receivables × days ÷ medical income."""
    return Text(zh=_said(expression, catalog, "zh"), en=_said(expression, catalog, "en"))


def _said(expression: Expression, catalog: Catalog, language: Language) -> str:
    names = {name: _name(name, catalog, language) for name in names_in(expression)}
    functions = {key: text.in_language(language) for key, text in catalog.words.under("formula.function").items()}
    return say(expression, names, functions)


def _name(name: str, catalog: Catalog, language: Language) -> str:
    if name in CALENDAR:
        return catalog.words[f"formula.{name}"].in_language(language)
    defined = catalog.items.get(name) or catalog.indicators.get(name)
    return defined.name.in_language(language) if defined else name
