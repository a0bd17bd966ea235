"""When two values of results are one, though another computer may compute the last digits otherwise."""

from __future__ import annotations

from typing import Any, Final

SAME: Final = 1e-9
"""Share of a value up to which another computer may compute it otherwise."""


def same(before: Any, after: Any) -> bool:
    """Whether two values are one: numbers up to `SAME`, sequences and mappings part by part, all else as it is.

    A tuple is the list that it becomes in JSON.
    """
    if isinstance(before, bool) or isinstance(after, bool):
        return before is after
    if isinstance(before, (int, float)) and isinstance(after, (int, float)):
        return abs(before - after) <= SAME * max(1.0, abs(before), abs(after))
    if isinstance(before, dict) and isinstance(after, dict):
        return before.keys() == after.keys() and all(same(before[key], after[key]) for key in before)
    if isinstance(before, (list, tuple)) and isinstance(after, (list, tuple)):
        return len(before) == len(after) and all(map(same, before, after))
    return bool(before == after)
