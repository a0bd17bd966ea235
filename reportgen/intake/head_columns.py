"""A column of a table, as the words above it say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from reportgen.intake import short_dates
from reportgen.intake.dates import Stated
from reportgen.intake.head_words import Role, role_of
from reportgen.intake.sheets import Sheet
from reportgen.intake.vocabulary import vocabulary

FISCAL: Final = ("fy", "fiscal")
"""In front of the year that is a fiscal one."""


@dataclass(frozen=True)
class HeadColumn:
    """A column of a table.

    Attributes:
        words: the words of its head from top to bottom, spread over merged cells, to be compared by.
        written: the same as they are.
        stated: the period that the head names, if it names one.
        month: a month without its year; `since` the first of several.
        quarter: the quarter that they are.
        entity: the hospital that the head names, "" where it names none.
        factor: of the unit that the head names, None where it names none.
        is_in_currency: whether it names a currency alone, which says no multiple: that of the table holds.
    """

    index: int
    role: Role
    words: tuple[str, ...] = ()
    stated: Stated | None = None
    month: int | None = None
    since: int | None = None
    entity: str = ""
    factor: float | None = None
    quarter: int | None = None
    written: tuple[str, ...] = ()
    is_in_currency: bool = False

    @property
    def head(self) -> str:
        """What its head says, as written."""
        said = ""
        for words in self.written:
            said += f" {words}" if f"{said[-1:]}{words[:1]}".isascii() and said else words
        return said

    @property
    def is_odd(self) -> bool:
        """Whether months are named that are no month, quarter or year, and do not begin with January."""
        if self.stated:
            return self.stated.is_odd
        return self.month is not None and self.since not in {None, 1, self.month} and not self.quarter

    @property
    def is_to_date(self) -> bool:
        """Whether its head names several months from January on."""
        if self.stated:
            return self.stated.is_to_date
        return self.since == 1 and (self.month or 0) > 1 and not self.quarter

    @property
    def roles(self) -> frozenset[Role]:
        """What each word of its head says by itself."""
        return frozenset(map(role_of, self.words))

    @property
    def says_to_date(self) -> bool:
        """Whether its head speaks of the time since the year began."""
        return self._says(vocabulary().to_date)

    @property
    def names_fiscal_year(self) -> bool:
        """Whether a word of its head names a fiscal year as that: FY2026, 2025/26."""
        return any(word.lower().startswith(FISCAL) or short_dates.split_year(word) for word in self.words)

    @property
    def says_part(self) -> bool:
        """Whether its head speaks of the month or the quarter alone."""
        return self._says(vocabulary().of_a_part)

    @property
    def says_superseded(self) -> bool:
        """Whether its head calls its figures those that were reported before they were restated."""
        return self._says(vocabulary().superseded)

    def _says(self, words: Iterable[str]) -> bool:
        return any(word in part.lower() for part in self.words for word in words)

    @property
    def without_unit(self) -> tuple[str, ...]:
        """The words of its head but for the unit behind them in brackets."""
        is_plain = self.factor is None and not self.is_in_currency
        return self.words if is_plain else tuple(word.partition("(")[0] for word in self.words)


def are_hospitals(sheet: Sheet, row: int, roles: Sequence[Role]) -> bool:
    """Whether a row names hospitals alone, behind an empty corner, over figures that have a name in front of them."""
    named = [index for index, role in enumerate(roles) if role is Role.ENTITY]
    if len(named) < 2 or not named[0] or {*roles} - {Role.ENTITY, Role.NOTHING}:  # noqa: PLR2004 - of one it is a title
        return False
    filled = ([sheet.holds(below, index) for index in named] for below in range(row + 1, len(sheet.rows)))
    first = next((at for at, cells in enumerate(filled, row + 1) if any(cells)), None)
    return first is not None and sheet.text(first, 0).strip() != "" and all(sheet.holds(first, at) for at in named)
