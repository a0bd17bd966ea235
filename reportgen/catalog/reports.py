"""Kinds of reports held against the sections and conditions that there are, and as a case wants them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from reportgen.catalog.messages import Words, placeholders
from reportgen.errors import Refused
from reportgen.formula.functions import nearest
from reportgen.model.blocks import Block
from reportgen.model.definition import Text
from reportgen.model.finding import Fact, Finding
from reportgen.model.place import NOWHERE, Place
from reportgen.model.reports import Audience, Options, OptionValue, ReportChoice, ReportKind, SectionEntry, SectionType

At = Callable[..., Place]
"""Where something stands, by the keys that lead to it."""

UNKNOWN: Final = "D16"
UNKNOWN_KEY: Final = "D03"
WRONG_WORD: Final = "D08"
WRONG_TYPE: Final = "D05"
FOREIGN: Final = "D22"
REPEATED: Final = "D23"
FACTS: Final = {"sections": {"name"}, "title": {"hospital", "report", "period"}}
"""What titles may ask for: those of sections, and that of the document."""
WRONG_FACT: Final = "D24"
NOTHING_LEFT: Final = "D25"
NOT_HERE: Final = "D26"
EITHER: Final = "either"


@dataclass(frozen=True)
class ReportNames:
    """What kinds of reports may name.

    Attributes:
        sections: sections by id.
        conditions: names of conditions.
    """

    sections: Mapping[str, SectionType]
    conditions: Collection[str]

    @staticmethod
    def of(sections: Mapping[str, SectionType], words: Words) -> ReportNames:
        """That of a catalogue; a condition is what the words explain as one."""
        return ReportNames(sections, tuple(words.under("condition")))


def problems(identifier: str, kind: ReportKind, known: ReportNames, at: At) -> Iterator[Finding]:
    """What a kind of report names and is not there, or does not belong on its pages; `at` gives places within it."""
    yield from _title(kind.title, FACTS["title"], at("title"))
    if kind.unscored is not None:
        yield from _title(kind.unscored, FACTS["title"], at("unscored"))
    seen: set[str] = set()
    for number, entry in enumerate(kind.sections):
        if entry.name in seen:
            yield Finding(REPEATED, at("sections", number), {"key": entry.name})
        seen.add(entry.name)
        yield from _barred(entry.section, identifier, known.sections, at("sections", number, "section"))
        yield from _entry(entry, kind, known, lambda *trail, number=number: at("sections", number, *trail))


def _entry(entry: SectionEntry, kind: ReportKind, known: ReportNames, at: At) -> Iterator[Finding]:
    if entry.title is not None:
        yield from _title(entry.title, FACTS["sections"], at("title"))
    for number, condition in enumerate(entry.when):
        yield from _name(condition, known.conditions, at("when", number))
    yield from _name(entry.section, known.sections, at("section"))
    if (section := known.sections.get(entry.section)) is not None:
        if section.pages != kind.pages or section.subject not in {kind.subject, EITHER}:
            fits = tuple(name for name, other in known.sections.items() if _fits(other, kind))
            yield Finding(FOREIGN, at("section"), {"key": entry.section, "known": fits})
        yield from _options(entry.options, section, lambda *trail: at("options", *trail))


def _barred(name: str, kind: str, sections: Mapping[str, SectionType], place: Place) -> Iterator[Finding]:
    """D26: a section that other kinds of reports keep to themselves."""
    section = sections.get(name)
    if section is not None and section.only_in and kind not in section.only_in:
        yield Finding(NOT_HERE, place, {"key": name, "kind": kind, "known": section.only_in})


def require_allowed(identifier: str, kind: ReportKind, sections: Mapping[str, SectionType]) -> None:
    """The last gate before a report is written, whichever way its sections came together.

    Raises:
        Refused: D26, for every section that must not stand in this kind of report.
    """
    found = [one for entry in kind.sections for one in _barred(entry.section, identifier, sections, NOWHERE)]
    if found:
        raise Refused(found)


def _fits(section: SectionType, kind: ReportKind) -> bool:
    return section.pages == kind.pages and section.subject in {kind.subject, EITHER}


def _options(options: Mapping[str, OptionValue], section: SectionType, at: At) -> Iterator[Finding]:
    for name, value in options.items():
        option = section.options.get(name)
        if option is None:
            names = tuple(section.options)
            yield Finding(UNKNOWN_KEY, at(name), {"key": name, "nearest": nearest(name, names), "known": names})
        elif type(value) is not type(option.default):
            expected = EXPECTED[type(option.default)]
            yield Finding(WRONG_TYPE, at(name), {"key": name, "value": str(value), "expected": expected})
        elif option.choices:
            for word in _words(value):
                if word not in option.choices:
                    near = nearest(word, option.choices)
                    wrong: dict[str, Fact] = {"key": name, "value": word, "nearest": near, "choices": option.choices}
                    yield Finding(WRONG_WORD, at(name), wrong)


EXPECTED: Final[Mapping[type, str]] = {str: "@value.text", int: "@value.whole_number", tuple: "@value.list"}
"""The word for a type of option, by key."""


def _words(value: OptionValue) -> Sequence[str]:
    return value if isinstance(value, tuple) else [str(value)]


def _title(title: Text, facts: set[str], place: Place) -> Iterator[Finding]:
    """D24: a title asks for something that is not filled in."""
    try:
        asked = placeholders(title.zh) | placeholders(title.en)
    except ValueError:
        asked = frozenset({title.zh})
    for name in sorted(asked - facts):
        yield Finding(WRONG_FACT, place, {"key": name, "known": tuple(sorted(facts))})


def _name(name: str, known: Collection[str], place: Place) -> Iterator[Finding]:
    if name not in known:
        yield Finding(UNKNOWN, place, {"key": name, "nearest": nearest(name, known)})


def choice_problems(
    choice: ReportChoice, identifier: str, kind: ReportKind, known: ReportNames, at: At
) -> Iterator[Finding]:
    """What a case's choice names and the kind, or the catalogue, does not have."""
    own = {entry.name: entry for entry in kind.sections}
    open_to = {**{name: None for name, section in known.sections.items() if _fits(section, kind)}, **own}
    for key, names, among in (("sections", choice.sections or (), open_to), ("including", choice.including, own)):
        yield from _asked(identifier, names, among, known.sections, lambda number, key=key: at(key, number))
    there = open_to if choice.sections is not None else own
    if not _entries(kind, choice):
        yield Finding(NOTHING_LEFT, at("without"))
    for number, name in enumerate(choice.without):
        yield from _name(name, there, at("without", number))
    for name, title in choice.titles.items():
        yield from _name(name, there, at("titles", name))
        yield from _title(title, FACTS["sections"], at("titles", name))
    for name, options in choice.options.items():
        yield from _name(name, there, at("options", name))
        entry = own.get(name) or SectionEntry(section=name)
        if (section := known.sections.get(entry.section)) is not None:
            yield from _options(options, section, lambda *trail, name=name: at("options", name, *trail))


