"""What things are called in a comparison, by the catalogue; what it does not know keeps its id."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reportgen.difference.printed import figure, same
from reportgen.model.printing import decimals, displayed, number
from reportgen.pipeline.leaflets import said
from reportgen.report.speech import Speech

if TYPE_CHECKING:
    from reportgen.catalog import Catalog
    from reportgen.model.definition import Text

FINER: Final = 4
"""Decimals more, where two values are printed alike and differ."""


@dataclass(frozen=True)
class Names:
    """The names of one comparison; `currency` is that of the results."""

    catalog: Catalog
    currency: str

    def _of(self, key: str, identifier: str) -> Text:
        return self.catalog.words[key] if key in self.catalog.words else same(identifier)

    def part(self, identifier: str) -> Text:
        """A part of the total."""
        return said(self.catalog.words, "diff.part", {"name": self._of(f"diff.parts.{identifier}", identifier)})

    def ability(self, identifier: str) -> Text:
        """A group of indicators."""
        return self._of(f"ability.{identifier}", identifier)

    def item(self, identifier: str) -> Text:
        """A line of the statements."""
        known = self.catalog.items.get(identifier)
        return known.name if known else same(identifier)

    def indicator(self, identifier: str) -> Text:
        """An indicator."""
        known = self.catalog.indicators.get(identifier)
        return known.name if known else same(identifier)

    def measured(self, identifier: str) -> Text:
        """An indicator with the unit of its values as results print them."""
        known = self.catalog.indicators.get(identifier)
        if known is None:
            return same(identifier)
        speech = Speech(self.catalog.words, self.currency)
        return said(self.catalog.words, "diff.measured", {"name": known.name, "unit": speech.printed_unit(known)})

    def finer(self, identifier: str, value: float) -> str:
        """A value with so many decimals that one which is printed alike differs."""
        known = self.catalog.indicators.get(identifier)
        return figure(value) if known is None else number(displayed(value, known.unit), decimals(known) + FINER)
