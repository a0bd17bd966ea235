"""The definitions behind one evaluation as JSON: ``reportgen/definitions/1``."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

from reportgen.formula import names_in

if TYPE_CHECKING:
    from reportgen.analysis.material import Material
    from reportgen.model.definition import Definition

SCHEMA: Final = "reportgen/definitions/1"


def document(material: Material, *, kind: str) -> dict[str, Any]:
    """The scheme, every indicator of the results, the items that their formulas name, the checks, the kind of report.

    As they were used: those of packs and of the case in place of the built-in ones.
    """
    catalog = material.catalog
    indicators = _indicators(material)
    items = {name for name in indicators for name in names_in(catalog.expressions[name])} & set(catalog.items)
    return {
        "schema": SCHEMA,
        "program": material.version,
        "scheme": {material.scheme_id: _plain(material.scheme)},
        "indicators": {name: _plain(catalog.indicators[name]) for name in indicators},
        "items": {name: _plain(catalog.items[name]) for name in sorted(items)},
        "checks": {name: _plain(rule) for name, rule in sorted(catalog.checks.items())},
        "report": {kind: _plain(catalog.reports[kind])},
    }


def _indicators(material: Material) -> list[str]:
    """Those that are scored, and all others that are not obsolete."""
    known = material.catalog.indicators
    scored: Iterable[str] = (row.id for row in material.evaluation.indicators if row.id in known)
    return sorted({*scored, *(name for name, one in known.items() if not one.obsolete)})


def _plain(definition: Definition) -> dict[str, Any]:
    return definition.model_dump(mode="json", exclude_defaults=True)
