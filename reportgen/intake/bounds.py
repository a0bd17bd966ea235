"""Figures that lie outside the scale of their item: told with their cell, and not taken.

Amounts in another currency than the case's: told, and never taken for its own (edge rule E43).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np

from reportgen.catalog import Catalog
from reportgen.intake.banner import is_currency, unit_in
from reportgen.intake.figures import Cell, figure
from reportgen.intake.reading import Reading
from reportgen.intake.sheets import Sheet
from reportgen.intake.vocabulary import bare, vocabulary
from reportgen.model.dataset import Dataset
from reportgen.model.finding import BEFORE, Fact, Finding
from reportgen.model.place import NOWHERE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from reportgen.intake.context import FoundValues, ReadingContext


def within_scales(reading: Reading, catalog: Catalog) -> Reading:
    """The reading without the figures that their items' scales do not know."""
    dataset = reading.dataset
    wrong: dict[tuple[str, str], NDArray[np.bool_]] = {}
    for item, view in [(str(key[0]), str(key[1])) for key in dataset.values.columns]:
        between = catalog.items[item].between if item in catalog.items else None
        if between is not None:
            outside = _outside(dataset.values[item, view].to_numpy(), between)
            wrong |= {(item, view): outside} if outside.any() else {}
    if not wrong:
        return reading
    values = dataset.values.copy()
    for column, outside in wrong.items():
        values.loc[outside, column] = np.nan
    told = [finding for column, rows in wrong.items() for finding in _told(dataset, column, rows, catalog)]
    return replace(reading, dataset=replace(dataset, values=values), findings=(*reading.findings, *told))


def _outside(figures: NDArray[np.float64], between: tuple[float, float]) -> NDArray[np.bool_]:
    return (figures < between[0]) | (figures > between[1])


def _told(dataset: Dataset, column: tuple[str, str], outside: NDArray[np.bool_], catalog: Catalog) -> Iterator[Finding]:
    item, view = column
    defined = catalog.items[item]
    assert defined.between is not None
    low, high = defined.between
    for entity, period in dataset.values.index[outside]:
        value = dataset.value(item, entity, period, view)
        facts: dict[str, Fact] = {"item": defined.name, "items": (item,), "entity": entity, "period": period}
        place = dataset.place((item, entity, period, view)) or NOWHERE
        facts["column"] = catalog.words[f"check.column.{view}"] if view in BEFORE else None
        facts |= {"view": view} if view in BEFORE else {}
        yield Finding("N05", place, facts | {"value": value, "low": low, "high": high})


KNOWN: Final = (
    "USD", "EUR", "GBP", "JPY", "HKD", "MOP", "TWD", "KRW", "SGD", "AUD", "NZD", "CAD", "CHF", "RUB", "INR", "CNY",
)  # fmt: skip
DOLLARS: Final = frozenset({"USD", "HKD", "TWD", "SGD", "AUD", "NZD", "CAD"})
SIGNS: Final = {
    "us$": "USD", "hk$": "HKD", "nt$": "TWD", "a$": "AUD", "au$": "AUD", "nz$": "NZD", "c$": "CAD", "ca$": "CAD",
    "s$": "SGD", "€": "EUR", "£": "GBP", "rmb": "CNY", "renminbi": "CNY", "¥": "CNY", "₹": "INR",
}  # fmt: skip
DOLLAR, YUAN = "$", "¥"
IN_WORDS: Final = "dollar"
YUANS: Final = frozenset({"CNY", "JPY"})
"""Currencies of which that is the sign."""
NEAR: Final = 14
"""Characters behind the word for unit in which its currency stands."""


