"""Work that need not be done again while nothing changed: where it is kept, and what names it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from reportgen.kept.digests import digest, folders, ground, state
from reportgen.kept.storage import OFF, SWITCH, Store, key_of, once, recall, remember, store, text_once

__all__ = [
    "OFF",
    "SWITCH",
    "Store",
    "digest",
    "folders",
    "ground",
    "kept_for_last",
    "key_of",
    "once",
    "recall",
    "remember",
    "state",
    "store",
    "text_once",
]


Made = TypeVar("Made")


def kept_for_last(function: Callable[..., Made]) -> Callable[..., Made]:
    """The function, which does again only what it is asked of other objects; equal ones are others.

    To compare a catalogue or a scheme, or to name it by a digest, takes longer than what is made of it.
    """
    last: list[tuple[tuple[Any, ...], Made]] = []

    @wraps(function)
    def asked(*of: Any) -> Made:
        for known, made in last:
            if len(known) == len(of) and all(one is other for one, other in zip(known, of, strict=True)):
                return made
        made = function(*of)
        last[:] = [(of, made)]
        return made

    return asked
