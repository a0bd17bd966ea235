"""What stands above and below a table: title, period, entity, unit."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from reportgen.intake import dates
from reportgen.intake.dates import Stated
from reportgen.intake.figures import Cell
from reportgen.intake.sheets import Position, Sheet
from reportgen.intake.vocabulary import bare, says, simplified, vocabulary
from reportgen.model.period import PeriodKind
from reportgen.model.place import Place

ABOVE: Final = 12
APART: Final = re.compile(r"\s{2,}|\u3000")
"""What stands between the words of several cells that are written into one."""
LONGEST: Final = 4
"""Words of a unit behind a title."""
PRECISION: Final = {PeriodKind.YEAR: 0, PeriodKind.QUARTER: 1, PeriodKind.MONTH: 2}


@dataclass(frozen=True)
class Banner:
    """The words around a table.

    Attributes:
        stated: the period printed, the most precise of them.
        stated_at: its cell.
        others: further periods that disagree with it, with their cells.
        entity: name of the reporting unit, "" where none is printed.
        factor: of the unit line, None where none is printed or several that differ.
        units_differ: whether several units are printed that differ.
        code: text with the official code, as printed.
    """

    texts: tuple[str, ...] = ()
    stated: Stated | None = None
    stated_at: Place | None = None
    others: tuple[tuple[Stated, Place], ...] = ()
    entity: str = ""
    entity_at: Place | None = None
    factor: float | None = None
    units_differ: bool = False

    @property
    def states_any(self) -> bool:
        """Whether a hospital, a period or a unit is named."""
        return bool(self.entity or self.stated or self.factor or self.units_differ)

    @property
    def title(self) -> str:
        """All words above the table without spaces, to be searched."""
        return "|".join(bare(text) for text in self.texts)


def around(sheet: Sheet, first: int, last: int, *, since: int = 0, until: int | None = None) -> Banner:
    """Read the rows above `first` and, for the unit, those from `last` on.

    Rows before `since` and from `until` on belong to other tables of the sheet.
    """
    above = list(_cells(sheet, range(max(since, first - ABOVE), first)))
    below = _cells(sheet, range(last, len(sheet.rows) if until is None else until))
    periods = [(found, spot) for cell, spot in above if (found := _period(cell))]
    stated, stated_at = _most_precise(periods, sheet)
    if stated and any(one.is_to_date and one.period == stated.period for one, _ in periods):
        stated = replace(stated, since=1)
    entity, entity_at = _entity(above)
    factors = _factors(cell for cell, _ in above) or _factors(_of_titles(sheet, above))
    factors = factors or _factors(cell for cell, _ in below)
    if not factors and any(isinstance(cell, str) and (is_currency(cell) or _ends_with_sign(cell)) for cell, _ in above):
        factors = (1.0,)  # whole dollars, pounds or yuan: nothing else is said
    return Banner(
        texts=tuple(cell for cell, _ in above if isinstance(cell, str)),
        stated=stated,
        stated_at=sheet.place(*stated_at) if stated_at else None,
        others=tuple((other, sheet.place(*at)) for other, at in periods if stated and not agree(stated, other)),
        entity=entity,
        entity_at=sheet.place(*entity_at) if entity_at else None,
        factor=factors[0] if len(factors) == 1 else None,
        units_differ=len(factors) > 1,
    )


def contradict(one: Banner, other: Banner) -> bool:
    """Whether two banners name different hospitals, periods or units."""
    pairs = ((one.entity, other.entity), (one.stated, other.stated), (one.factor, other.factor))
    return any(mine and yours and mine != yours for mine, yours in pairs)


def agree(one: Stated, other: Stated) -> bool:
    """Whether two statements may mean the same period: equal, or one the year of the other."""
    if one.period.year != other.period.year:
        return False
    kinds = {one.period.kind, other.period.kind}
    return PeriodKind.YEAR in kinds or one.period == other.period or PeriodKind.QUARTER in kinds


def _cells(sheet: Sheet, rows: Iterable[int]) -> Iterator[tuple[Cell, Position]]:
    for row in rows:
        for column, cell in enumerate(sheet.rows[row]):
            if cell not in {"", None}:
                yield cell, (row, column)


def _period(cell: Cell) -> Stated | None:
    """A period, unless the cell tells when the paper was made or is a bare number."""
    if isinstance(cell, str):
        return _period_in(cell)
    return dates.stated(cell) if not isinstance(cell, int | float | bool) else None


@lru_cache(maxsize=8192)
def _period_in(text: str) -> Stated | None:
    folded = bare(text)
    if any(word in folded for word in vocabulary().printing):
        return None
    if says(text, vocabulary().entity_marks) and not dates.head(folded.rpartition(":")[2]):
        return dates.named(text) if vocabulary().year in folded else _behind_name(text)
    return dates.named(text)


def _behind_name(text: str) -> Stated | None:
    """The period behind the name of a hospital, with wide spaces between them; a bare year only where it is alone."""
    parts = APART.split(text.strip())[1:]
    found = [one for part in parts if (one := dates.named(part)) and one.period.kind is PeriodKind.MONTH]
    alone = (dates.head(bare(part).rpartition(":")[2]) for part in parts)
    return next((one for one in (*found, *alone) if one), None)


def _most_precise(periods: list[tuple[Stated, Position]], sheet: Sheet) -> tuple[Stated | None, Position | None]:
    """A month beats a year, a cell of its own beats other words with a date: the last of the most precise ones."""
    best: tuple[Stated | None, Position | None] = (None, None)
    rank = (-1, False)
    for found, spot in periods:
        precision = PRECISION[found.period.kind], _is_alone(sheet.at(*spot))
        if precision >= rank:
            best, rank = (found, spot), precision
    return best


def _is_alone(cell: Cell) -> bool:
    """Whether a cell holds a period and nothing else but a word for it."""
    if not isinstance(cell, str):
        return True
    mark, _, words = bare(cell).rpartition(":")
    return dates.head(words) is not None and (not mark or mark in vocabulary().date_prefixes)


def _entity(cells: list[tuple[Cell, Position]]) -> tuple[str, Position | None]:
    for cell, spot in cells:
        name = entity_in(cell) if isinstance(cell, str) else None
        if name is not None:
            return name, spot
    return "", None


@lru_cache(maxsize=8192)
def entity_in(text: str) -> str | None:
    """The hospital that a cell names behind a word for it; None where it names none."""
    printed = text.strip()
    match = _entity_pattern().match(simplified(printed))
    return _entity_note().sub("", APART.split(printed[match.start(1) :].strip())[0]) if match else None


def _factors(cells: Iterable[Cell]) -> tuple[float, ...]:
    """The factors of the units that cells state, each once."""
    found = (factor_in(cell) for cell in cells if isinstance(cell, str))
    return tuple(dict.fromkeys(factor for factor in found if factor is not None))


def _of_titles(sheet: Sheet, above: Iterable[tuple[Cell, Position]]) -> Iterator[str]:
    """The units behind the words of titles, which stand alone in their rows: among amounts a label has its own."""
    for cell, (row, _) in above:
        if isinstance(cell, str) and sum(one not in {"", None} for one in sheet.rows[row]) == 1:
            yield unit_behind(cell)


@lru_cache(maxsize=8192)
def unit_behind(text: str) -> str:
    """The sign of a currency with its multiple that ends a title, Balance Sheet £'000; "" where none does."""
    words = text.split()
    tails = (" ".join(words[at:]) for at in range(max(1, len(words) - LONGEST), len(words)))
    return next((tail for tail in tails if _sign_of_multiple().fullmatch(unit_folded(tail))), "")


