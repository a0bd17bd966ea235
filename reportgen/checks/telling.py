"""A claim that does not hold, as a finding: the cell of its left side, the other cells, and both sides in words."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from reportgen.compute.words import in_words
from reportgen.formula.say import SIGNS
from reportgen.formula.walk import terms
from reportgen.model.finding import Fact, Finding
from reportgen.model.place import NOWHERE, Place
from reportgen.model.rounding import half_up

if TYPE_CHECKING:
    from reportgen.catalog import Catalog
    from reportgen.checks.trials import Tried
    from reportgen.model.dataset import Dataset

PERCENT: Final = 100.0
OWN: Final = "V00"
"""Rule of the message for a check that a case defines itself."""
SPELLED_OUT: Final = 4
"""Terms up to which the right side is spelled out; a longer one is called its parts."""


@dataclass(frozen=True, eq=False)
class Teller:
    """Tells where one claim does not hold; its words are the same for all rows."""

    tried: Tried
    dataset: Dataset
    catalog: Catalog

    def finding(self, row: int) -> Finding:
        """What to tell about one row."""
        claim, (entity, period) = self.tried.claim, self.dataset.values.index[row]
        places = self._places(row, str(entity), str(period))
        left, right = float(self.tried.left[row]), float(self.tried.right[row])
        facts: dict[str, Fact] = self._words | {
            "value": left,
            "parts": right,
            "gap": left - right,
            "percent": float(half_up(PERCENT * left, 2)),
            "entity": str(entity),
            "period": str(period),
        }
        known = claim.id in self.catalog.messages.by_rule
        severity = None if known else claim.rule.severity
        return Finding(claim.id if known else OWN, places[0], facts, severity, places[1:])

    @cached_property
    def _words(self) -> dict[str, Fact]:
        claim, words = self.tried.claim, self.catalog.words
        several = len(terms(claim.right)) > SPELLED_OUT
        names = [name for name, _ in (*claim.left_names, *claim.right_names) if name in self.catalog.items]
        return {
            "total": in_words(claim.left, self.catalog),
            "right": words["check.parts"] if several else in_words(claim.right, self.catalog),
            "operator": SIGNS.get(claim.operator, claim.operator),
            "item": self.catalog.items[names[0]].name if names else None,
            "column": words[f"check.column.{claim.view or 'period'}"],
            "items": tuple(names),
            "name": claim.rule.name,
            "id": claim.id,
        }

    def _places(self, row: int, entity: str, period: str) -> tuple[Place, ...]:
        """The cells of both sides that hold a figure, in the order of the rule; or the place of a form."""
        claim = self.tried.claim
        keys = [self.tried.ledger.key(name, where, row) for name, where in (*claim.left_names, *claim.right_names)]
        places = [place for key in keys if key and (place := self.dataset.place(key))]
        if places:
            return tuple(dict.fromkeys(places))
        forms = [form.place for form in self.dataset.forms if (form.entity, form.period) == (entity, period)]
        return (forms[0] if forms else NOWHERE,)