def of_own(sheet: Sheet, context: ReadingContext, gathered: FoundValues) -> Sheet | None:
    """The sheet without amounts of another currency; None where its unit is one of another currency.

    Without a case there is no own currency, and the sheet stays as it is.
    """
    if context.case is None:
        return sheet
    own, foreign = context.case.file.currency, list[tuple[int, int]]()
    for row, column, text in _texts(sheet):
        stated = _of_unit(text, own)
        if stated is not None and not (is_currency(text) and _has_amounts(sheet, row)):
            gathered.find("I90", sheet.place(row, column), currency=stated, own=own)
            return None
        found = _of_amount(text, own)
        if found is not None:
            gathered.find("I91", sheet.place(row, column), text=text[:40], currency=found, own=own)
            foreign.append((row, column))
    return _without(sheet, foreign) if foreign else sheet


def _has_amounts(sheet: Sheet, row: int) -> bool:
    """Whether numbers stand in a row: a sign among them is of one amount and no unit of the sheet."""
    return any(figure(cell).value is not None for cell in sheet.rows[row])


def _texts(sheet: Sheet) -> Iterator[tuple[int, int, str]]:
    found = {cell for cell in sheet.flat if isinstance(cell, str) and _names_any(cell)}
    for number, row in enumerate(sheet.rows) if found else ():
        for column, cell in enumerate(row):
            if isinstance(cell, str) and cell in found:
                yield number, column, cell


@lru_cache(maxsize=65536)
def _names_any(text: str) -> bool:
    folded = bare(text).lower()
    return _any().search(text.lower()) is not None or any(word in folded for word in vocabulary().currency_units.words)


def _without(sheet: Sheet, cells: list[tuple[int, int]]) -> Sheet:
    rows: list[list[Cell]] = [list(row) for row in sheet.rows]
    for row, column in cells:
        rows[row][column] = None
    return replace(sheet, rows=tuple(map(tuple, rows)), like=None)


def _of_unit(text: str, own: str) -> str | None:
    """The foreign currency that a unit line names."""
    folded, words = bare(text).lower(), _words() | vocabulary().currency_units.words
    mark = next((mark for mark in vocabulary().unit_marks if mark in folded), None)
    if mark is not None:
        before, _, behind = folded.partition(mark)
        named = before.rpartition(":")[2]  # of a cell that says the currency before the unit
        return _foreign(f"{named if named in words else ''} {behind[:NEAR]}", words, own)
    return _foreign(unit_in(text), words, own)


def _foreign(said: str, words: Mapping[str, str], own: str) -> str | None:
    """The foreign currency that words name: each part of them is one word; the A$ of CA$ is none."""
    for word, code in words.items():
        if word in said and _is_foreign(word, code, own):
            return code
        said = said.replace(word, " ")
    return None


def _of_amount(text: str, own: str) -> str | None:
    """The foreign currency of an amount that stands in a cell as text."""
    match = _amounts().fullmatch(bare(text).lower())
    word = match and (match[1] or match[2])
    if not word:
        return None
    code = _words()[word]
    return code if _is_foreign(word, code, own) else None


def _is_foreign(word: str, code: str, own: str) -> bool:
    is_own_sign = (word in {DOLLAR, IN_WORDS} and own in DOLLARS) or (word == YUAN and own in YUANS)
    return code != own and not is_own_sign


@lru_cache(maxsize=1)
def _words() -> dict[str, str]:
    """Words and signs of currencies, the longer before the shorter."""
    from babel.numbers import get_currency_name

    found = {**SIGNS, DOLLAR: "USD"}
    for code in KNOWN:
        found[code.lower()] = code
        found[bare(get_currency_name(code, locale="zh")).lower()] = code
    return dict(sorted(found.items(), key=lambda item: -len(item[0])))


@lru_cache(maxsize=1)
def _any() -> re.Pattern[str]:
    """Whether a text names any currency at all: most do not."""
    return re.compile("|".join(map(re.escape, (*_words(), *vocabulary().currency_units.words))))


@lru_cache(maxsize=1)
def _amounts() -> re.Pattern[str]:
    words = "|".join(re.escape(word) for word in _words())
    number = r"[-(]?\d[\d,]*(?:\.\d+)?\)?"
    return re.compile(rf"(?:-?({words}){number}|{number}({words}))")
