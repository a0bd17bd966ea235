"""Figures that lie outside the scale of their item: told with their cell, and not taken.

Amounts in another currency than the case's: told, and never taken for its own (edge rule E43).

Counts of visits, discharges and the like that are no whole numbers (W82): read as they are, and told.

Such a figure is a mean, or one in ten thousands whose unit nobody wrote down; as a count it would be far too small.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np

from reportgen.catalog import Catalog
from reportgen.intake.context import FigureBlock, FoundValues
from reportgen.intake.reading import Reading
from reportgen.intake.words.figures import figure
from reportgen.intake.words.labels import CHARACTERS, bare
from reportgen.intake.words.units import (
    factor_alone,
    factor_in,
    is_currency,
    is_sign,
    unit_behind,
    unit_folded,
    unit_in,
)
from reportgen.intake.words.vocabulary import vocabulary
from reportgen.intake.workbooks.sheets import Sheet
from reportgen.model.dataset import Dataset, Observation
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
    "USD",
    "EUR",
    "GBP",
    "JPY",
    "HKD",
    "MOP",
    "TWD",
    "KRW",
    "SGD",
    "AUD",
    "NZD",
    "CAD",
    "CHF",
    "RUB",
    "INR",
    "CNY",
    "MYR",
    "PHP",
    "MXN",
    "THB",
    "ZAR",
    "AED",
)
DOLLARS: Final = frozenset({"USD", "HKD", "TWD", "SGD", "AUD", "NZD", "CAD"})
SIGNS: Final = {
    "us$": "USD",
    "hk$": "HKD",
    "nt$": "TWD",
    "a$": "AUD",
    "au$": "AUD",
    "nz$": "NZD",
    "c$": "CAD",
    "ca$": "CAD",
    "s$": "SGD",
    "€": "EUR",
    "£": "GBP",
    "rmb": "CNY",
    "renminbi": "CNY",
    "¥": "CNY",
    "₹": "INR",
    "₱": "PHP",
    "฿": "THB",
    "mx$": "MXN",
}
DOLLAR: Final = "$"
SHARED: Final = {
    DOLLAR: DOLLARS | {"MXN"},
    "dollar": DOLLARS,
    "¥": frozenset({"CNY", "JPY"}),
    "peso": frozenset({"PHP", "MXN"}),
}
"""Signs and names of several currencies."""
YUAN: Final = "CNY"
NEAR: Final = 14
"""Characters behind the word for unit in which its currency stands."""


def of_own(sheet: Sheet, context: ReadingContext, gathered: FoundValues) -> Sheet | None:
    """The sheet without amounts of another currency; None where its unit is one of another currency.

    Without a case its own currency is that of its unit, and where no unit names one the sheet stays as it is.
    """
    texts, foreign = [*_texts(sheet)], dict[tuple[int, int], tuple[str, str]]()
    case = context.case
    own, alike = (case.file.currency, frozenset[str]()) if case else _of_units(sheet, {text for _, _, text in texts})
    if not own or not (texts or sheet.signs):
        return sheet
    for row, column, text in texts:
        stated = _of_unit(text, own) if case else None
        if stated is not None and not (is_currency(text) and _has_amounts(sheet, row)):
            gathered.find("I90", sheet.place(row, column), currency=stated, own=own)
            return None
        found = _of_amount(text, own)
        if found is not None:
            foreign[row, column] = (found, text[:40])
        elif is_sign(text) and (stated := _of_sign(text, own)) and _is_amount(sheet, row, column + 1):
            foreign[row, column + 1] = (stated, f"{text.strip()} {sheet.at(row, column + 1)}"[:40])
    signs = sheet.signs if case or own != YUAN else {}  # formats of amounts in yuan are often those of a template
    for (row, column), sign in signs.items():
        cell, found = sheet.at(row, column), _of_sign(sign, own)
        if found is not None and isinstance(cell, int | float):
            foreign[row, column] = (found, f"{sign}{cell:,.15g}")
    foreign = {spot: found for spot, found in foreign.items() if found[0] not in alike}
    for currency in dict.fromkeys(code for code, _ in foreign.values()):
        (spot, text), *others = [(spot, text) for spot, (code, text) in foreign.items() if code == currency]
        gathered.find("I91", sheet.place(*spot), text=text, currency=currency, own=own, more=len(others) or None)
    return sheet.replaced(dict.fromkeys(foreign)) if foreign else sheet


def _of_units(sheet: Sheet, texts: Iterable[str]) -> tuple[str, frozenset[str]]:
    """The currency of the units of a sheet, and those that their word may mean as well; "" where units differ.

    A unit in Chinese that names no currency is one of yuan.
    """
    units = [text for text in texts if figure(text).value is None or factor_alone(text) is not None]
    named = {code: text for text in units if (code := _of_unit(text, ""))}
    if not named and texts and any(CHARACTERS.search(one) and factor_in(one) is not None for one in sheet.texts):
        return YUAN, frozenset({YUAN})
    if len(named) != 1:
        return "", frozenset()
    code, text = next(iter(named.items()))
    folded = unit_folded(text)
    shared = (codes for word, codes in SHARED.items() if word in folded and code in codes)
    return code, next(shared, frozenset({code}))


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
    folded = unit_folded(text)
    is_sign = _any().search(f"{text.lower()} {folded}") is not None
    return is_sign or any(word in folded for word in vocabulary().currency_units.words)


def _of_unit(text: str, own: str) -> str | None:
    """The foreign currency that a unit line names."""
    folded, words = unit_folded(text), _words() | vocabulary().currency_units.words
    mark = next((mark for mark in vocabulary().unit_marks if mark in folded), None)
    if mark is not None:
        before, _, behind = folded.partition(mark)
        named = before.rpartition(":")[2]  # of a cell that says the currency before the unit
        return _foreign(f"{named if named in words else ''} {behind[:NEAR]}", words, own)
    return _foreign(unit_in(text) or unit_folded(unit_behind(text)), words, own)


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


def _of_sign(sign: str, own: str) -> str | None:
    """The foreign currency whose sign the format of a cell shows."""
    code = _words().get(bare(sign).lower())
    return code if code is not None and _is_foreign(bare(sign).lower(), code, own) else None


def _is_amount(sheet: Sheet, row: int, column: int) -> bool:
    return column < sheet.width and figure(sheet.at(row, column)).value is not None


def shows_currency(sheet: Sheet, row: int, column: int) -> bool:
    """Whether a cell shows its amount with a currency, and so whole: $1,234 as a text or by its format, $ before it."""
    cell = sheet.at(row, column)
    if column and _is_amount(sheet, row, column) and is_sign(sheet.text(row, column - 1)):
        return True
    if isinstance(cell, str):
        return _amounts().fullmatch(bare(cell).lower()) is not None
    return bare(sheet.signs.get((row, column), "")).lower() in _words()


def _is_foreign(word: str, code: str, own: str) -> bool:
    return code != own and own not in SHARED.get(word, ())


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


RULE: Final = "W82"
COUNT: Final = "count"
STATEMENT: Final = "operations"
WHOLE: Final = 1e-6
"""What arithmetic leaves of a whole number."""


def tell_parts_of_counts(gathered: FoundValues, catalog: Catalog) -> None:
    """W82 once for each item of a sheet, at the first of its figures."""
    found: dict[tuple[str, str | None, str], list[Observation]] = defaultdict(list)
    for one in _broken(gathered):
        if one.item in catalog.items and catalog.items[one.item].statement == STATEMENT:
            found[one.place.file, one.place.sheet, one.item].append(one)
    for (_, _, item), (first, *others) in found.items():
        facts: dict[str, Fact] = {
            "item": catalog.items[item].name,
            "items": (item,),
            "count": 1 + len(others),
            "value": first.value,
        }
        gathered.findings.append(Finding(RULE, first.place, facts, places=tuple(one.place for one in others)))


def _broken(gathered: FoundValues) -> Iterator[Observation]:
    """The counts that are no whole numbers."""
    for part in gathered.observations:
        if isinstance(part, FigureBlock):
            broken = np.abs(part.values - np.rint(part.values)) > WHOLE
            yield from (part.observation(slot) for slot in broken.nonzero()[0].tolist() if _counts(part, slot))
        elif part.unit == COUNT and not part.derived and abs(part.value - round(part.value)) > WHOLE:
            yield part


def _counts(block: FigureBlock, slot: int) -> bool:
    return block.slots.units[slot] == COUNT
