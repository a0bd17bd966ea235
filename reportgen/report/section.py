"""What a report is made of: sections that say something, whichever way they are printed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import date

    from reportgen.model.definition import LanguageMode, Text
    from reportgen.report.desk.furniture import Furniture
    from reportgen.report.passport import Ledger
    from reportgen.report.speech import Speech


@dataclass(frozen=True)
class Piece:
    """What a view has to say: one section, before the report gives it its title and its place.

    Attributes:
        id: its anchor, the only one of this name in a report.
        content: a frozen value that templates print; None where the title is all.
        name: what a repeated section treats, for its title.
        key: what the outer foot of its pages is to show, so that they are found again.
        opens: whether it only opens what follows on deeper levels, and falls away with it.
    """

    id: str
    content: Any
    name: Text | None = None
    key: str = ""
    opens: bool = False


@dataclass(frozen=True)
class Section:
    """One section of a report in its place.

    Attributes:
        name: of the section in the catalogue, and of its template and style.
        id: its anchor.
        level: of its title, 1 to 3.
        listed: whether the contents name it.
    """

    name: str
    id: str
    title: Text
    level: int
    listed: bool
    content: Any
    key: str = ""


@dataclass(frozen=True, eq=False)
class Report:
    """A whole report, ready to be printed.

    Attributes:
        kind: id of the kind of report; pages: the set of pages it stands on.
        images: drawings by file name.
        draft: whether the pages say that data errors stand behind them.
        letters: what badges say, by grade, where the scheme has names of its own for grades.
        keys: whether the foot of a page shows the key of its section.
    """

    kind: str
    pages: str
    mode: LanguageMode
    say: Speech
    title: Text
    furniture: Furniture
    sections: tuple[Section, ...]
    created: date
    ledger: Ledger
    images: dict[str, bytes]
    draft: bool
    keys: bool = False
    letters: Mapping[str, Text] = field(default_factory=dict)

    @property
    def contents(self) -> tuple[Section, ...]:
        """The sections that the contents name, in order."""
        return tuple(section for section in self.sections if section.listed)

    def below(self, identifier: str) -> tuple[Section, ...]:
        """The listed sections under one: those on deeper levels up to the next on its own."""
        index = next(index for index, section in enumerate(self.sections) if section.id == identifier)
        found = []
        for section in self.sections[index + 1 :]:
            if section.level <= self.sections[index].level:
                break
            found.append(section)
        return tuple(section for section in found if section.listed)
