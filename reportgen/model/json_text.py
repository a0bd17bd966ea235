"""JSON that somebody else wrote: read, or refused as no JSON, whatever it holds."""

from __future__ import annotations

import json
from typing import Any


def parsed(content: str | bytes) -> Any:
    """What a text says.

    Raises:
        ValueError: if it is no JSON, or goes deeper than can be followed.
    """
    try:
        return json.loads(content)
    except RecursionError:
        raise ValueError("@trouble.too_deep") from None
