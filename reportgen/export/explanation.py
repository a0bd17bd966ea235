"""How one number came about, as JSON: ``reportgen/explanation/1``.

The definitions behind one evaluation as JSON: ``reportgen/definitions/1``.
"""

from __future__ import annotations

from fnmatch import fnmatch
from typing import TYPE_CHECKING, Any, Final

from reportgen.analysis.group.material import GroupMaterial
from reportgen.compute.derivation import in_words
from reportgen.export.findings import both, place
from reportgen.export.results import entity_name
from reportgen.formula import names_in, parse
from reportgen.model.definition import Text
from reportgen.model.values import RULES, Flag

if TYPE_CHECKING:
    from reportgen.analysis.material import Material
    from reportgen.catalog import Catalog
    from reportgen.model.dataset import Adjustment
    from reportgen.model.definition import Definition
    from reportgen.model.expression import Expression
    from reportgen.model.results import ScoredIndicator, UsedReference
    from reportgen.model.values import Derivation

SCHEMA: Final = "reportgen/explanation/1"
STEPS: Final = ("month_end",)
"""Steps that no formula writes; they stand before the formula that they move."""


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
        "formula_in_words": both(in_words(formula_of(material, identifier), material.catalog)),
        "unit": definition.unit,
        "direction": str(definition.direction),
        "source": definition.source,
        "flags": [str(flag) for flag in material.values.at(identifier, material.entity, material.period).flags],
        "derivation": node(material.derive(identifier), material),
        "score": _score(scored(material, identifier)),
    }


def formula_of(material: Material, identifier: str) -> Expression:
    """The formula that holds in the year of the material: an earlier one where that is so."""
    defined, used = material.catalog.indicators[identifier], material.derive(identifier).expression
    is_earlier = any(one.formula == used for one in defined.earlier)
    return parse(used) if is_earlier else material.catalog.expressions[identifier]


def factor(material: Material, part: Derivation) -> float:
    """By what the printed amount of a cell was multiplied to be in the base unit; 1 for all that is no money."""
    where = part.place
    if where is None or part.unit != "money":
        return 1.0
    forms = (
        form for form in material.dataset.forms if (form.place.file, form.place.sheet) == (where.file, where.sheet)
    )
    mapped = (source for source in material.case.mapping.sources if fnmatch(where.file, source.file))
    return next((form.factor for form in forms), next((source.unit for source in mapped), 1.0))


def words_of(part: Derivation, catalog: Catalog) -> Text:
    """What a node is called: an item or an indicator by its name, a step by its formula in words."""
    if part.name is not None:
        return part.name
    if part.node is not None and part.id in STEPS:
        step, inner = catalog.words[f"formula.{part.id}"], in_words(part.node, catalog)
        return Text(zh=f"{step.zh} {inner.zh}", en=f"{step.en} {inner.en}")
    if part.node is not None:
        return in_words(part.node, catalog)
    key = f"formula.{part.id}"
    return catalog.words[key] if key in catalog.words else Text(zh=part.expression, en=part.expression)


def node(part: Derivation, material: Material) -> dict[str, Any]:
    """One node of the tree and all below it."""
    return {
        "kind": part.kind,
        "id": part.id,
        "name": both(part.name) if part.name else None,
        "expression": part.expression,
        "words": both(words_of(part, material.catalog)),
        "value": part.value,
        "reason": str(part.reason) if part.reason else None,
        "rule": RULES[part.reason] if part.reason else None,
        "unit": part.unit,
        "period": part.period,
        "view": part.view,
        "place": place(part.place) if part.place else None,
        "blank": place(part.blank) if part.blank else None,
        "factor": factor(material, part),
        "estimated": part.estimated,
        "note": part.note or None,
        "voucher": part.voucher or None,
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
        "part": row.part,
        "ability": row.ability,
        "standards": row.standards.model_dump(mode="json") if row.standards else None,
        "reference": _reference(row.reference),
        "floored": Flag.FLOORED in row.flags,
        "clamped": Flag.CLAMPED in row.flags,
        "reason": str(row.reason) if row.reason else None,
    }


def _reference(used: UsedReference | None) -> dict[str, Any] | None:
    """The single standard of methods that take one instead of five."""
    if used is None:
        return None
    return {
        "kind": str(used.kind),
        "value": used.value,
        "unacceptable": used.unacceptable,
        "source": used.source,
        "year": used.year,
        "objects": list(used.objects),
    }


DEFINITIONS_SCHEMA: Final = "reportgen/definitions/1"


def definitions_document(material: Material | GroupMaterial, *, kind: str) -> dict[str, Any]:
    """The scheme, every indicator of the results, the items that their formulas name, the checks, the kind of report.

    As they were used: those of packs and of the case in place of the built-in ones.
    """
    catalog = material.catalog
    indicators = _indicators(material)
    items = {name for name in indicators for name in names_in(catalog.expressions[name])} & set(catalog.items)
    return {
        "schema": DEFINITIONS_SCHEMA,
        "program": material.version,
        "scheme": {material.scheme_id: plain(material.scheme)},
        "indicators": {name: plain(catalog.indicators[name]) for name in indicators},
        "items": {name: plain(catalog.items[name]) for name in sorted(items)},
        "checks": {name: plain(rule) for name, rule in sorted(catalog.checks.items())},
        "report": {kind: plain(catalog.reports[kind])},
    }


def _indicators(material: Material | GroupMaterial) -> list[str]:
    """Those that are scored, and all others that are not obsolete."""
    known = material.catalog.indicators
    members = material.members if isinstance(material, GroupMaterial) else (material,)
    scored = (row.id for member in members for row in member.evaluation.indicators if row.id in known)
    return sorted({*scored, *(name for name, one in known.items() if not one.obsolete)})


def plain(definition: Definition) -> dict[str, Any]:
    """One definition as it is written, without what it leaves at its default."""
    return definition.model_dump(mode="json", by_alias=True, exclude_defaults=True)
