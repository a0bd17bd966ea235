"""A claim that does not hold, as a finding: the cell of its left side, the other cells, and both sides in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.compute.words import in_words
from reportgen.formula.say import SIGNS
from reportgen.formula.walk import terms
from reportgen.model.definition import Text
from reportgen.model.finding import Fact, Finding, Severity
from reportgen.model.place import NOWHERE, Place
from reportgen.model.rounding import half_up

if TYPE_CHECKING:
    from reportgen.catalog import Catalog
    from reportgen.checks.trials import Tried

PERCENT: Final = 100.0
OWN: Final = "V00"
"""Rule of the message for a check that a case defines itself."""
SPELLED_OUT: Final = 4
"""Terms up to which the right side is spelled out; a longer one is called its parts."""
LOWERED: Final = {Severity.ERROR: Severity.WARNING, Severity.WARNING: Severity.NOTE, Severity.NOTE: Severity.NOTE}


def finding(tried: Tried, row: int, catalog: Catalog, *, explained: bool = False, note: Text | None = None) -> Finding:
    """What to tell about one row; a gap that has its explanation weighs one step less."""
    claim = tried.claim
    places = _places(tried, row)
    known = claim.id in catalog.messages.by_rule
    own = claim.rule.severity if not known else None
    severity = LOWERED[claim.rule.severity] if explained else own
    facts = _facts(tried, row, catalog)
    if note is not None:
        facts["note"] = note
    return Finding(claim.id if known else OWN, places[0], facts, severity, places[1:])


def _facts(tried: Tried, row: int, catalog: Catalog) -> dict[str, Fact]:
    claim = tried.claim
    left, right = float(tried.left[row]), float(tried.right[row])
    entity, period = tried.ledger.dataset.values.index[row]
    return {
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
        "items": tuple(dict.fromkeys(name for name, _ in tried.figures)),
        "blank": tuple(name for name, context in tried.figures if not tried.ledger.present(name, context)[row]),
        "name": claim.rule.name,
        "id": claim.id,
    }


def _first_item(tried: Tried, catalog: Catalog) -> Text | None:
    first = next((name for name, _ in tried.figures if name in catalog.items), None)
    return catalog.items[first].name if first else None


def _right(tried: Tried, catalog: Catalog) -> Text:
    several = len(terms(tried.claim.right)) > SPELLED_OUT
    return catalog.words["check.parts"] if several else in_words(tried.claim.right, catalog)


def _places(tried: Tried, row: int) -> tuple[Place, ...]:
    """The cells of both sides that hold a figure, in the order of the rule; or the place of a form."""
    dataset = tried.ledger.dataset
    keys = [tried.ledger.key(name, context, row) for name, context in tried.figures]
    places = [place for key in keys if key and (place := dataset.place(key))]
    if places:
        return tuple(dict.fromkeys(places))
    entity, period = dataset.values.index[row]
    forms = [form.place for form in dataset.forms if (form.entity, form.period) == (entity, period)]
    return (forms[0] if forms else NOWHERE,)
