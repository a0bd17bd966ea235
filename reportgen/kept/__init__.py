"""Work that need not be done again while nothing changed: where it is kept, and what names it."""

from __future__ import annotations

from reportgen.kept.digests import digest, folders, ground, state
from reportgen.kept.last import kept_for_last
from reportgen.kept.objects import key_of, once, recall, remember, text_once
from reportgen.kept.store import OFF, SWITCH, Store, store

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
