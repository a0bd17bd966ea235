"""The months that the model lives through."""

from __future__ import annotations

import calendar
import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


DECEMBER = 12


@functools.total_ordering
@dataclass(frozen=True)
class Month:
    """A calendar month."""

    year: int
    number: int

    def __lt__(self, other: Month) -> bool:
        """Earlier months are smaller."""
        return (self.year, self.number) < (other.year, other.number)

    def __str__(self) -> str:
        """As in a period: 2026-10."""
        return f"{self.year}-{self.number:02}"

    @property
    def days(self) -> int:
        """Calendar days."""
        return calendar.monthrange(self.year, self.number)[1]

    @property
    def weekdays(self) -> int:
        """Days from Monday to Friday."""
        return sum(calendar.weekday(self.year, self.number, day) < calendar.SATURDAY for day in range(1, self.days + 1))

    @property
    def closes_the_year(self) -> bool:
        """Whether the books are closed at its end."""
        return self.number == DECEMBER

    def next(self) -> Month:
        """The month after."""
        return Month(self.year + 1, 1) if self.closes_the_year else Month(self.year, self.number + 1)

    def previous(self) -> Month:
        """The month before."""
        return Month(self.year - 1, 12) if self.number == 1 else Month(self.year, self.number - 1)

    def of_year(self) -> list[Month]:
        """The months of the year up to and with this one."""
        return [Month(self.year, number) for number in range(1, self.number + 1)]


def from_to(first: Month, last: Month) -> Iterator[Month]:
    """All months from first to last, both included."""
    month = first
    while month <= last:
        yield month
        month = month.next()