def factor_behind(text: str) -> float | None:
    """The factor of the unit that words name in brackets at their end: 2025 ($000), 2025年（万元）."""
    _, bracket, named = bare(text).rpartition("(")
    return factor_in(f"({named}") if bracket and named.endswith(")") else None


IN_ENGLISH: Final = re.compile(r"(?<=[^\x00-\x7f])[!-~]+$")
"""What stands behind Chinese at the end of a cell."""


@lru_cache(maxsize=8192)
def without_sign(folded: str) -> str:
    """A head without the sign of a currency and its multiple behind its words: Actual £000."""
    match = _sign_of_multiple_behind().search(folded)
    return folded[: match.start()] if match and match.start() else folded


@lru_cache(maxsize=8192)
def factor_in(text: str) -> float | None:
    """The factor of the unit that a cell states, in one language or twice; None where it states none."""
    folded = unit_folded(text)
    own, again = _factor(folded), IN_ENGLISH.search(folded)
    if own is not None or again is None:
        return own
    first, second = _factor(folded[: again.start()]), _factor(again[0])
    return first if again[0] in vocabulary().unit_prefixes or first == second else None


def _factor(folded: str) -> float | None:
    words = vocabulary()
    alone = _without_currency(folded)
    if alone in words.units and not alone.isascii():
        return float(words.units[alone])
    match = _unit(folded)
    named = next(filter(None, match.groupdict().values()), None) if match else None
    return float({**words.currency_units.multiples, **words.units}[named]) if named else None


