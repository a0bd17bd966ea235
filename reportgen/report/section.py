"""What a report is made of: sections that say something, whichever way they are printed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from reportgen.model.definition import TAGS

if TYPE_CHECKING:
    from datetime import date

    from reportgen.model.definition import Language, LanguageMode, Text
    from reportgen.report.desk.captions import Caption
    from reportgen.report.desk.documents.furniture import PageFrame
    from reportgen.report.passport import ProvenanceIndex
    from reportgen.report.speech import Speech


@dataclass(frozen=True)
class Piece:
    """What a view has to say: one section, before the report gives it its title and its place.

    Attributes:
        id: its anchor, the only one of this name in a report.
        content: a frozen value that templates print; None where the title is all.
        name: what a repeated section treats, for its title.
        key: id of what a repeated section treats.
        opens: whether it only opens what follows on deeper levels, and falls away with it.
        title: in place of the title of its section.
        printed_as: the section whose template it takes, where one section brings in pieces of another.
        deeper: how many levels under its entry it stands.
    """

    id: str
    content: Any
    name: Text | None = None
    key: str = ""
    opens: bool = False
    title: Text | None = None
    printed_as: str = ""
    deeper: int = 0


@dataclass(frozen=True)
class Section:
    """One section of a report in its place.

    Attributes:
        name: of the section in the catalogue, and of its template and style.
        id: its anchor.
        level: of its title, 1 to 3.
        listed: whether the contents name it.
        flow: how it stands where it has no template of its own.
        foot: what stands beside its page numbers, such as the volume.
    """

    name: str
    id: str
    title: Text
    level: int
    listed: bool
    content: Any
    key: str = ""
    is_attachment: bool = False
    flow: str = "follow"
    foot: Text | None = None


@dataclass(frozen=True, eq=False)
class Report:
    """A whole report, ready to be printed.

    Attributes:
        kind: id of the kind of report; pages: the set of pages it stands on.
        images: drawings by file name.
        draft: whether the pages say that data errors stand behind them.
        letters: what badges say, by grade, where the scheme has names of its own for grades.
        keys: whether the outer foot of a page names what its section treats, so that it is found again.
        captions: of tables and figures, in order; numbered: the number of each by its anchor, empty where the kind of
            report does not number them.
        copy: the same in English, to follow the Chinese; None where languages stand side by side, or one is wanted.
        fonts: families that its languages need, by the role of the face, where they are others than usual.
        tags: what marks the words of either language, by BCP 47.
    """

    kind: str
    pages: str
    mode: LanguageMode
    say: Speech
    title: Text
    furniture: PageFrame
    sections: tuple[Section, ...]
    created: date
    ledger: ProvenanceIndex
    images: dict[str, bytes]
    draft: bool
    keys: bool = False
    letters: Mapping[str, Text] = field(default_factory=dict)
    captions: tuple[Caption, ...] = ()
    numbered: Mapping[str, int] = field(default_factory=dict)
    copy: Report | None = None
    tags: Mapping[Language, str] = field(default_factory=lambda: TAGS)
    fonts: Mapping[str, str] = field(default_factory=dict)

    @property
    def language(self) -> Language:
        """The leading language: of attributes, metadata and what has no room for two."""
        return "en" if self.mode == "en" else "zh"

    @property
    def tag(self) -> str:
        """What marks the leading language."""
        return self.tags[self.language]

    @property
    def attachments(self) -> tuple[Section, ...]:
        """The sections that are attached to a letter, in order."""
        return tuple(section for section in self.sections if section.is_attachment)

    def attachment(self, identifier: str) -> int | None:
        """The number of an attachment, from 1; None where the report has no such one."""
        names = [section.id for section in self.attachments]
        return names.index(identifier) + 1 if identifier in names else None

    @property
    def contents(self) -> tuple[Section, ...]:
        """The sections that the contents name, in order."""
        return tuple(section for section in self.sections if section.listed)

    @property
    def feet(self) -> tuple[Section, ...]:
        """The sections from which on something else stands beside the page numbers."""
        before = (None, *(section.foot for section in self.sections))
        return tuple(section for section, last in zip(self.sections, before, strict=False) if section.foot != last)

    def below(self, identifier: str) -> tuple[Section, ...]:
        """The listed sections under one: those on deeper levels up to the next on its own."""
        index = next(index for index, section in enumerate(self.sections) if section.id == identifier)
        found = []
        for section in self.sections[index + 1 :]:
            if section.level <= self.sections[index].level:
                break
            found.append(section)
        return tuple(section for section in found if section.listed)
