"""The definitions behind one evaluation as JSON: ``reportgen/definitions/1``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from reportgen.analysis.group.material import GroupMaterial
from reportgen.formula import names_in

if TYPE_CHECKING:
    from reportgen.analysis.material import Material
    from reportgen.model.definition import Definition

SCHEMA: Final = "reportgen/definitions/1"


def document(material: Material | GroupMaterial, *, kind: str) -> dict[str, Any]:
    """The scheme, every indicator of the results, the items that their formulas name, the checks, the kind of report.

    As they were used: those of packs and of the case in place of the built-in ones.
    """
    catalog = material.catalog
    indicators = _indicators(material)
    items = {name for name in indicators for name in names_in(catalog.expressions[name])} & set(catalog.items)
    return {
        "schema": SCHEMA,
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
