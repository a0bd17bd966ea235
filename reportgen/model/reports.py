"""Kinds of reports and the sections they are made of, as they are written in YAML.

Whom a version of a report is for, and what it leaves out for them, as it is written in YAML.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from pydantic import Field, ValidationInfo, field_validator
from pydantic_core import PydanticKnownError

from reportgen.model.declared import Declaration
from reportgen.model.definition import UNSAID, Definition, NonEmpty, Text
from reportgen.model.period import PeriodKind

OptionValue = str | int | tuple[str, ...]
"""What an option may be set to: one word, a whole number, or several words."""

DEEPEST_LEVEL: Final = 3
VIEW: Final = r"[a-z_]+(?:\.[a-z_]+)*:[a-z_]+"
"""A module below the sections and a function of it."""


class SectionOption(Definition):
    """Something that a kind of report, or a case, may say about a section.

    Attributes:
        says: what it decides.
        default: what holds where nothing is said; its type is the type of the option.
        choices: the words it takes; empty where any word or number will do.
    """

    says: Text
    default: OptionValue
    choices: tuple[NonEmpty, ...] = ()


class SectionType(Definition):
    """A section that reports can be put together from.

    Attributes:
        title: as it stands in the contents; ``{name}`` is what a repeated section treats, such as an indicator.
        says: what it tells its reader.
        view: ``module:function`` below reportgen.report.sections that gives what it says: from the context its content,
            or None where there is nothing to say; or from the context and the options none, one or several pieces. None
            where the section is declared.
        group_view: the same for a group, where one section has a view for each subject; None where one does for both.
        needs: conditions without which it has nothing to say, by name.
        anchors: an id that other sections may refer to before anything is written, or ``module:function`` that gives
            such ids; empty for none.
        is_last: whether it is written after all others, wherever it stands, since it tells what they printed.
        flow: how a section without a template of its own stands: it runs on where the one before ends, opens a page
            where it is on the first level, or takes a landscape page.
        pages: the set of pages that has a template for it.
        subject: whom it is about: one hospital, a group of them, or either.
        listed: whether the contents name it.
        only_in: the only kinds of reports that it may stand in, by id; empty where all may have it.
        is_attachment: whether it is an attachment of a letter, with a number among them.
        declares: what it prints of which answers, in place of a view.
    """

    title: Text
    says: Text
    view: str | None = Field(None, pattern=f"^{VIEW}$")
    group_view: str | None = Field(None, pattern=f"^{VIEW}$")
    needs: tuple[NonEmpty, ...] = ()
    anchors: str = Field("", pattern=f"^([a-z_]*|{VIEW})$")
    is_last: bool = False
    flow: str = Field("follow", pattern="^(follow|page|wide)$")
    pages: str = Field("body", pattern="^(body|official)$")
    subject: str = Field("hospital", pattern="^(hospital|group|either)$")
    listed: bool = True
    only_in: tuple[NonEmpty, ...] = ()
    is_attachment: bool = False
    options: dict[str, SectionOption] = Field(default_factory=dict)
    declares: Declaration | None = Field(None, validate_default=True)

    @field_validator("declares")
    @classmethod
    def _or_a_view(cls, value: Declaration | None, info: ValidationInfo) -> Declaration | None:
        if value is None and info.data.get("view", UNSAID) is None:
            raise PydanticKnownError("missing")
        return value


@dataclass(frozen=True)
class Options:
    """What is said about one entry of a report, defaults filled in; asking for the wrong type is a bug."""

    entry: str
    values: Mapping[str, OptionValue] = field(default_factory=dict)

    def word(self, name: str) -> str:
        """An option that takes one word."""
        value = self.values[name]
        assert isinstance(value, str)
        return value

    def number(self, name: str) -> int:
        """An option that takes a whole number."""
        value = self.values[name]
        assert isinstance(value, int)
        return value

    def words(self, name: str) -> tuple[str, ...]:
        """An option that takes several words."""
        value = self.values[name]
        assert isinstance(value, tuple)
        return value


class SectionEntry(Definition):
    """A section in its place in a kind of report.

    Attributes:
        section: which one.
        id: by what name a case speaks of this entry, where one section stands in several places.
        title: in place of the section's own.
        level: of its title: 1 for a part, 3 for the deepest that the contents list.
        listed: whether the contents name it, where that is to differ from the section's own habit.
        when: conditions that must all hold, by name.
        on_request: whether it stands only where a case asks for it.
        options: what is said about the section, by option.
        foot: what stands beside the page number from here on, such as the volume; what differs begins a page.
    """

    section: NonEmpty
    id: NonEmpty | None = None
    title: Text | None = None
    level: int = Field(1, ge=1, le=DEEPEST_LEVEL)
    listed: bool | None = None
    when: tuple[NonEmpty, ...] = ()
    on_request: bool = False
    options: dict[str, OptionValue] = Field(default_factory=dict)
    foot: Text | None = None

    @property
    def name(self) -> str:
        """By what name a case speaks of it."""
        return self.id or self.section


class PeriodNames(Definition):
    """What a report is called, by the period it covers."""

    month: Text
    quarter: Text
    year: Text

    def of(self, kind: PeriodKind) -> Text:
        """The name for one kind of period."""
        return {PeriodKind.MONTH: self.month, PeriodKind.QUARTER: self.quarter, PeriodKind.YEAR: self.year}[kind]


class ReportKind(Definition):
    """A kind of report: what it is called, on which pages it stands, and its sections in order.

    Attributes:
        name: in lists of kinds.
        called: on its pages, by period.
        title: of the document; ``{hospital}``, ``{report}`` and ``{period}`` are filled in.
        unscored: the title where nothing is scored, if it is another.
        distribution: whom it goes to, where the case names nobody.
        pages: the set of pages it is set on.
        subject: whom it is about.
        keys: whether the outer foot of a page names what a repeated section treats, such as an indicator.
        numbered: whether tables and figures are numbered.
        embeds: what it carries inside unless another is asked for: its results, or all that it was made from.
        persons: whether files about persons may be among that.
        one_page: whether it is a single page, so that its picture is one file and not a folder.
        usual: how long a period it is about unless another is asked for, where the case has one of that length.
        replaces: id of the kind that this one, of a pack or a case, stands in place of.
    """

    name: Text
    source: NonEmpty
    called: PeriodNames
    title: Text
    unscored: Text | None = None
    distribution: Text
    pages: str = Field("body", pattern="^(body|official)$")
    subject: str = Field("hospital", pattern="^(hospital|group)$")
    sections: tuple[SectionEntry, ...] = Field(min_length=1)
    keys: bool = False
    numbered: bool = False
    embeds: str = Field("results", pattern="^(none|results|all)$")
    persons: bool = True
    one_page: bool = False
    usual: PeriodKind | None = None
    replaces: str | None = None


class ReportChoice(Definition):
    """What a case changes of a kind of report.

    Attributes:
        sections: exactly these, in this order; None leaves the kind's own.
        including: entries that the kind keeps in readiness and that this case wants, each in its place.
        without: entries to leave out.
        titles, options: by entry; what is not named stays as the kind has it.
    """

    sections: tuple[NonEmpty, ...] | None = Field(None, min_length=1)
    including: tuple[NonEmpty, ...] = ()
    without: tuple[NonEmpty, ...] = ()
    titles: dict[str, Text] = Field(default_factory=dict)
    options: dict[str, dict[str, OptionValue]] = Field(default_factory=dict)


Trace = Literal["names", "findings", "remarks", "commentary", "peers", "vouchers"]
"""What is no item: names and words about single persons, findings with their cells, commentary marked as internal, all
commentary not marked as public, single other hospitals, vouchers and contracts behind figures.
"""


class Withheld(Definition):
    """One kind of what is sensitive.

    Attributes:
        why: for whose sake, in one sentence.
        source: the rule by which it is kept back.
        items: ids of figures; every indicator that rests on one of them is kept back with it.
        registers: tables of operations.
        traces: what else is sensitive of this kind.
    """

    name: Text
    why: Text
    source: NonEmpty
    items: tuple[NonEmpty, ...] = ()
    registers: tuple[NonEmpty, ...] = ()
    traces: tuple[Trace, ...] = ()


class Audience(Definition):
    """Whom a version is for.

    Attributes:
        distribution: what stands at the foot of its pages.
        withholds: kinds of what is sensitive, by id.
        sections: the only sections that it may have; None for all. A section that nobody has named stays out.
        reports: the only kinds of reports that there are for it; None for all.
    """

    name: Text
    distribution: Text
    source: NonEmpty
    withholds: dict[NonEmpty, Withheld] = Field(default_factory=dict)
    sections: tuple[NonEmpty, ...] | None = None
    reports: tuple[NonEmpty, ...] | None = None

    @property
    def items(self) -> frozenset[str]:
        """Figures that it does not have."""
        return frozenset(item for kind in self.withholds.values() for item in kind.items)

    @property
    def registers(self) -> frozenset[str]:
        """Tables that it does not have."""
        return frozenset(register for kind in self.withholds.values() for register in kind.registers)

    @property
    def traces(self) -> frozenset[Trace]:
        """What else it does not have."""
        return frozenset(trace for kind in self.withholds.values() for trace in kind.traces)


@dataclass(frozen=True)
class Redaction:
    """What was left out of a version of a report.

    Attributes:
        id: of the audience.
        indicators: ids of those that rest on figures left out.
    """

    id: str
    audience: Audience
    indicators: tuple[str, ...]