def _asked(
    kind: str, names: Sequence[str], among: Collection[str], sections: Mapping[str, SectionType], at: At
) -> Iterator[Finding]:
    """Sections that a case asks for: each once, each there, none that this kind must not have."""
    for number, name in enumerate(names):
        barred = list(_barred(name, kind, sections, at(number)))
        yield from barred or _name(name, among, at(number))
        if name in names[:number]:
            yield Finding(REPEATED, at(number), {"key": name})


def chosen(kind: ReportKind, choice: ReportChoice | None) -> ReportKind:
    """The kind as a case wants it; what its choice names must be there, and what nobody asked for is not."""
    choice = choice or ReportChoice()
    entries = tuple(_changed(entry, choice) for entry in _entries(kind, choice))
    return kind.model_copy(update={"sections": entries})


BLOCK: Final = "block"
BLOCKS: Final = "of"
"""The section of blocks, and its option that names them."""
ENDS: Final = frozenset({"correction", "quality", "commentary", "signatures", "method", "passport"})
"""Sections that tell what a report rests on; what a case adds stands before the first of them."""


def choosing(sections: Mapping[str, SectionType], blocks: Iterable[str]) -> dict[str, SectionType]:
    """The sections, that of blocks knowing which there are."""
    section = sections[BLOCK]
    option = section.options[BLOCKS].model_copy(update={"choices": tuple(blocks)})
    return {**sections, BLOCK: section.model_copy(update={"options": {**section.options, BLOCKS: option}})}


def holding_blocks(kinds: Mapping[str, ReportKind]) -> dict[str, ReportKind]:
    """The kinds of reports that a block may stand in: about one hospital, no official document, and not of one page."""
    fitting = {name for name, kind in kinds.items() if (kind.subject, kind.pages) == ("hospital", "body")}
    return {name: kind for name, kind in kinds.items() if name in fitting and not kind.one_page}


def with_blocks(
    kinds: Mapping[str, ReportKind], blocks: Mapping[str, Block], section: SectionType
) -> dict[str, ReportKind]:
    """Kinds of reports, each with the blocks of a case that are to stand in it."""
    wanted = {name: tuple(one for one, block in blocks.items() if name in block.reports) for name in kinds}
    return {name: _with_block(kind, wanted[name], section) if wanted[name] else kind for name, kind in kinds.items()}


def _with_block(kind: ReportKind, wanted: tuple[str, ...], section: SectionType) -> ReportKind:
    """The blocks after those that the kind has itself, or before what the report rests on where it has none."""
    entries = list(kind.sections)
    at = next((place for place, entry in enumerate(entries) if entry.section == BLOCK and not entry.on_request), None)
    if at is None:
        end = next((place for place, entry in enumerate(entries) if entry.section in ENDS), len(entries))
        own = SectionEntry(section=BLOCK, options={BLOCKS: wanted})
        entries = [entry for entry in (*entries[:end], own, *entries[end:]) if entry.section != BLOCK or entry is own]
    else:
        given = Options(BLOCK, {BLOCKS: entries[at].options.get(BLOCKS, section.options[BLOCKS].default)}).words(BLOCKS)
        entries[at] = entries[at].model_copy(update={"options": {**entries[at].options, BLOCKS: (*given, *wanted)}})
    return kind.model_copy(update={"sections": tuple(entries)})


def shown(kind: ReportKind, audience: Audience | None) -> ReportKind:
    """The kind with only the sections that an audience may have; the whole where there is none."""
    if audience is None or audience.sections is None:
        return kind
    return kind.model_copy(
        update={"sections": tuple(entry for entry in kind.sections if entry.section in audience.sections)}
    )


def _entries(kind: ReportKind, choice: ReportChoice) -> list[SectionEntry]:
    own = {entry.name: entry for entry in kind.sections}
    usual = [name for name, entry in own.items() if not entry.on_request or name in choice.including]
    order = [own.get(name) or SectionEntry(section=name) for name in (choice.sections or usual)]
    return [entry for entry in order if entry.name not in choice.without]


def _changed(entry: SectionEntry, choice: ReportChoice) -> SectionEntry:
    options = {**entry.options, **choice.options.get(entry.name, {})}
    return entry.model_copy(update={"title": choice.titles.get(entry.name, entry.title), "options": options})


def options_of(entry: SectionEntry, section: SectionType) -> Options:
    """What an entry says about its section, and what holds where it says nothing."""
    given = {name: entry.options.get(name, option.default) for name, option in section.options.items()}
    return Options(entry.name, given)
