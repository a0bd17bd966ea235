"""Members of PDF objects, whether they stand in place or elsewhere in the file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


def member(node: Any, key: str, default: Any = None) -> Any:
    """What a dictionary has under a key, wherever in the file it stands."""
    return node[key] if key in node else default  # noqa: SIM401 - `get` of the library does not follow references


def members(listed: Any) -> Iterator[Any]:
    """What an array holds, wherever in the file each stands; a lone value counts as an array of one."""
    if isinstance(listed, list):
        yield from (listed[index] for index in range(len(listed)))
    elif listed is not None:
        yield listed
