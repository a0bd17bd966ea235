"""What stands above and below a table: title, period, entity, unit."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from reportgen.intake.periods import dates, period_names
from reportgen.intake.periods.dates import Stated
from reportgen.intake.words.figures import Cell
from reportgen.intake.words.labels import bare, says, simplified
from reportgen.intake.words.units import ends_with_sign, factor_in, is_currency, names_multiple, unit_behind
from reportgen.intake.words.vocabulary import vocabulary
from reportgen.intake.workbooks.sheets import Position, Sheet
from reportgen.model.period import MONTHS, PeriodKind
from reportgen.model.place import Place

ABOVE: Final = 12
APART: Final = re.compile(r"\s{2,}|\u3000")
"""What stands between the words of several cells that are written into one."""
CODE_IN_FRONT: Final = re.compile(
    r"^(?:[\[(（【][0-9A-Za-z.-]*\d[0-9A-Za-z.-]*[\])）】]\s*|\d{2,}(?:\.\d+)*[-_/\\ ]\s*)"
)
"""The number of the books of a hospital in front of its name."""
CODE_BEHIND: Final = re.compile(r"\s*[\[(（【]\d{2,}[\])）】]$")
SHORTEST: Final = 4
"""Characters of the name of a hospital: 921 医院 is one whole."""
PRECISION: Final = {PeriodKind.YEAR: 0, PeriodKind.QUARTER: 1, PeriodKind.MONTH: 2}
SOON: Final = 4
"""Months after its period in which a paper is made, as a rule."""


@dataclass(frozen=True)
class Banner:
    """The words around a table.

    Attributes:
        stated: the period printed, the most precise of them.
        stated_at: its cell.
        others: further periods that disagree with it, with their cells.
        made: days on which the paper was made, by the period that other words name, with their cells.
        entity: name of the reporting unit, "" where none is printed.
        factor: of the unit line, None where none is printed or several that differ.
        units_differ: whether several units are printed that differ.
        code: text with the official code, as printed.
    """

    texts: tuple[str, ...] = ()
    stated: Stated | None = None
    stated_at: Place | None = None
    others: tuple[tuple[Stated, Place], ...] = ()
    made: tuple[tuple[Stated, Place], ...] = ()
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


LINES: Final = 4
"""Of what stands above a table, those that may be its title: the name of the hospital is often the first."""
LONGEST: Final = 80
"""Characters of a title; notes have more."""


def titles(sheet: Sheet, above: Sequence[str]) -> Iterator[str]:
    """What may be the title of a table: words above it, and the names of its sheet and file.

    Chinese that is spaced out to the width of the page is closed up.
    """
    spaced = (" ".join(text.split()) for text in above[:LINES] if len(text) <= LONGEST)
    yield from (period_names.BESIDE_HAN.sub("", text) for text in spaced)
    yield sheet.name or ""
    yield sheet.file.rpartition("/")[2].rpartition(".")[0].replace("_", " ")


def around(sheet: Sheet, first: int, last: int, *, since: int = 0, until: int | None = None) -> Banner:
    """Read the rows above `first` and, for the unit, those from `last` on.

    Rows before `since` and from `until` on belong to other tables of the sheet.
    """
    above = list(_cells(sheet, range(max(since, first - ABOVE), first)))
    below = _cells(sheet, range(last, len(sheet.rows) if until is None else until))
    every = [(found, spot) for cell, spot in above if (found := _period(cell))]
    made = [one for one in every if _is_of_paper(one, every, sheet)]
    periods = [one for one in every if one not in made]
    stated, stated_at = _most_precise(periods, sheet)
    if stated and any(one.is_to_date and one.period == stated.period for one, _ in periods):
        stated = replace(stated, since=1)
    entity, entity_at = _entity(above)
    factors = _factors(cell for cell, _ in above) or _factors(_of_titles(sheet, above))
    factors = factors or _factors(cell for cell, _ in below)
    texts = tuple(cell for cell, _ in above if isinstance(cell, str))
    is_in_currency = any(is_currency(text) or ends_with_sign(text) for text in texts)
    if not factors and is_in_currency and not any(map(names_multiple, texts)):
        factors = (1.0,)  # whole dollars, pounds or yuan: nothing else is said
    return Banner(
        texts=texts,
        stated=stated,
        stated_at=sheet.place(*stated_at) if stated_at else None,
        others=tuple((other, sheet.place(*at)) for other, at in periods if stated and not agree(stated, other)),
        made=tuple((day, sheet.place(*at)) for day, at in made),
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
    if any(word in folded.lower() for word in vocabulary().printing):
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


def _is_of_paper(one: tuple[Stated, Position], periods: list[tuple[Stated, Position]], sheet: Sheet) -> bool:
    """Whether a day that ends no month is that on which the paper was made: soon after the period that others name.

    A budget is drawn up in the year before its own: below the title of one no date of that year is of its figures.
    """
    date, others = one[0], [other for other in periods if other[0] != one[0]]
    if date.period.kind is not PeriodKind.MONTH or not others or any(agree(date, other) for other, _ in others):
        return False
    year, month = date.period.year, date.period.number
    if any(_is_budget_of(year + 1, other, sheet.at(*spot)) for other, spot in others):
        return True
    if date.day is None or period_names.ends_month(date):
        return False
    last = max(period_names.end(other.period) for other, _ in others)
    return 0 < (year - last[0]) * MONTHS + month - last[1] <= SOON


def _is_budget_of(year: int, stated: Stated, cell: Cell) -> bool:
    words = vocabulary()
    named = (*words.titles_of_budgets, *words.english_titles["budgets"])
    is_year = stated.period.kind is PeriodKind.YEAR and stated.period.year == year
    return is_year and isinstance(cell, str) and any(word in bare(cell).lower() for word in named)


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
    return _without_code(_entity_note().sub("", APART.split(printed[match.start(1) :].strip())[0])) if match else None


def _without_code(name: str) -> str:
    """The name of a hospital without the number of its books, as accounting programs print it: [001], 0101-."""
    rest = CODE_BEHIND.sub("", CODE_IN_FRONT.sub("", name))
    return rest if len(rest) >= SHORTEST and not rest.isascii() else name


def _factors(cells: Iterable[Cell]) -> tuple[float, ...]:
    """The factors of the units that cells state, each once; a currency alone is no unit."""
    found = (factor_in(cell) for cell in cells if isinstance(cell, str) and not is_currency(cell))
    return tuple(dict.fromkeys(factor for factor in found if factor is not None))


def _of_titles(sheet: Sheet, above: Iterable[tuple[Cell, Position]]) -> Iterator[str]:
    """The units behind the words of titles, which stand alone in their rows: among amounts a label has its own."""
    for cell, (row, _) in above:
        if isinstance(cell, str) and sum(one not in {"", None} for one in sheet.rows[row]) == 1:
            yield unit_behind(cell)


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