def factor_alone(text: str) -> float | None:
    """The factor of a cell that is the sign of a currency, with a multiple or without, and nothing else: £000, $."""
    match = _sign_of_multiple().fullmatch(unit_folded(text))
    if match:
        return float(vocabulary().currency_units.multiples[match["multiple"]])
    return 1.0 if is_sign(text) else None


@lru_cache(maxsize=8192)
def unit_in(text: str) -> str:
    """The words of a cell, folded, that are its unit or the sign of a currency alone; "" where it states none.

    What else stands in the same brackets is left out: unaudited.
    """
    folded = unit_folded(text)
    match = _unit(folded)
    said = match[0] if match else folded if is_currency(text) or factor_in(text) is not None else ""
    for word in vocabulary().unit_beside:
        said = said.replace(word, "")
    return said


def _unit(folded: str) -> re.Match[str] | None:
    """Where a unit stands in words, with a multiple behind the sign of a currency too: £'000, (A$m)."""
    match = next((one for pattern in _unit_patterns() if (one := pattern.search(folded))), None)
    return match or _unit_alone().fullmatch(folded) or _signed().search(folded)


@lru_cache(maxsize=8192)
def is_sign(text: str) -> bool:
    """Whether a cell is the sign of a currency and nothing else, as where amounts are whole: A$, in £."""
    return _sign_alone().fullmatch(unit_folded(text)) is not None


@lru_cache(maxsize=8192)
def is_currency(text: str) -> bool:
    """Whether a cell says a currency and no multiple of it: its sign alone, 人民币, Unit: RMB, 币种：人民币."""
    return is_sign(text) or _currency_alone().fullmatch(unit_folded(text)) is not None


def _ends_with_sign(text: str) -> bool:
    """Whether a title has the sign of a currency alone in brackets behind it: Income statement ($)."""
    _, bracket, sign = bare(text).rpartition("(")
    return bool(bracket) and is_sign(f"({sign}")


@lru_cache(maxsize=1)
def _currency_alone() -> re.Pattern[str]:
    words = vocabulary()
    marks = "|".join(sorted((*words.unit_marks, *words.currency_units.marks), key=len, reverse=True))
    named = "|".join(map(re.escape, sorted(words.currency_units.alone, key=len, reverse=True)))
    front = rf"(?:(?:{marks})(?:{'|'.join(words.unit_verbs)}))?"
    return re.compile(rf"\(?{front}(?:{_sign()}|{named})\)?")


@lru_cache(maxsize=1)
def _signed() -> re.Pattern[str]:
    """A multiple behind a sign: alone, in brackets, or at the end behind a comma."""
    words = vocabulary()
    around = "|".join((*words.unit_behind, *words.unit_beside))
    unit = rf"{_sign_of_multiple().pattern}(?:[,;-]?(?:{around}))?"
    return re.compile(rf"(?:^|(\()|[,;:]){unit}(?(1)\)|$)")


@lru_cache(maxsize=1)
def _sign_of_multiple() -> re.Pattern[str]:
    multiples = "|".join(sorted(vocabulary().currency_units.multiples, key=len, reverse=True))
    return re.compile(rf"{_sign()}(?P<multiple>{multiples})")


@lru_cache(maxsize=1)
def _sign_of_multiple_behind() -> re.Pattern[str]:
    signs = "|".join(map(re.escape, sorted(vocabulary().currency_units.signs, key=len, reverse=True)))
    multiples = "|".join(sorted(vocabulary().currency_units.multiples, key=len, reverse=True))
    return re.compile(rf"(?<=[a-z])(?:{signs})(?:{multiples})$")


@lru_cache(maxsize=1)
def _sign_alone() -> re.Pattern[str]:
    return re.compile(rf"\(?{_sign()}\)?")


def _sign() -> str:
    words = vocabulary()
    before = "|".join(map(re.escape, sorted((*words.unit_prefixes, *words.unit_before), key=len, reverse=True)))
    signs = "|".join(map(re.escape, sorted(words.currency_units.signs, key=len, reverse=True)))
    return rf"(?:{before})?(?:{signs})"


