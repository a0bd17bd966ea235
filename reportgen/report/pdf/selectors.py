"""Selectors of style sheets, of which an element is held against those alone that its ancestors leave possible.

The engine holds each cell of a table against every rule about cells, of whatever section. Most of these ask for a class
that none of its ancestors has; which ones is looked up once for all elements below ancestors of the same classes. What
is left is tried in full, so that the same rules hold as without it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

from cssselect2 import parser

BELOW: Final = (" ", ">")
"""What stands between an ancestor and what is below it."""
NOBODY: Final[frozenset[str]] = frozenset()


def with_needed_classes(plain: Callable[[Any], list[Any]]) -> Callable[[Any], list[Any]]:
    """The reading of a list of selectors, each of which then knows what classes it needs among the ancestors."""

    def compiled(prelude: Any) -> list[Any]:
        tokens = prelude if isinstance(prelude, str) else list(prelude)
        selectors = plain(tokens)
        for selector, parsed in zip(selectors, parser.parse(tokens), strict=True):
            selector.needed = frozenset(_needed(parsed.parsed_tree))
        return selectors

    return compiled


def _needed(tree: Any) -> Iterator[str]:
    """Classes that ancestors of an element have if it is what the tree describes; siblings share their ancestors."""
    while isinstance(tree, parser.CombinedSelector):
        if tree.combinator in BELOW:
            above = tree.left.right if isinstance(tree.left, parser.CombinedSelector) else tree.left
            parts = above.simple_selectors
            yield from (part.class_name for part in parts if isinstance(part, parser.ClassSelector))
        tree = tree.left


def held_against_what_is_possible(plain: type[Any]) -> type[Any]:
    """The engine's rules of a sheet, by what classes they need."""

    class Matcher(plain):  # type: ignore[misc]  # the engine is untyped
        def __init__(self) -> None:
            super().__init__()
            self.needed: dict[int, frozenset[str]] = {}
            self.possible: dict[tuple[int, frozenset[str]], tuple[Sequence[Any], Sequence[Any]]] = {}

        def add_selector(self, selector: Any, payload: Any) -> None:
            super().add_selector(selector, payload)
            self.needed[self.order] = getattr(selector, "needed", NOBODY)

        def add_relevant_selectors(self, element: Any, selectors: Sequence[Any], relevant: list[Any]) -> None:
            """As the engine's, of those that are left; kept with their list, since ids are used again."""
            above = classes_above(element)
            known = self.possible.get((id(selectors), above))
            if known is None or known[0] is not selectors:
                left = [entry for entry in selectors if self.needed[entry[2]] <= above]
                known = self.possible[id(selectors), above] = selectors, left
            super().add_relevant_selectors(element, known[1], relevant)

    return Matcher


def classes_above(element: Any) -> frozenset[str]:
    """The classes of all ancestors of an element, looked up once for its siblings."""
    parent = element.parent
    if parent is None:
        return NOBODY
    found: frozenset[str] | None = vars(parent).get("classes_below")
    if found is None:
        above, own = classes_above(parent), parent.classes
        found = parent.classes_below = above if above >= own else above | own
    return found


def errors_without_frames(plain: Callable[..., Any]) -> Callable[..., Any]:
    """The engine's sums of lengths, whose error does not hold on to where it was raised.

    The engine keeps it in a variable of the function that raises it: with all that is on the stack, whole layouts, it
    would stay until the collector finds it.
    """

    def resolve_calc_sum(*asked: Any) -> Any:
        try:
            return plain(*asked)
        except ValueError as error:
            raise error.with_traceback(None) from None

    return resolve_calc_sum
