"""The passport of every printed number: what it is, how it was printed, its key and its unrounded value."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reportgen.model.known import NO_SETS, source_of
from reportgen.model.printing import PrintedNumber
from reportgen.report.speech import claims_of, figures_of, wording_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from reportgen.analysis.answer import Read
    from reportgen.model.definition import Text
    from reportgen.model.known import NumberSource, Sets
    from reportgen.model.place import Place


@dataclass(frozen=True)
class ProvenanceEntry:
    """One printed number.

    Attributes:
        key: such as ``score.total`` or ``indicator.current_ratio``.
        printed: the digits as they stand on the page.
        section: id of the section where it stands with its full context.
        value: unrounded, in the base unit.
        places: the cells behind it; empty where `origin` says how it was computed.
    """

    key: str
    name: Text
    printed: str
    section: str
    value: float
    origin: Text | None = None
    places: tuple[Place, ...] = ()


@dataclass(frozen=True)
class NumberOrigin:
    """The figure that a number is.

    Attributes:
        key: its own.
        value: in the base unit; None where only the printed one is known.
        places: the cells it rests on.
        at: where it stands in another file of the report; empty where it is in none.
        rule: how it came about, where cells alone do not say it.
    """

    key: str
    value: float | None
    places: tuple[Place, ...]
    at: str = ""
    rule: Text | None = None


def unknown(printed: float) -> NumberOrigin | None:
    """No figure is known."""
    del printed
    return None


def nothing(key: str) -> NumberOrigin | None:
    """No key is known."""
    del key
    return None


def no_rule(section: str) -> Text | None:
    """No rule is known."""
    del section
    return None


@dataclass
class ProvenanceIndex:
    """Collects the numbers while the pages are written; of two entries under one key the first is kept.

    Attributes:
        entries: the main numbers, with their cells or rule, by key.
        figures: every number that the pages print, by section and by its digits as printed: one for each source, and
            one for each value that names no source.
        alone: those that are all that is printed in their place, as in a cell, by section and digits, in turn.
        wording: numbers that belong to names and definitions, by section.
        claims: keys of the printed sentences that assert something of the case.
        origin: the figure whose value is printed; None for what a section has computed.
        behind: what stands under a key.
        rule: how a section comes to what it computes or counts itself.
        sets: sets of hospitals that sources may name.
        bases: what each section asked for while it was written: sheets, and analyses.
    """

    entries: dict[str, ProvenanceEntry] = field(default_factory=dict)
    figures: dict[str, dict[str, list[PrintedNumber]]] = field(default_factory=dict)
    alone: dict[str, dict[str, list[PrintedNumber]]] = field(default_factory=dict)
    wording: dict[str, set[str]] = field(default_factory=dict)
    claims: set[str] = field(default_factory=set)
    origin: Callable[[float], NumberOrigin | None] = unknown
    behind: Callable[[str], NumberOrigin | None] = nothing
    rule: Callable[[str], Text | None] = no_rule
    sets: Sets = NO_SETS
    bases: dict[str, Read] = field(default_factory=dict)

    @property
    def sections(self) -> frozenset[str]:
        """Ids of the sections that have printed numbers."""
        return frozenset({*self.figures, *(entry.section for entry in self.entries.values())})

    def enter(self, entry: ProvenanceEntry) -> str:
        """Keep the entry; returns its printed digits, so that nothing is printed which is not entered."""
        self.entries.setdefault(entry.key, entry)
        return entry.printed

    @contextmanager
    def only_asked(self) -> Iterator[None]:
        """While sentences are made that are not printed, such as to see whether there are any: no number is entered."""
        known = {*self.entries}
        yield
        for key in [*self.entries.keys() - known]:
            self.withdraw(key)

    def withdraw(self, key: str) -> None:
        """Forget an entry whose sentence is not printed after all: nobody could find its number on the page."""
        del self.entries[key]

    def print(self, section: str, fact: Text | str) -> None:
        """Take note of what a section prints."""
        for figure in figures_of(fact):
            alike = self.figures.setdefault(section, {}).setdefault(figure, [])
            if all(_stands_for(one) != _stands_for(figure) for one in alike):
                alike.append(figure)
        if isinstance(fact, PrintedNumber):
            self.alone.setdefault(section, {}).setdefault(fact, []).append(fact)
        if wording := wording_of(fact):
            self.wording.setdefault(section, set()).update(wording)
        self.claims |= claims_of(fact)


def _stands_for(figure: PrintedNumber) -> NumberSource | float:
    """What a number is known by: its source, or its value where it names none."""
    return source_of(figure.value) or float(figure.base)
