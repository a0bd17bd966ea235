"""Numbers as printed, found again in words: with the digits of their own, and not within a longer number."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

LONGER_BEFORE: Final = re.compile("[0-9.,]")
LONGER_AFTER: Final = re.compile("[0-9]|[.,][0-9]")
"""What makes digits a part of a longer number: a character before them, or what follows them."""


class PrintedDigits:
    """Finds printed numbers, of two that begin alike the longer."""

    def __init__(self, printed: Iterable[str]) -> None:
        """The numbers with their signs and units, as printed."""
        longest = sorted(set(printed), key=lambda one: (-len(one), one))
        self._pattern = re.compile("|".join(re.escape(one) for one in longest)) if longest else None

    def parts(self, text: str) -> Iterator[tuple[str, str]]:
        """The text up to a number, and the number; at last what is left, with no number."""
        end = 0
        for match in self._pattern.finditer(text) if self._pattern else ():
            is_longer = LONGER_BEFORE.match(text, max(match.start() - 1, 0), match.start()) or LONGER_AFTER.match(
                text, match.end()
            )
            if not is_longer:
                yield text[end : match.start()], match[0]
                end = match.end()
        yield text[end:], ""