def unit_folded(text: str) -> str:
    """A text as units are compared by, with the code of a currency for the letters that are its sign: R million."""
    codes = vocabulary().currency_units.letters
    return bare(_letters().sub(lambda found: f"{codes[found[0]]} ", text)).lower()


@lru_cache(maxsize=1)
def _letters() -> re.Pattern[str]:
    """Letters that are the sign of a currency: alone in their brackets if there are several, else before a multiple."""
    words = vocabulary().currency_units
    multiples = "|".join(map(re.escape, sorted(words.multiples, key=len, reverse=True)))
    many, one = ("|".join(name for name in words.letters if (len(name) > 1) is is_long) for is_long in (True, False))
    return re.compile(rf"(?<![^\W\d_])(?:(?:{many})(?![^\W\d_])|(?:{one})(?=[\s.]*(?i:{multiples})(?![^\W_])))")


def _without_currency(folded: str) -> str:
    """A unit alone in its cell without the currency in front of it."""
    fronts = (front for front in vocabulary().unit_prefixes if folded.startswith(front) and not front.isascii())
    return folded.removeprefix(next(fronts, "")).removeprefix(":")


@lru_cache(maxsize=1)
def _entity_pattern() -> re.Pattern[str]:
    marks = "|".join(r"\s*".join(mark) for mark in vocabulary().entity_marks)
    return re.compile(rf"(?:{marks})\s*(?:{_in_brackets()})?\s*[:：]\s*(.+)", re.DOTALL | re.IGNORECASE)


@lru_cache(maxsize=1)
def _entity_note() -> re.Pattern[str]:
    """What stands in brackets behind the name of a hospital and is no part of it."""
    return re.compile(rf"\s*{_in_brackets()}$")


def _in_brackets() -> str:
    return rf"[\[(（【](?:{'|'.join(vocabulary().entity_notes)})[\])）】]"


@lru_cache(maxsize=1)
def _unit_alone() -> re.Pattern[str]:
    """A cell of nothing but a unit in English, with or without brackets: in thousands, thousands of dollars."""
    units = vocabulary().currency_units
    plain = {*units.names, *units.in_words}  # which stand alone as names of other things too
    whole = "|".join(re.escape(unit) for unit in units.composed() if unit not in plain)
    return re.compile(rf"\(?(?:{_in_english()}|(?P<whole>{whole}))\)?")


def _in_english() -> str:
    """A unit with what American statements print around it: unaudited, in thousands, except ratios."""
    words = vocabulary()
    units = "|".join(re.escape(unit) for unit in sorted(words.units, key=len, reverse=True) if unit.isascii())
    before = "|".join(map(re.escape, sorted((*words.unit_prefixes, *words.unit_before), key=len, reverse=True)))
    beside, behind = "|".join(words.unit_beside), "|".join(words.unit_behind)
    named = rf"(?:(?:{before})(?P<unit>{units})|(?P<thousands>000'?s)(?=omitted))"
    return rf"(?:(?:{beside})[,;-]?)?{named}(?:[,;-]?(?:{behind}|{beside}))?"


@lru_cache(maxsize=1)
def _unit_patterns() -> tuple[re.Pattern[str], ...]:
    """A unit behind the word for it, in brackets behind a title, or in front of the word for it in a sentence."""
    words = vocabulary()
    marks = "|".join(sorted(words.unit_marks, key=len, reverse=True))
    own = [mark.removesuffix(words.unit_marks[0]) for mark in words.entity_marks if mark.endswith(words.unit_marks[0])]
    front = "".join(rf"(?<!{mark})" for mark in own) + rf"(?:{marks})"
    units = "|".join(map(re.escape, sorted(words.units, key=len, reverse=True)))
    unit = rf"(?:{'|'.join(words.unit_prefixes)})?(?P<unit>{units})"
    after = rf"(?:(?![^\W\d_])|(?={'|'.join(words.unit_followers)}))"
    return (
        re.compile(rf"{front}(?:{'|'.join(words.unit_verbs)}){unit}{after}"),
        re.compile(rf"\((?:{marks})?{unit}\)"),
        re.compile(rf"\({_in_english()}\)"),
        re.compile(rf"{words.unit_by}{unit}(?:{'|'.join(words.unit_ends)})"),
        re.compile(rf"{front}{unit}$"),
    )
