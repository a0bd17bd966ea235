"""Sets of hospitals by name, and sources written as formulas over them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from reportgen.model.known import NAMED, VALUE, Source


@dataclass(frozen=True)
class Sets:
    """Sets of hospitals by name, so that long lists are written as one of them less a few."""

    named: Mapping[str, frozenset[str]]

    def formula(self, source: Source | float) -> str:
        """A source as a formula: ``LH01.score.total - LH01.2024.score.total``, ``median(score.total of all)``."""
        if not isinstance(source, Source):
            return f"{source:.12g}"
        if source.rule == VALUE:
            return source.name
        if source.rule not in NAMED:
            return f" {source.rule} ".join(self._term(part) for part in source.parts)
        own = f"{source.name} among " if source.rule == "rank" else ""
        return f"{source.rule}({own}{self._list(source.parts)})"

    def _term(self, part: Source | float) -> str:
        words = self.formula(part)
        return f"({words})" if isinstance(part, Source) and part.rule not in NAMED | {VALUE} else words

    def _list(self, parts: Sequence[Source | float]) -> str:
        """One key of many hospitals, or every part."""
        keys = {part.key for part in parts if isinstance(part, Source) and part.rule == VALUE and part.owner}
        owners = [part.owner for part in parts if isinstance(part, Source) and part.rule == VALUE and part.owner]
        if len(keys) != 1 or len(owners) < len(parts):
            return ", ".join(self.formula(part) for part in parts)
        key = next(iter(keys))
        return f"{key} of {self.hospitals(owners)}" if key else self.hospitals(owners)

    def hospitals(self, owners: Sequence[str]) -> str:
        """The hospitals, by the smallest set that holds them all where fewer are missing than there."""
        wanted = frozenset(owners)
        holding = [(len(found - wanted), name) for name, found in self.named.items() if wanted <= found]
        if not holding or min(holding)[0] >= len(wanted):
            return ", ".join(owners)
        _, name = min(holding)
        missing = sorted(self.named[name] - wanted)
        return f"{name} except {', '.join(missing)}" if missing else name


NO_SETS: Final = Sets({})
