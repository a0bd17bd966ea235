"""What was worked out for tables laid out alike, and is kept with their layout."""

from __future__ import annotations

from typing import Any, Final

Memory = dict[object, list[Any]]
"""By what they depend on, the newest first; what they are only those know who work them out (`routes`)."""
KEPT: Final = 8
"""How many are kept of one kind."""
