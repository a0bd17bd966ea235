"""All that is changed in the layout engine, for one version of it; what its libraries do over and over is done once.

A function is replaced only while a report is rendered, and only if its source is the one that the replacement was
written for: another version, or an edited one, is refused with the name of what differs.

Styles of pseudo-elements when they are asked for.

The engine's own sheet styles markers, calls and notes of every element (``::marker``, ``::footnote-call`` …): of eight
styles that it makes, seven are these, though hardly an element has such a part. Here they are made for those that do.

Features of fonts that are given back with the text that asked for them.

The engine keeps its reference to the list of features of each text, so that no list is ever freed: some 150 bytes a
text, a megabyte every ten reports. Here the layout alone holds the list, and each list holds features of its own.

- The engine copies the whole file of each face that it draws with, though only a subset is written: of Chinese faces
  sixteen megabytes each. Here it looks at them where they lie.
- The file's writer does some things once and again for every stream and element: see `packing`.
- The parser of HTML remembers its expressions under a wrong name, and so builds each of them at every use.
"""

from __future__ import annotations

import copy
import hashlib
import inspect
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import cache
from math import inf
from typing import Any, Final

import cssselect2
import pydyf
from tinyhtml5 import inputstream
from weasyprint import css, layout
from weasyprint.css import targets, validation
from weasyprint.formatting_structure import boxes
from weasyprint.layout import inline
from weasyprint.layout import page as page_layout
from weasyprint.pdf import fonts as pdf_fonts
from weasyprint.pdf import stream, tags
from weasyprint.text.ffi import ffi, harfbuzz, pango
from weasyprint.text.line_break import Layout

from reportgen.report.pdf.packing import packed_once, pages_named_once
from reportgen.report.pdf.references import (
    lookups_by_what_they_say,
    pages_told_where_targets_are,
    targets_by_what_is_asked,
)
from reportgen.report.pdf.relayout import Layouts
from reportgen.report.pdf.required import REINSTALL, VERSION, other, require_version
from reportgen.report.pdf.selectors import errors_without_frames, held_against_what_is_possible, with_needed_classes
from reportgen.report.typography.shaping import justified, shifted, spaced, to_be_drawn

OWN_ORIGIN: Final = "user agent"
"""Where the engine's own sheet comes from, in its words."""
UNIVERSAL: Final = frozenset(
    {"marker", "footnote-call", "footnote-marker", "note-call", "note-marker", "note-callback"}
)
"""Parts of every element that the engine's own sheet styles."""


def styles_as_asked(plain: type[Any]) -> type[Any]:
    """The engine's styles of elements, those of parts that every element could have made when one is asked for."""

    class StyleFor(plain):  # type: ignore[misc]  # the engine is untyped
        def __init__(self, html: Any, sheets: list[tuple[Any, str, Any]], *rest: Any) -> None:
            own = [(index, sheet) for index, (sheet, origin, _) in enumerate(sheets) if origin == OWN_ORIGIN]
            self.universal: dict[str, dict[str, tuple[Any, Any]]] = {}
            self.asked: set[tuple[Any, str]] = set()
            self.root, self.base_url = html.etree_element, html.base_url
            for index, sheet in own:
                sheets[index] = (self._without_universal(sheet), *sheets[index][1:])
            super().__init__(html, sheets, *rest)

        def _without_universal(self, sheet: Any) -> Any:
            """The sheet for real elements alone; what it says of parts of every element is kept apart."""
            found = copy.copy(sheet)
            found.matcher = copy.copy(sheet.matcher)
            entries = sheet.matcher.other_selectors
            found.matcher.other_selectors = [entry for entry in entries if entry[3] not in UNIVERSAL]
            for _, specificity, _, part, (declarations, _) in (entry for entry in entries if entry[3] in UNIVERSAL):
                weight = (css.declaration_precedence(OWN_ORIGIN, None), inf, specificity)
                self.universal.setdefault(part, {}).update({name: (values, weight) for name, values, _ in declarations})
            return found

        def __call__(self, element: Any, pseudo_type: str | None = None) -> Any:
            if pseudo_type in self.universal and (element, pseudo_type) not in self.asked:
                self._make(element, pseudo_type)
            return super().__call__(element, pseudo_type)

        def _make(self, element: Any, part: str) -> None:
            key = (element, part)
            self.asked.add(key)
            known = self.get_computed_styles().get(key)
            cascaded = self.universal[part] | (known.cascaded if known else {})  # what others say of it weighs more
            if known:
                known.cascaded = cascaded
                return
            self.get_cascaded_styles()[key] = cascaded
            self.set_computed_styles(element, element, self.root, part, self.base_url)
            del self.get_cascaded_styles()[key]

    return StyleFor


