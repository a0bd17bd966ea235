"""Words of files and file names on a terminal."""

from __future__ import annotations

import re
from typing import Final

UNSEEN: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def visible(text: str) -> str:
    """A text with its control characters and turns of direction spelled out, so that they do nothing to a terminal."""
    return UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
