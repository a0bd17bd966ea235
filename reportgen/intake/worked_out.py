"""Heads of columns that are worked out of others: shares of a total, and changes from one column to another."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

from reportgen.intake.labels import bare
from reportgen.intake.vocabulary import vocabulary

WORD: Final = re.compile(r"[^\W\d_]+|[%$]")


@lru_cache(maxsize=8192)
def is_head(text: str) -> bool:
    """Whether a head says that its column holds no figure of a period, but one of other columns.

    English words decide only where there are no others: “Increase in net assets” is an item.
    """
    words, folded = vocabulary().worked_out_heads, bare(text).lower()
    is_in_front = folded.startswith(words.in_front) and not folded.startswith(words.but)
    if is_in_front or any(word in folded for word in words.within):
        return True
    said = set(WORD.findall(unicodedata.normalize("NFKC", text).lower()))
    is_share = bool(said & set(words.of_shares))
    known = {*words.of_changes, *words.of_shares, *words.beside, *(words.wholes if is_share else ())}
    return said <= known and bool(said & {*words.of_changes, *words.of_shares})
