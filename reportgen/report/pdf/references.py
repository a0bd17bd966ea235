"""References to page numbers without a layout that changes nothing.

The engine lays a page with references out again when all pages are there, finds then only what its references say,
since the number of all pages has changed, and lays it out a third time. Here they are told between two passes over the
pages, if a target has moved, and a page is laid out again only if its words are others now. A layout that follows
another begins with what that one was told; pages that are going to be revised anyway are told nothing.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from weasyprint.formatting_structure import boxes

from reportgen.progress import reached

CONTENT: Final = "content"
TOLD: Final = "places"
"""What targets have once all references were told where they are."""
PASSING: Final = "are_passing"
"""What targets have where somebody knows whether pages will be revised."""
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

    def make_all_pages(context: Any, *rest: Any) -> Iterator[Any]:
        pages = []
        for number, page in enumerate(plain(context, *rest), start=1):
            reached("pages", number)
            pages.append(page)
            yield page
        targets = context.target_collector
        places = {name: ButTotal(item.cached_page_counter_values) for name, item in targets.target_lookup_items.items()}
        are_passing = vars(targets).get(PASSING)
        if vars(targets).get(TOLD) != places and not (are_passing and are_passing(pages)):
            targets.places = places
            _tell(targets, context.page_maker)

    return make_all_pages


def _tell(targets: Any, pages: list[Any]) -> None:
    for (box, token), lookup in targets.counter_lookup_items.items():
        index = lookup.page_maker_index
        if token == CONTENT and index is not None and index < len(pages):
            said = _words(box)
            lookup.parse_again(lookup.cached_page_counter_values)
            pages[index][-1]["content_changed"] |= _words(box) != said


def lookups_by_what_they_say(plain: type[Any]) -> type[Any]:
    """The engine's note of a text with counters, which compares the number of all pages only if the text says it."""

    class CounterLookupItem(plain):  # type: ignore[misc]  # the engine is untyped
        @property
        def cached_page_counter_values(self) -> dict[str, list[int]]:
            return self.__dict__["counters"]  # type: ignore[no-any-return]

        @cached_page_counter_values.setter
        def cached_page_counter_values(self, counters: dict[str, list[int]]) -> None:
            self.__dict__["counters"] = counters if TOTAL in self.missing_counters else ButTotal(counters)

    return CounterLookupItem


def targets_by_what_is_asked(plain: Callable[..., None]) -> Callable[..., None]:
    """The engine's news of a target's counters, spread only if one changed that somebody asks for."""

    def cache_target_page_counters(targets: Any, anchor: str, counters: dict[str, list[int]], *rest: Any) -> None:
        target = targets.target_lookup_items.get(anchor)
        if target and ButTotal(counters) == target.cached_page_counter_values:
            lookups = targets.counter_lookup_items.values()
            if not any(TOTAL in lookup.missing_target_counters.get(anchor, ()) for lookup in lookups):
                target.cached_page_counter_values = copy.deepcopy(counters)
        plain(targets, anchor, counters, *rest)

    return cache_target_page_counters


def _asks_for_total(lookup: Any) -> bool:
    return any(TOTAL in wanted for wanted in (lookup.missing_counters, *lookup.missing_target_counters.values()))


def _words(box: Any) -> tuple[str, ...]:
    return tuple(part.text for part in box.descendants() if isinstance(part, boxes.TextBox))
