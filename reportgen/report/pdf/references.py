"""References to page numbers without a layout that changes nothing.

The engine lays a page with references out again when all pages are there, finds then only what its references say,
since the number of all pages has changed, and lays it out a third time. Here they are told between two layouts, if a
target has moved.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from reportgen.progress import reached

TOTAL: Final = "pages"
"""The counter of all pages."""


class ButTotal(dict[str, list[int]]):
    """Page counters that equal others if all but the number of all pages do."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, dict) and _without_total(self) == _without_total(other)

    def __ne__(self, other: object) -> bool:
        return not self == other

    __hash__ = None  # as any dict


def pages_told_where_targets_are(plain: Callable[..., Iterator[Any]]) -> Callable[..., Iterator[Any]]:
    """One layout of all pages; references learn at its end where their targets are."""

    def make_all_pages(context: Any, *rest: Any) -> Iterator[Any]:
        for number, page in enumerate(plain(context, *rest), start=1):
            reached("pages", number)
            yield page
        targets = context.target_collector
        places = {name: ButTotal(item.cached_page_counter_values) for name, item in targets.target_lookup_items.items()}
        if vars(targets).get("places") != places:
            targets.places = places
            _tell(targets, context.page_maker)

    return make_all_pages


def _tell(targets: Any, pages: list[Any]) -> None:
    for (_, property_name), lookup in targets.counter_lookup_items.items():
        index = lookup.page_maker_index
        if property_name == "content" and index is not None and index < len(pages):
            lookup.parse_again(lookup.cached_page_counter_values)
            pages[index][-1]["content_changed"] = True


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


def _without_total(counters: Mapping[str, list[int]]) -> dict[str, list[int]]:
    return {name: values for name, values in counters.items() if name != TOTAL}
