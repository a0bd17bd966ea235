"""How one number came about, as JSON: ``reportgen/explanation/1``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from reportgen.compute.words import in_words
from reportgen.export.findings import both, place
from reportgen.export.results import entity_name
from reportgen.model.reason import RULES

if TYPE_CHECKING:
    from reportgen.analysis.material import Material
    from reportgen.model.dataset import Adjustment
    from reportgen.model.results import ScoredIndicator
    from reportgen.model.values import Derivation

SCHEMA: Final = "reportgen/explanation/1"


def document(material: Material, identifier: str) -> dict[str, Any]:
    """The derivation of an indicator, with its definition and, where the scheme scores it, its score."""
    definition = material.catalog.indicators[identifier]
    return {
        "schema": SCHEMA,
        "program": material.version,
        "entity": {"id": material.entity, "name": both(entity_name(material))},
        "period": material.period,
        "indicator": identifier,
        "name": both(definition.name),
        "formula": definition.formula,
        "formula_in_words": both(in_words(material.catalog.expressions[identifier], material.catalog)),
        "unit": definition.unit,
        "direction": str(definition.direction),
        "source": definition.source,
        "flags": [str(flag) for flag in material.values.at(identifier, material.entity, material.period).flags],
        "derivation": node(material.derive(identifier), material),
        "score": _score(scored(material, identifier)),
    }


def factor(material: Material, part: Derivation) -> float:
    """By what the printed figure of a cell was multiplied to be in the base unit."""
    where = part.place
    if where is None:
        return 1.0
    forms = (
        form for form in material.dataset.forms if (form.place.file, form.place.sheet) == (where.file, where.sheet)
    )
    return next((form.factor for form in forms), 1.0)


def node(part: Derivation, material: Material) -> dict[str, Any]:
    """One node of the tree and all below it."""
    return {
        "kind": part.kind,
        "id": part.id,
        "name": both(part.name) if part.name else None,
        "expression": part.expression,
        "value": part.value,
        "reason": str(part.reason) if part.reason else None,
        "rule": RULES[part.reason] if part.reason else None,
        "unit": part.unit,
        "period": part.period,
        "view": part.view,
        "place": place(part.place) if part.place else None,
        "factor": factor(material, part),
        "estimated": part.estimated,
        "adjustment": _adjustment(part.adjustment),
        "parts": [node(child, material) for child in part.parts],
    }


def _adjustment(one: Adjustment | None) -> dict[str, Any] | None:
    if one is None:
        return None
    return {
        "reported": one.reported,
        "adjustment": one.amount,
        "audited": one.audited,
        "reason": one.reason,
        "place": place(one.place),
    }


def scored(material: Material, identifier: str) -> ScoredIndicator | None:
    """The indicator in the evaluation, or None where the scheme does not score it."""
    return next((row for row in material.evaluation.indicators if row.id == identifier), None)


def _score(row: ScoredIndicator | None) -> dict[str, Any] | None:
    if row is None:
        return None
    return {
        "score": row.score,
        "level": str(row.level) if row.level else None,
        "weight": row.weight,
        "effective_weight": row.effective_weight,
        "points": row.points,
        "standards": row.standards.model_dump(mode="json") if row.standards else None,
    }
