"""References to page numbers without a layout that changes nothing.

The engine lays a page with references out again when all pages are there, finds then only what its references say,
since the number of all pages has changed, and lays it out a third time. Here references begin with the page on which
their target would stand if each section took one, and are told between two passes over the pages, if a target has
moved. Digits are all of one width: where a number keeps its length it is written over the one that was laid out, and
only a page on which one does not is laid out again. A layout that follows another begins with what that one was told.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from weasyprint.formatting_structure import boxes
from weasyprint.text.line_break import split_first_line

from reportgen.progress import reached

CONTENT: Final = "content"
TOLD: Final = "places"
"""What targets have once all references were told where they are."""
SOURCES: Final = "sources"
"""What targets have where pages were taken over: boxes of layouts before, and what each is in this one."""
PAGE: Final = "page"
"""The counter of pages, and the class of sections that begin one."""
TOTAL: Final = "pages"
"""The counter of all pages."""
Places = Mapping[str, "ButTotal"]
"""Page counters where each target stands."""


class ButTotal(dict[str, list[int]]):
    """Page counters that equal others if all but the number of all pages do."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, dict) and _without_total(self) == _without_total(other)

    def __ne__(self, other: object) -> bool:
        return not self == other

    __hash__ = None  # as any dict


def _without_total(counters: Mapping[str, list[int]]) -> dict[str, list[int]]:
    return {name: values for name, values in counters.items() if name != TOTAL}


@dataclass(frozen=True)
class PageReference:
    """What a page says of others.

    Attributes:
        note: what the engine has noted of it in this layout.
        before: what it had noted in the layout before.
        source: the box that it fills, once it is told where its target is.
        said: the words that it said in the layout before.
    """

    note: Any
    before: Any
    source: Any
    said: tuple[str, ...]

    def still_holds(self) -> bool:
        """Whether it would say the same now."""
        return _words(self.source) == self.said


def reference_of(one: Any, other: Any, before: Any, after: Any) -> PageReference | None:
    """What a box says of other pages; None if nothing, or if it says how many pages there are.

    Args:
        one: the box in the layout before.
        other: the same in this one.
        before: the engine's targets in the layout before.
        after: those in this one.
    """
    was, note = (targets.counter_lookup_items.get((box, CONTENT)) for targets, box in ((before, one), (after, other)))
    if was is None or note is None or _asks_for_total(note):
        return None
    return PageReference(note, was, other, _words(one))


def tell_as_before(before: Any, after: Any, known: Iterable[PageReference]) -> None:
    """Let all references of a layout begin with what those of the layout before said."""
    places: Places = vars(before).get(TOLD, {})
    for name in places.keys() & after.target_lookup_items.keys():
        after.target_lookup_items[name].cached_page_counter_values = copy.deepcopy(places[name])
    for one in known:
        one.note.cached_page_counter_values = copy.deepcopy(one.before.cached_page_counter_values)
    for (_, token), lookup in after.counter_lookup_items.items():
        if token == CONTENT and not _asks_for_total(lookup):
            lookup.parse_again(lookup.cached_page_counter_values)
    after.places = places


def pages_told_where_targets_are(plain: Callable[..., Iterator[Any]]) -> Callable[..., Iterator[Any]]:
    """One pass over all pages; references learn at its end where their targets are, if these pages stay."""

    def make_all_pages(context: Any, root: Any, html: Any, *rest: Any) -> Iterator[Any]:
        targets = context.target_collector
        if not hasattr(targets, TOLD):
            _foretell(targets, html.etree_element)
        pages = []
        for number, page in enumerate(plain(context, root, html, *rest), start=1):
            reached("pages", number)
            pages.append(page)
            yield page
        places = {name: ButTotal(item.cached_page_counter_values) for name, item in targets.target_lookup_items.items()}
        if targets.places != places:
            targets.places = places
            _tell(context, pages)

    return make_all_pages


def _foretell(targets: Any, document: Any) -> None:
    """Let references begin with the page of their target, were each section one: with as many digits, mostly."""
    targets.places = {}
    number = 1
    for element in document.iter():
        number += PAGE in str(element.get("class", "")).split()
        target = targets.target_lookup_items.get(element.get("id"))
        if target is not None:
            target.cached_page_counter_values = {PAGE: [max(number - 1, 1)]}
    _parse(targets)


def _parse(targets: Any) -> None:
    for (_, token), lookup in targets.counter_lookup_items.items():
        if token == CONTENT:
            lookup.parse_again(lookup.cached_page_counter_values)