class Unshared(dict[bytes, Any]):
    """Features by name that hands out each as it was made: lists that are freed cannot share one."""

    def setdefault(self, key: bytes, default: Any = None) -> Any:
        """What was just made."""
        del key
        return default


def features_given_back(plain: Callable[[Any, Any], None]) -> Callable[[Any, Any], None]:
    """The making of a text's layout, which then holds its list of features alone."""

    def setup(text: Any, style: Any) -> None:
        style.font_config.font_features = Unshared()
        plain(text, style)
        made = pango.pango_layout_get_attributes(text.layout)
        if made != ffi.NULL:
            pango.pango_attr_list_unref(made)

    return setup


@dataclass(frozen=True)
class Traces:
    """What the engine knew when it wrote the structure, and forgets.

    Attributes:
        boxes: structure element, by its object number → the box it was made for.
        texts: piece of marked content, by page index and number → its words.
    """

    boxes: dict[int, Any] = field(default_factory=dict)
    texts: dict[tuple[int, int], str] = field(default_factory=dict)


@dataclass(frozen=True)
class Patch:
    """One function of the engine: who holds it, its name, the SHA-256 of its source."""

    owner: Any
    name: str
    source: str

    def original(self) -> Any:
        """The function as the engine has it."""
        return getattr(self.owner, self.name)

    def is_known(self) -> bool:
        """Whether the source is the one the replacement was written for."""
        function: Any = self.original()
        source = inspect.getsource(getattr(function, "fget", function))  # of a property its getter
        return hashlib.sha256(source.encode()).hexdigest() == self.source


SET_TEXT: Final = Patch(Layout, "set_text", "fe23ca9937dbf5205bda422f9c01103f301ef2c511228842632ea86e853274f7")
REACTIVATE: Final = Patch(Layout, "reactivate", "0b89ee097104b71376c179f48a98858708b07169dc0212c393263a1a831607c9")
GET_FIRST_LINE: Final = Patch(
    Layout, "get_first_line", "bb65cbda0e27f1350376bc345c82093c5a3d00b8ac6d8dd9d7303f7693db9254"
)
JUSTIFY_LINE: Final = Patch(inline, "justify_line", "f83b21ff8793ba6b6dfc5fe8e10e4ab6cd6e02b17de02da97200902166148a81")
BUILD_BOX_TREE: Final = Patch(
    tags, "_build_box_tree", "f716251a83e7096e9cae972b63e633aab21c664d200582166dd0d5096780f9c4"
)
CACHE_PAGE_COUNTERS: Final = Patch(
    targets.TargetCollector,
    "cache_target_page_counters",
    "545eb30bb50f0e4921f6405ed31cfcc20bb92f32c85b549fe81507cbf27d6dee",
)
COUNTER_LOOKUP: Final = Patch(
    targets, "CounterLookupItem", "96cc13d13b3fcbb8ba0e0a23eb362a52aa0bf42d7d6c4b5d7ddb3cff4770c87e"
)
MAKE_ALL_PAGES: Final = Patch(
    layout, "make_all_pages", "b5e4034894841caa9581fa5d33338c71a7d8948be65618d358ab4b946f367edb"
)
FIND_STYLESHEETS: Final = Patch(
    css, "find_stylesheets", "ac92dbb80c3fd936f05ccb33501b54a438e03126b2ae756adcaa1d3a6958b0ca"
)
MAKE_PAGE: Final = Patch(page_layout, "make_page", "656f183328e8b1b56311a342621442056c067422958dcaf6730acdfb6c7b8971")
MAKE_MARGIN_BOXES: Final = Patch(
    layout, "make_margin_boxes", "4a2d2e301eb3bc47c2812d1502d4d6ce3b65922a76e69fb45c11a5ae353198a7"
)
LAYOUT_BACKGROUNDS: Final = Patch(
    layout, "layout_backgrounds", "5d7d4d589e3d8a333562d335ece023df25f19edac047aa11d01cc8d88013b9f3"
)
STYLE_FOR: Final = Patch(css, "StyleFor", "dac5a13261681453ee2823f7285ecd223973ed172a9cd9e83d7403a0fbafb7d5")
SETUP: Final = Patch(Layout, "setup", "fb227a55094f41d42fbd57f180d8b7a9a1e741969ec8ddb3fd5cd80920257442")
FACE_DATA: Final = Patch(
    pdf_fonts, "get_hb_object_data", "03040a623df04c2b5fe464037e14b07fe430fd1ec43602abf955fdf3fbe77ea6"
)
FACE: Final = Patch(stream, "Font", "1888854798bf87262b5fc822169feea96211da0c7de97cef8e3001c4a5c118a1")
PAGE_REFERENCES: Final = Patch(
    pydyf.PDF, "page_references", "060bf90aad55931bc24c3575a52af9478a89916aa307e5323142663841cb7798"
)
STREAM: Final = Patch(pydyf.Stream, "data", "bdc2bc513f286de7b7a7220a43e6085daa6ed0056d9c04e3c9b5abe40f3ecf81")
CHARACTERS: Final = Patch(
    inputstream.HTMLUnicodeInputStream,
    "chars_until",
    "dfe353323dff1fdc908f4b24439adf34dc7049a990f6aed3ddf6937afb993c58",
)
SELECTORS: Final = Patch(
    validation, "compile_selector_list", "ea4f95aed7efbad8bd5f821a0c646a8391abc999837a13289e1ad56f9e9cbaa8"
)
MATCHER: Final = Patch(cssselect2, "Matcher", "a651e3a3f14e94a1e96057c54c5e16d0f3ffbf277b2a333e61b7bd4c13530768")
CALC_SUM: Final = Patch(css, "_resolve_calc_sum", "7d3fb2531eae6d1198be3a9165ab36ca9a9478e6f6132c1da97d497dbc961a88")
PATCHES: Final = (
    SETUP,
    SET_TEXT,
    REACTIVATE,
    GET_FIRST_LINE,
    JUSTIFY_LINE,
    BUILD_BOX_TREE,
    CACHE_PAGE_COUNTERS,
    COUNTER_LOOKUP,
    FIND_STYLESHEETS,
    MAKE_ALL_PAGES,
    MAKE_PAGE,
    MAKE_MARGIN_BOXES,
    LAYOUT_BACKGROUNDS,
    STYLE_FOR,
    FACE_DATA,
    FACE,
    PAGE_REFERENCES,
    STREAM,
    CHARACTERS,
    SELECTORS,
    MATCHER,
    CALC_SUM,
)


