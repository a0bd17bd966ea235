"""Which sheets are read while an analysis is made, or while a part of a report is written."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reportgen.model.place import Place

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


@dataclass(eq=False)
class Read:
    """What was asked for: sheets that cells were taken from, and analyses and indicators by id."""

    sheets: set[Place] = field(default_factory=set)
    analyses: set[str] = field(default_factory=set)
    indicators: set[str] = field(default_factory=set)


@dataclass(eq=False)
class Trace:
    """Takes note for whoever follows; the innermost hears first, and tells those around it when it ends."""

    followers: list[Read] = field(default_factory=list)

    def read(self, places: Iterable[Place]) -> None:
        """Cells were read."""
        if self.followers:
            self.followers[-1].sheets.update(Place(place.file, place.sheet) for place in places)

    def asked(self, analysis: str, sheets: Iterable[Place]) -> None:
        """An analysis was asked for that rests on these sheets."""
        if self.followers:
            self.followers[-1].analyses.add(analysis)
            self.followers[-1].sheets.update(sheets)

    def named(self, indicator: str) -> None:
        """An indicator is written about."""
        if self.followers:
            self.followers[-1].indicators.add(indicator)

    @contextmanager
    def follow(self) -> Iterator[Read]:
        """What is asked for until the end."""
        self.followers.append(Read())
        try:
            yield self.followers[-1]
        finally:
            self.followers.pop()
