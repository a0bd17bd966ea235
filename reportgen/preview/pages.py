"""The fourth screen: the pages as they will print, and where each of their numbers comes from."""

from __future__ import annotations

import io
import json
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

from reportgen.analysis.material import Material
from reportgen.export import explanation
from reportgen.model.place import Place
from reportgen.model.printing import DASH, number
from reportgen.preview.wording import FileList, PlaceLink, ToldFinding, Voice, one_by_one

if TYPE_CHECKING:
    from reportgen.preview.bench import CaseState, ShownCase
    from reportgen.preview.printing import PrintedPages

POINTS: Final = 72.0
WIDE: Final = 1280
"""Dots of a page's width: twice those of the screen, for sharp small type."""
NARROW: Final = 168
NUMBERS: Final = "numbers.json"
AIR: Final = 1.2
"""Points around the digits of a number."""
DEEPEST: Final = 12
INDICATOR: Final = "indicator."
"""In front of the id of an indicator in the key of its value."""
_ONE_AT_A_TIME: Final = threading.Lock()
"""PDFium knows no threads."""


@dataclass(frozen=True)
class NumberBox:
    """A number on a page: its key, its digits, and where they stand, in points from the upper left."""

    key: str
    printed: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class DerivationNode:
    """A step of the way of a number."""

    words: str
    value: str
    place: PlaceLink | None
    reason: str
    parts: tuple[DerivationNode, ...]


@dataclass(frozen=True)
class NumberTree:
    """A number of a page down to its cells."""

    key: str
    title: str
    printed: str
    value: str
    rule: str
    score: str
    node: DerivationNode | None
    places: tuple[PlaceLink, ...]
    command: str


@dataclass(frozen=True)
class PagesScreen:
    """All that the screen shows; without a page, why there is none."""

    number: int
    count: int
    size: tuple[float, float]
    version: str
    boxes: tuple[NumberBox, ...]
    text: str
    tree: NumberTree | None
    findings: tuple[ToldFinding, ...]
    refused: tuple[ToldFinding, ...]
    seconds: str
    is_stale: bool


def pages_screen(  # noqa: PLR0913 - what was asked for
    shown: ShownCase, state: CaseState, voice: Voice, register: FileList, page: int, key: str | None, case: str
) -> PagesScreen:
    """One page of the report, with the tree of a number of it."""
    printed, catalog = shown.printed, state.checked.catalog
    if printed is None or not printed.pdf:
        findings = printed.findings if printed else state.refused
        why = one_by_one(findings, catalog, voice, register)
        return PagesScreen(0, 0, (595.0, 842.0), "", (), "", None, (), why, "", is_stale=printed is None)
    page = min(max(page, 1), len(printed.pages))
    laid = printed.pages[page - 1]
    file = printed_file(printed.pdf)
    return PagesScreen(
        page,
        len(printed.pages),
        laid.size,
        file.version,
        file.boxes(page),
        laid.text,
        _tree(printed, state, voice, register, key, case) if key else None,
        one_by_one(printed.findings[:12], catalog, voice, register),
        (),
        str(number(printed.seconds, 1)),
        is_stale=printed.order.number != state.number,
    )