@contextmanager
def altered_engine(*, is_aired: bool = True) -> Iterator[Traces]:
    """The engine with Chinese typography, telling which box each structure element was made for.

    Args:
        is_aired: whether air stands between Han and Latin.
    """
    require_known_engine()
    traces = Traces()
    with ExitStack() as stack:
        stack.enter_context(_replaced(SETUP, features_given_back))
        stack.enter_context(_replaced(SET_TEXT, lambda plain: spaced(plain, is_aired=is_aired)))
        stack.enter_context(_replaced(REACTIVATE, to_be_drawn))
        stack.enter_context(_replaced(GET_FIRST_LINE, shifted))
        stack.enter_context(_replaced(JUSTIFY_LINE, justified))
        stack.enter_context(_replaced(BUILD_BOX_TREE, lambda plain: _recording(plain, traces)))
        stack.enter_context(_replaced(STREAM, packed_once))
        yield traces


@contextmanager
def settled_references() -> Iterator[None]:
    """The engine without layouts that change no reference, and without what it and its libraries do for nothing."""
    require_known_engine()
    with ExitStack() as stack:
        stack.enter_context(_replaced(CACHE_PAGE_COUNTERS, targets_by_what_is_asked))
        stack.enter_context(_replaced(MAKE_ALL_PAGES, pages_told_where_targets_are))
        stack.enter_context(_replaced(COUNTER_LOOKUP, lookups_by_what_they_say))
        stack.enter_context(_replaced(STYLE_FOR, styles_as_asked))
        data = FaceData(FACE_DATA.original())
        stack.enter_context(_replaced(FACE_DATA, lambda _: data))
        stack.enter_context(_replaced(FACE, lambda plain: faces_read_in_place(plain, data)))
        stack.enter_context(_replaced(PAGE_REFERENCES, pages_named_once))
        stack.enter_context(_replaced(CHARACTERS, expressions_by_their_characters))
        stack.enter_context(_replaced(SELECTORS, with_needed_classes))
        stack.enter_context(_replaced(MATCHER, held_against_what_is_possible))
        stack.enter_context(_replaced(CALC_SUM, errors_without_frames))
        yield


