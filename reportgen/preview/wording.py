"""What screens say, in the language of the reader, the addresses to which they lead, and what stands around each."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from reportgen import checks
from reportgen.catalog import load_catalog
from reportgen.catalog.calendar_words import period_name
from reportgen.model.finding import Finding, Severity
from reportgen.preview.bench import Freshness
from reportgen.report.speech import Fact, filled

if TYPE_CHECKING:
    from starlette.datastructures import URL

    from reportgen.catalog import Catalog
    from reportgen.catalog.messages import Words
    from reportgen.model.definition import Language, Text
    from reportgen.model.place import Place
    from reportgen.preview.bench import CaseState, ShownCase


SIGNS: Final = {Severity.ERROR: "e", Severity.WARNING: "w", Severity.NOTE: "n"}
LETTERS: Final = 12
MOST_PLACES: Final = 6
PROGRAM: Final = "reportgen"
SCREENS: Final = ("overview", "sheet", "map", "page", "issue")
KEYS: Final = (
    ("screens", ("1 \N{EN DASH} 5",)),
    ("findings", ("n", "p")),
    ("move", ("\N{LEFTWARDS ARROW} \N{UPWARDS ARROW} \N{RIGHTWARDS ARROW} \N{DOWNWARDS ARROW}",)),
    ("enter", ("Enter", "Esc")),
    ("page", ("PageUp", "PageDown")),
    ("help", ("?",)),
)
"""What can be done by keys, and the names of the keys as they stand on them."""
ADDRESSES: Final = dict(zip(SCREENS, ("/", "/sheet", "/map", "/page/1", "/issue"), strict=True))


@dataclass(frozen=True)
class Voice:
    """The words of the screens in one language."""

    words: Words
    language: Language

    def __call__(self, key: str, /, **facts: Fact) -> str:
        """The words under a key below ``preview``, with facts in their places."""
        return self.said(self.words[f"preview.{key}"], **facts)

    def said(self, words: Text, /, **facts: Fact) -> str:
        """Words in this language."""
        return (filled(words, **facts) if facts else words).in_language(self.language)

    def word(self, key: str) -> str:
        """A word of the catalogue by its whole key."""
        return self.words[key].in_language(self.language)


@dataclass(frozen=True, eq=False)
class FileList:
    """The files of a case that may be shown, each by an id that tells nothing of where it lies."""

    names: Mapping[str, str]

    @staticmethod
    def of(files: Iterable[str]) -> FileList:
        """The files by id."""
        return FileList({file_id(name): name for name in files})

    @cached_property
    def known(self) -> frozenset[str]:
        """Their names."""
        return frozenset(self.names.values())

    def address(self, place: Place) -> str | None:
        """Where a place is shown; None where it is in no table that was read."""
        if place.file not in self.known:
            return None
        asked = {"sheet": place.sheet, "at": spot(place)}
        words = urlencode({name: said for name, said in asked.items() if said})
        return f"/sheet/{file_id(place.file)}" + (f"?{words}" if words else "")


def spot(place: Place) -> str | None:
    """The cell of a place; of a line of a text table its first one."""
    is_line = place.cell is None and place.sheet is None and place.line is not None
    return f"A{place.line}" if is_line else place.cell


def file_id(name: str) -> str:
    """The id of a file."""
    return hashlib.sha256(name.encode("utf-8", "surrogateescape")).hexdigest()[:LETTERS]


@dataclass(frozen=True)
class PlaceLink:
    """A place in words, and where it is shown."""

    words: str
    address: str | None


@dataclass(frozen=True)
class ToldFinding:
    """A finding as a screen tells it."""

    rule: str
    sign: str
    weight: str
    message: str
    fix: str
    places: tuple[PlaceLink, ...]
    more: int = 0
    follows: tuple[ToldFinding, ...] = ()


def told(
    alike: tuple[Finding, ...],
    state: Catalog,
    voice: Voice,
    register: FileList,
    following: tuple[ToldFinding, ...] = (),
) -> ToldFinding:
    """Findings of one rule about one thing: the first in full, and where the others are."""
    first = alike[0]
    said = state.messages.say(first, voice.language)
    places = dict.fromkeys(place for one in alike for place in (one.place, *one.places) if place.file)
    shown = list(_linked(places, register))
    return ToldFinding(
        first.rule,
        SIGNS[said.severity],
        voice.word(f"severity.{said.severity}"),
        said.message,
        said.fix or "",
        tuple(shown[:MOST_PLACES]),
        max(0, len(shown) - MOST_PLACES),
        following,
    )


def _linked(places: Iterable[Place], register: FileList) -> Iterator[PlaceLink]:
    """Places as links; of a sheet that was named just before only the cell."""
    before: tuple[str, str | None] | None = None
    for place in places:
        sheet = place.file, place.sheet
        words = place.cell if sheet == before and place.cell else str(place)
        yield PlaceLink(words, register.address(place))
        before = sheet


def grouped(findings: Iterable[Finding], state: CaseState, voice: Voice, register: FileList) -> tuple[ToldFinding, ...]:
    """Causes, the gravest first, each with what follows from it."""
    catalog = state.checked.catalog
    return tuple(
        told(own, catalog, voice, register, tuple(told(alike, catalog, voice, register) for alike in following))
        for own, following in checks.grouped(findings, catalog)
    )


def one_by_one(
    findings: Iterable[Finding], catalog: Catalog, voice: Voice, register: FileList
) -> tuple[ToldFinding, ...]:
    """Findings as they come."""
    return tuple(told((one,), catalog, voice, register) for one in findings)


@dataclass(frozen=True)
class ScreenFrame:
    """What stands around every screen."""

    hospital: str
    about: str
    is_sample: bool
    freshness: str
    live: str
    steps: tuple[tuple[str, str, str, int], ...]
    other: str
    told: tuple[ToldFinding, ...]
    program: str = PROGRAM
    keys: tuple[tuple[str, tuple[str, ...]], ...] = KEYS


def frame_of(shown: ShownCase, voice: Voice, case: str, address: URL | None) -> ScreenFrame:
    """What stands around a screen; `address` is that of the screen, where it can be asked for again."""
    state = shown.state
    other = "zh" if voice.language == "en" else "en"
    switch = f"/?lang={other}"
    if address is not None:
        asked = address.include_query_params(lang=other)
        switch = f"{asked.path}?{asked.query}"
    if state is None:
        steps = tuple((name, ADDRESSES[name], voice(f"screen.{name}"), 0) for name in SCREENS)
        told: tuple[ToldFinding, ...] = ()
        if shown.freshness is Freshness.REFUSED:
            told = one_by_one(shown.told, load_catalog(), voice, FileList({}))
        return ScreenFrame(case, "", False, shown.freshness, _live(shown, voice), steps, switch, told)  # noqa: FBT003
    catalog, file = state.checked.catalog, state.checked.case.file
    errors = sum(catalog.messages.severity(one) is not Severity.NOTE for one in state.checked.findings)
    todo = {"sheet": errors, "map": len(state.names)}
    steps = tuple((name, ADDRESSES[name], voice(f"screen.{name}"), todo.get(name, 0)) for name in SCREENS)
    period = voice.said(period_name(state.material.period)) if state.material else ""
    kind = voice.said(catalog.reports[state.report].name) if state.report in catalog.reports else state.report
    about = f"{period} \N{MIDDLE DOT} {kind}" if period else kind
    subject, told = voice.said(state.checked.subject), one_by_one(shown.told, catalog, voice, FileList({}))
    live = _live(shown, voice)
    return ScreenFrame(subject, about, file.illustrative, shown.freshness, live, steps, switch, told)


def _live(shown: ShownCase, voice: Voice) -> str:
    """How fresh the screen is, in a few words."""
    state = shown.state
    if shown.freshness is not Freshness.FRESH or state is None:
        return voice(f"live.{shown.freshness}", log=shown.log)
    read = voice("live.fresh", n=len(state.checked.reading.files), seconds=f"{state.seconds:.1f}")
    printed = shown.printed
    if printed is None or printed.order.number != state.number:
        return f"{read} \N{MIDDLE DOT} {voice('live.printing')}" if state.material is not None else read
    if shown.changed_pages:
        listed = ", ".join(map(str, shown.changed_pages[:6])) + (
            "\N{HORIZONTAL ELLIPSIS}" if shown.changed_pages[6:] else ""
        )
        return f"{read} \N{MIDDLE DOT} {voice('live.changed', pages=listed)}"
    return read
