"""What hospitals with long names are called in tables: their names without what stands in brackets."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final

from reportgen.model.definition import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

LONG: Final = 20
"""Han characters, or twice as many others, of a name that would make the rows of a table high."""
ASIDE: Final = re.compile(r"\s*(?:（[^（）]{9,}）|\([^()]{9,}\))")
"""Other names of a hospital, and whose it is; shorter brackets (a campus, a kind) tell hospitals apart."""
HAN: Final = "\u2e80"


def short_names(names: Mapping[str, Text]) -> Mapping[str, Text]:
    """All names by hospital; one is shortened only if no other hospital is then called the same."""
    cut = {key: _cut(name) for key, name in names.items()}
    taken = Counter(words for name in cut.values() for words in {name.zh, name.en})
    return {key: name if taken[name.zh] == taken[name.en] == 1 else names[key] for key, name in cut.items()}


def _cut(name: Text) -> Text:
    if max(_width(name.zh), _width(name.en)) <= LONG:
        return name
    return Text(zh=ASIDE.sub("", name.zh).strip() or name.zh, en=ASIDE.sub("", name.en).strip() or name.en)


def _width(words: str) -> float:
    return sum(0.5 if character < HAN else 1.0 for character in words)