@contextmanager
def laid_out_in_turn(sheets: list[Any]) -> Iterator[Layouts]:
    """The engine for several layouts of one document, of which each keeps what no change since can have reached.

    Args:
        sheets: its style sheets as they were read before; put there if it is empty.
    """
    require_known_engine()
    layouts = Layouts(sheets=sheets)
    with ExitStack() as stack:
        stack.enter_context(_replaced(FIND_STYLESHEETS, layouts.sheets_read_once))
        stack.enter_context(_replaced(STYLE_FOR, layouts.styles_kept))
        stack.enter_context(_replaced(MAKE_PAGE, layouts.pages_kept))
        stack.enter_context(_replaced(MAKE_MARGIN_BOXES, layouts.margins_later))
        stack.enter_context(_replaced(LAYOUT_BACKGROUNDS, layouts.backgrounds_later))
        yield layouts


@cache
def require_known_engine() -> None:
    """Refuse another engine than the one the replacements were written for.

    Raises:
        Refused: R17, with the command that installs that engine; one that was edited is named by what differs.
    """
    require_version()
    changed = [patch.name for patch in PATCHES if not patch.is_known()]
    if changed:
        raise other(f"{VERSION} ({', '.join(changed)})", REINSTALL)


@contextmanager
def _replaced(patch: Patch, replacement: Callable[[Any], Any]) -> Iterator[None]:
    original = patch.original()
    setattr(patch.owner, patch.name, replacement(original))
    try:
        yield
    finally:
        setattr(patch.owner, patch.name, original)


def _recording(plain: Callable[..., Iterator[Any]], traces: Traces) -> Callable[..., Iterator[Any]]:
    def build_box_tree(box: Any, *rest: Any) -> Iterator[Any]:
        if isinstance(box, boxes.PageBox):
            _, _, page, _, _, tags_of_page = rest
            for held, tag in tags_of_page.items():
                traces.texts[page, tag["mcid"]] = getattr(held, "text", "")
        inner = getattr(box, "_box", box)  # what stands for an absolutely placed box holds it
        for element in plain(box, *rest):
            traces.boxes.setdefault(element.number, inner)
            yield element

    return build_box_tree


class FaceData:
    """The engine's reading of a face's file: of a face to draw with a view, of a subset its bytes."""

    def __init__(self, plain: Callable[..., bytes | None]) -> None:
        self.plain = plain
        self.is_drawn_with = False
        self.held: list[Any] = []

    def __call__(self, face: Any, *asked: Any) -> bytes | memoryview | None:
        """As the engine asks for it."""
        if not self.is_drawn_with or asked:
            return self.plain(face, *asked)
        blob = ffi.gc(harfbuzz.hb_face_reference_blob(face), harfbuzz.hb_blob_destroy)
        length = ffi.new("unsigned int *")
        start = harfbuzz.hb_blob_get_data(blob, length)
        if start == ffi.NULL:
            return None
        self.held.append(blob)  # the view is good as long as this is
        return memoryview(ffi.buffer(start, int(length[0])))


def faces_read_in_place(plain: type[Any], data: FaceData) -> type[Any]:
    """The engine's faces in a file, which are not copied before they are subset."""

    class Font(plain):  # type: ignore[misc]  # the engine is untyped
        file_content: bytes | memoryview | None

        def __init__(self, *given: Any) -> None:
            data.is_drawn_with = True
            try:
                super().__init__(*given)
            finally:
                data.is_drawn_with = False

        def clean(self, *asked: Any) -> None:
            super().clean(*asked)
            if isinstance(self.file_content, memoryview):  # nothing was left out of it
                self.file_content = bytes(self.file_content)

    return Font


def expressions_by_their_characters(plain: Callable[..., str]) -> Callable[..., str]:
    """The parser's reading up to some characters, with the expression for them under its own name."""

    def chars_until(stream: Any, characters: frozenset[str], *opposite: bool) -> str:
        known, name = inputstream.characters_until_regex, (characters, any(opposite))
        if name not in known:
            among = "".join(f"\\x{ord(character):02x}" for character in characters)
            known[name] = re.compile(f"[{among}]+" if any(opposite) else f"[^{among}]+")
        return plain(stream, *name)

    return chars_until
