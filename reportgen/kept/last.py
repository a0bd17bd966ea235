"""What a function made of the very objects it was last asked about: thousands of hospitals ask of one catalogue."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

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
