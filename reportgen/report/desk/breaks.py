"""Where a Chinese name goes on to a second line: between two of its words.

No dictionary is asked. Where many names begin alike and then differ, or differ and then end alike, one word ends and
another begins: 增长率 stands behind 净资产, 总资产 and 医疗收入, 长率 behind 增 alone.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

LEAST: Final = 2
"""Characters of a part."""
ENOUGH: Final = 4
"""Different neighbours that show the end of a word."""


class Breaks:
    """Breaks of names, found by what the known names have in common."""

    def __init__(self, names: Iterable[str], tails: str = "") -> None:
        """Learn from names: what stands before each ending, what follows each beginning; no part begins with a tail."""
        self._tails = tails
        self._before: dict[str, set[str]] = defaultdict(set)
        self._behind: dict[str, set[str]] = defaultdict(set)
        for name in set(names):
            for at in range(1, len(name)):
                self._before[name[at:]].add(name[at - 1])
                self._behind[name[:at]].add(name[at])

    def parts(self, name: str, most: int) -> tuple[str, ...]:
        """The name in one piece, or in two of two to so many characters; in one where two cannot hold it.

        The break is where other characters could stand on either side; of equals where most could, then the most even.
        """
        places = range(max(len(name) - most, LEAST), min(most, len(name) - LEAST) + 1)
        if len(name) <= most or not places:
            return (name,)
        between = [at for at in places if name[at] not in self._tails]
        at = max(between or places, key=lambda at: (*self._variety(name, at), -abs(len(name) - 2 * at)))
        return (name[:at], name[at:])

    def _variety(self, name: str, at: int) -> tuple[int, int]:
        """Of a break, whether both sides show the end of a word, and how many neighbours there are."""
        before, behind = len(self._before.get(name[at:], ())), len(self._behind.get(name[:at], ()))
        return (1 + min(before, ENOUGH)) * (1 + min(behind, ENOUGH)), before + behind