@dataclass(eq=False)
class PrintedFile:
    """One PDF, and what was made of it for the screen."""

    pdf: bytes
    pictures: dict[tuple[int, int], bytes] = field(default_factory=dict)
    found: dict[int, tuple[NumberBox, ...]] = field(default_factory=dict)

    @cached_property
    def version(self) -> str:
        """A name for the file by its content."""
        return sha256(self.pdf).hexdigest()[:16]

    @cached_property
    def numbers(self) -> tuple[Mapping[str, Any], ...]:
        """The list of numbers that the report carries."""
        import pypdfium2

        with _ONE_AT_A_TIME, pypdfium2.PdfDocument(self.pdf) as document:
            for index in range(document.count_attachments()):
                inside = document.get_attachment(index)
                if inside.get_name() == NUMBERS:
                    return tuple(json.loads(bytes(inside.get_data()))["numbers"])
        return ()

    def picture(self, page: int, width: int) -> bytes | None:
        """A page as PNG, None where there is no such page."""
        if (page, width) not in self.pictures:
            drawn = self._drawn(page, width)
            if drawn is None:
                return None
            self.pictures[page, width] = drawn
        return self.pictures[page, width]

    def _drawn(self, page: int, width: int) -> bytes | None:
        import pypdfium2

        with _ONE_AT_A_TIME, pypdfium2.PdfDocument(self.pdf) as document:
            if not 0 < page <= len(document):
                return None
            sheet = document[page - 1]
            drawn = sheet.render(scale=width / sheet.get_width()).to_pil().convert("RGB")
        stream = io.BytesIO()
        drawn.save(stream, "PNG", compress_level=1)
        return stream.getvalue()

    def boxes(self, page: int) -> tuple[NumberBox, ...]:
        """The numbers of a page that are in the list, where they stand; of two with the same digits the first key."""
        if page not in self.found:
            self.found[page] = self._boxes(page)
        return self.found[page]

    def _boxes(self, page: int) -> tuple[NumberBox, ...]:
        import pypdfium2

        wanted: dict[str, str] = {}
        for row in self.numbers:
            if row["page"] == page:
                wanted.setdefault(str(row["printed"]), str(row["key"]))
        with _ONE_AT_A_TIME, pypdfium2.PdfDocument(self.pdf) as document:
            sheet = document[page - 1]
            height, text = sheet.get_height(), sheet.get_textpage()
            found = [box for printed, key in wanted.items() for box in _boxes(text, printed, key, height)]
        return tuple(sorted(_apart(found), key=lambda box: (box.y // 4, box.x)))


@lru_cache(maxsize=1)
def printed_file(pdf: bytes) -> PrintedFile:
    """What was made of a file; of the one before nothing is kept."""
    return PrintedFile(pdf)


def _boxes(text: Any, printed: str, key: str, height: float) -> Iterator[NumberBox]:
    search = text.search(printed, match_whole_word=False, match_case=True)
    while (hit := search.get_next()) is not None:
        start, length = hit
        around = text.get_text_range(max(start - 1, 0), 1 if start else 0), text.get_text_range(start + length, 2)
        if _continues(*around):
            continue
        corners = [text.get_charbox(at) for at in range(start, start + length)]
        left, bottom = min(one[0] for one in corners), min(one[1] for one in corners)
        right, top = max(one[2] for one in corners), max(one[3] for one in corners)
        if right > left and top - bottom < POINTS:
            yield NumberBox(
                key,
                printed,
                _near(left - AIR),
                _near(height - top - AIR),
                _near(right - left + 2 * AIR),
                _near(top - bottom + 2 * AIR),
            )


def _near(points: float) -> float:
    return float(f"{points:.1f}")


def _continues(before: str, after: str) -> bool:
    """Whether digits are a part of a longer number."""
    return (
        before[-1:].isdecimal()
        or before[-1:] in {".", ","}
        or after[:1].isdecimal()
        or (after[:1] in {".", ","} and after[1:2].isdecimal())
    )


def _apart(found: list[NumberBox]) -> list[NumberBox]:
    """Without those that lie within a longer one."""
    kept: list[NumberBox] = []
    for box in sorted(found, key=lambda one: -one.width):
        middle = box.x + box.width / 2, box.y + box.height / 2
        if not any(
            one.x <= middle[0] <= one.x + one.width and one.y <= middle[1] <= one.y + one.height for one in kept
        ):
            kept.append(box)
    return kept


def _tree(  # noqa: PLR0913 - what was asked for
    printed: PrintedPages, state: CaseState, voice: Voice, register: FileList, key: str, case: str
) -> NumberTree | None:
    row = next((one for one in printed_file(printed.pdf).numbers if one["key"] == key), None)
    if row is None:
        return None
    places = tuple(PlaceLink(one, register.address(_place(one))) for one in row["places"])
    value = DASH if row["value"] is None else f"{row['value']:,.15g}"
    title, rule, node, score, command = key, str(row.get("rule", "")), None, "", ""
    material = state.material
    indicator = key.removeprefix(INDICATOR)
    if isinstance(material, Material) and indicator in material.catalog.indicators:
        told = explanation.document(material, indicator)
        title, rule = told["name"][voice.language], told["formula_in_words"][voice.language]
        node = _node(told["derivation"], voice, register, 0)
        score = _score(told["score"], voice)
        command = f"reportgen explain {case} {indicator} -p {material.period}"
    return NumberTree(key, title, str(row["printed"]), value, rule, score, node, places, command)


def _score(found: Mapping[str, Any] | None, voice: Voice) -> str:
    if found is None or found["score"] is None:
        return ""
    weight = str(number(found["weight"], 2, times=100.0))
    return voice("pages.score", score=str(number(found["score"], 2)), weight=weight)


def _place(text: str) -> Place:
    """A place from its words, as `str` of a place writes them."""
    file, _, rest = text.partition(" \N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK} ")
    if not rest:
        return Place(file)
    sheet, is_cell, cell = rest.rpartition("!")
    return Place(file, sheet, cell) if is_cell else Place(file, None, rest)


def _node(part: Mapping[str, Any], voice: Voice, register: FileList, depth: int) -> DerivationNode:
    where = part["place"]
    place = Place(where["file"], where["sheet"], where["cell"]) if where else None
    below = part["parts"] if depth < DEEPEST else ()
    return DerivationNode(
        part["words"][voice.language],
        DASH if part["value"] is None else f"{part['value']:,.15g}",
        PlaceLink(str(place), register.address(place)) if place else None,
        voice.word(f"reason.{part['reason']}") if part["reason"] else "",
        tuple(_node(one, voice, register, depth + 1) for one in below),
    )
