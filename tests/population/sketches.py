"""Charts for those who read words alone: what would be drawn is looked through, and not drawn."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final
from unittest import mock

import vl_convert

SKETCH: Final = '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10" viewBox="0 0 10 10"></svg>'


@contextmanager
def sketched() -> Iterator[list[str]]:
    """As long as this holds no chart is drawn; the words that charts would show gather in the list.

    A place that is no number fails, though the library would draw the chart and leave the mark out.
    """
    shown: list[str] = []

    def sketch(specification: Mapping[str, Any]) -> str:
        shown.extend(_words(specification))
        return SKETCH

    with mock.patch.object(vl_convert, "vegalite_to_svg", sketch):
        yield shown


def _words(node: Any) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    elif isinstance(node, Mapping):
        for value in node.values():
            yield from _words(value)
    elif isinstance(node, list | tuple):
        for value in node:
            yield from _words(value)
    elif isinstance(node, float):
        assert math.isfinite(node), "a mark has no place"
