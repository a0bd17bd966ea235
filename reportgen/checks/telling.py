"""A claim that does not hold, as a finding: the cell of its left side, the other cells, and both sides in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.compute.words import in_words
from reportgen.formula.say import SIGNS
from reportgen.formula.walk import terms
from reportgen.model.definition import Text
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


def finding(tried: Tried, row: int, dataset: Dataset, catalog: Catalog) -> Finding:
    """What to tell about one row."""
    claim = tried.claim
    places = _places(tried, row, dataset)
    left, right = float(tried.left[row]), float(tried.right[row])
    entity, period = dataset.values.index[row]
    facts: dict[str, Fact] = {
        "total": in_words(claim.left, catalog),
        "value": left,
        "right": _right(tried, catalog),
        "parts": right,
        "gap": left - right,
        "operator": SIGNS.get(claim.operator, claim.operator),
        "percent": float(half_up(PERCENT * left, 2)),
        "item": _first_item(tried, catalog),
        "entity": str(entity),
        "period": str(period),
        "column": catalog.words[f"check.column.{claim.view or 'period'}"],
        "items": tuple(name for name, _ in (*claim.left_names, *claim.right_names)),
        "name": claim.rule.name,
        "id": claim.id,
    }
    known = claim.id in catalog.messages.by_rule
    severity = None if known else claim.rule.severity
    return Finding(claim.id if known else OWN, places[0], facts, severity, places[1:])


def _first_item(tried: Tried, catalog: Catalog) -> Text | None:
    names = (name for name, _ in (*tried.claim.left_names, *tried.claim.right_names) if name in catalog.items)
    first = next(names, None)
    return catalog.items[first].name if first else None


def _right(tried: Tried, catalog: Catalog) -> Text:
    several = len(terms(tried.claim.right)) > SPELLED_OUT
    return catalog.words["check.parts"] if several else in_words(tried.claim.right, catalog)


def _places(tried: Tried, row: int, dataset: Dataset) -> tuple[Place, ...]:
    """The cells of both sides that hold a figure, in the order of the rule; or the place of a form."""
    figures = (*tried.claim.left_names, *tried.claim.right_names)
    keys = [tried.ledger.key(name, context, row) for name, context in figures]
    places = [place for key in keys if key and (place := dataset.place(key))]
    if places:
        return tuple(dict.fromkeys(places))
    entity, period = dataset.values.index[row]
    forms = [form.place for form in dataset.forms if (form.entity, form.period) == (entity, period)]
    return (forms[0] if forms else NOWHERE,)
