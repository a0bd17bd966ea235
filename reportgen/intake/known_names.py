"""What names mean by the catalogue, found once for all files that are read under the same rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final

from reportgen.catalog import Catalog
from reportgen.intake import likeness
from reportgen.intake.labels import normalised, unpunctuated
from reportgen.intake.likeness import Names
from reportgen.model.definitions import NO_RULES, Item

TIDY: Final = "tidy"
"""The form code under which spellings hold in tables without sections."""


@lru_cache(maxsize=4)
def known_names(catalog: Catalog, is_free: bool) -> KnownNames:  # noqa: FBT001 - a key
    """The names of a catalogue, in a case that follows no official rules (`is_free`) or any other."""
    return KnownNames(catalog, is_free)


@dataclass(frozen=True, eq=False)
class KnownNames:
    """The names of a catalogue under some rules; what each of them says `ReadingContext` tells."""

    catalog: Catalog
    is_free: bool

    @cached_property
    def items(self) -> Mapping[str, Item]:
        """American lines only where no official rules hold."""
        known = self.catalog.items.items()
        return {name: item for name, item in known if item.regimes != (NO_RULES,) or self.is_free}

    @cached_property
    def spellings(self) -> Mapping[str, tuple[str, ...]]:
        """Of the aliases and the items' own names."""
        found: dict[str, list[str]] = {}
        for label, item in self.catalog.aliases.names.items():
            found.setdefault(normalised(label), []).append(item)
        for identifier, definition in self.items.items():
            found.setdefault(normalised(definition.name.zh), []).append(identifier)
            found.setdefault(normalised(definition.name.en), []).append(identifier)
        return {label: tuple(dict.fromkeys(items)) for label, items in found.items()}

    @cached_property
    def computed(self) -> frozenset[str]:
        """Names of ratios that are no item's too."""
        ratios = [one for one in self.catalog.indicators.values() if one.unit != "money"]
        names = [name for one in ratios for name in (one.name, one.short) if name is not None]
        known = {normalised(label) for name in names for label in (name.zh, name.en)}
        known |= {normalised(label) for one in ratios for label in one.also}
        known |= {label.partition("(")[0] for label in known}
        return frozenset(known) - self.spellings.keys() - self.meanings.keys()

    @cached_property
    def english(self) -> Names:
        """The items' own names, their spellings, and those that the rules use."""
        known = [(item.name.en, identifier) for identifier, item in self.items.items()]
        known += [
            (identifier.replace("_", " "), identifier) for identifier, item in self.items.items() if not item.regimes
        ]
        known += self.catalog.aliases.names.items()
        for label in self.catalog.aliases.contextual:
            known += [(label, item) for item, _ in self.meanings.get(normalised(label), ())]
        return likeness.names_of(known)

    @cached_property
    def meanings(self) -> Mapping[str, tuple[tuple[str, str | None], ...]]:
        """What holds under no official rules holds only where none do."""
        found: dict[str, list[tuple[str, str | None]]] = {}
        for label, meanings in self.catalog.aliases.contextual.items():
            here = [one for one in meanings if one.regimes != (NO_RULES,) or self.is_free]
            found.setdefault(normalised(label), []).extend((meaning.item, meaning.form) for meaning in here)
        if self.is_free:
            for label, item in self.catalog.aliases.parts.items():
                found.setdefault(normalised(label), []).append((item, TIDY))
            found = {unpunctuated(label): items for label, items in found.items() if items} | found
        return {label: tuple(items) for label, items in found.items()}

    @cached_property
    def part_names(self) -> frozenset[str]:
        """None under official rules."""
        keys = frozenset(map(normalised, self.catalog.aliases.parts)) if self.is_free else frozenset[str]()
        return keys | {unpunctuated(key) for key in keys}

    @cached_property
    def forbidden(self) -> frozenset[tuple[str, str]]:
        """What names mean where no rules hold is not barred there."""
        aliases = self.catalog.aliases
        barred = frozenset((normalised(label), item) for label, items in aliases.forbidden.items() for item in items)
        if not self.is_free:
            return barred
        known = ((label, one) for label, meanings in aliases.contextual.items() for one in meanings)
        return barred - {(normalised(label), one.item) for label, one in known if one.regimes == (NO_RULES,)}