def _tell(context: Any, pages: Sequence[Any]) -> None:
    """Tell all references where their targets are; a page that cannot be told as it stands is laid out again."""
    targets = context.target_collector
    _parse(targets)
    sources = vars(targets).get(SOURCES, {})
    for page, (*_, state) in zip(pages, context.page_maker, strict=False):
        laid_out: dict[Any, list[Any]] = {}
        for box in page.descendants(placeholders=True):
            if box.missing_link is not None:
                laid_out.setdefault(sources.get(box.missing_link, box.missing_link), []).append(box)
        for source, found in laid_out.items():
            if (source, CONTENT) in targets.counter_lookup_items and not _is_told(context, found, source):
                state["content_changed"] = True


def _is_told(context: Any, laid_out: Sequence[Any], source: Any) -> bool:
    """Whether boxes that were laid out say what their source says now; numbers of the same width are written over."""
    wanted = [box.text for box in _numbers(source)]
    if not wanted:
        return "".join(word for box in laid_out for word in _words(box)) == "".join(_words(source))
    printed = [numbers for numbers in map(_numbers, laid_out) if numbers]  # of a box on two lines one has none
    return bool(printed) and all(
        len(numbers) == len(wanted)
        and all(_is_renumbered(context, box, text) for box, text in zip(numbers, wanted, strict=True))
        for numbers in printed
    )


def _is_renumbered(context: Any, box: Any, text: str) -> bool:
    """Write a number over one that was laid out, unless it takes another width."""
    if box.text == text:
        return True
    layout, _, rest, width, _, _ = split_first_line(text, box.style, context, None, box.justification_spacing)
    if rest is not None or width != box.width:
        return False
    box.text, box.pango_layout = text, layout
    return True


def _numbers(box: Any) -> list[Any]:
    return [one for one in box.descendants() if isinstance(one, boxes.TextBox) and one.text.isdecimal()]


def lookups_by_what_they_say(plain: type[Any]) -> type[Any]:
    """The engine's note of a text with counters, which compares the number of all pages only if the text says it.

    The engine takes counters of targets for those of the page itself as well, and would lay such a page out again.
    """

    class CounterLookupItem(plain):  # type: ignore[misc]  # the engine is untyped
        def __init__(self, parse_again: Any, own: list[str], of_targets: dict[str, list[str]]) -> None:
            is_of_targets = any(own is counters for counters in of_targets.values())
            super().__init__(parse_again, [] if is_of_targets else own, of_targets)

        @property
        def cached_page_counter_values(self) -> dict[str, list[int]]:
            return self.__dict__["counters"]  # type: ignore[no-any-return]

        @cached_page_counter_values.setter
        def cached_page_counter_values(self, counters: dict[str, list[int]]) -> None:
            self.__dict__["counters"] = counters if TOTAL in self.missing_counters else ButTotal(counters)

    return CounterLookupItem


def targets_by_what_is_asked(plain: Callable[..., None]) -> Callable[..., None]:
    """The engine's news of a target's counters, spread at once only if somebody asks for the number of all pages."""

    def cache_target_page_counters(
        targets: Any, anchor: str, counters: dict[str, list[int]], index: int, made: list[Any]
    ) -> None:
        target = targets.target_lookup_items.get(anchor)
        lookups = targets.counter_lookup_items.values()
        if any(TOTAL in lookup.missing_target_counters.get(anchor, ()) for lookup in lookups):
            plain(targets, anchor, counters, index, made)
        elif target is not None and target.state == "up-to-date" and not targets.collecting:
            target.page_maker_index = index
            target.cached_page_counter_values = copy.deepcopy(counters)

    return cache_target_page_counters


def _asks_for_total(lookup: Any) -> bool:
    return any(TOTAL in wanted for wanted in (lookup.missing_counters, *lookup.missing_target_counters.values()))


def _words(box: Any) -> tuple[str, ...]:
    return tuple(part.text for part in box.descendants() if isinstance(part, boxes.TextBox))


def let_go(context: Any) -> None:
    """Part a layout that is over from its boxes: what they say of other pages leads back to it, so that it would stay.

    The collector would find it, at the cost of looking through all that lives.
    """
    if context is not None:
        context.target_collector.counter_lookup_items.clear()
        context.target_collector.target_lookup_items.clear()
        context.running_elements.clear()
        context.get_image_from_uri = None


def part_from_notes(page: Any) -> None:
    """Part a page that is made from the area of its notes, which leads back to it."""
    for child in page.children:
        vars(child).pop("page", None)
