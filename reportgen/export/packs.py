"""Indicators of named packs with letters, values and reasons, as JSON ``reportgen/packs/1`` and as a table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

from reportgen.export.findings import both
from reportgen.export.results import entity_name
from reportgen.model.printing import measured

if TYPE_CHECKING:
    import pandas as pd

    from reportgen.analysis.material import Material


SCHEMA: Final = "reportgen/packs/1"


def document(materials: Sequence[Material], names: Sequence[str]) -> dict[str, Any]:
    """Each hospital with its packs; a value in the base unit, or null and the key of the reason.

    Args:
        materials: hospitals of one case.
        names: ids of packs of the catalogue, in the order in which they are given.
    """
    return {"schema": SCHEMA, "results": [_hospital(material, names) for material in materials]}


def frame(materials: Sequence[Material], names: Sequence[str]) -> pd.DataFrame:
    """One row an indicator of a pack of a hospital; values in the base unit, a gap where there is none.

    Args:
        materials: hospitals of one case.
        names: ids of packs of the catalogue, in the order in which they are given.
    """
    import pandas as pd

    rows = (row for material in materials for name in names for row in _table(material, name))
    return pd.DataFrame(list(rows), dtype=object)


def _hospital(material: Material, names: Sequence[str]) -> dict[str, Any]:
    return {
        "entity": {"id": material.entity, "name": both(entity_name(material))},
        "period": material.period,
        "basis": material.scheme.basis,
        "packs": [_pack(material, name) for name in names],
    }


def _pack(material: Material, name: str) -> dict[str, Any]:
    pack = material.catalog.packs[name]
    return {
        "id": name,
        "name": both(pack.name),
        "version": pack.version,
        "source": pack.source,
        "note": both(pack.note) if pack.note else None,
        "indicators": list(_indicators(material, name)),
    }


def _indicators(material: Material, name: str) -> Iterator[dict[str, Any]]:
    for identifier, letter in material.catalog.packs[name].indicators.items():
        definition = material.catalog.indicators[identifier]
        now = material.values.at(identifier, material.entity, material.period)
        yield {
            "letter": letter,
            "id": identifier,
            "name": both(definition.name),
            "value": now.value,
            "unit": definition.unit,
            "printed": None if now.value is None else measured(now.value, definition),
            "reason": str(now.reason) if now.reason else None,
            "flags": [str(flag) for flag in now.flags],
        }


def _table(material: Material, name: str) -> Iterator[dict[str, Any]]:
    for one in _indicators(material, name):
        names, flags = one.pop("name"), one.pop("flags")
        yield {
            "schema": SCHEMA,
            "entity": material.entity,
            "period": material.period,
            "pack": name,
            **one,
            "name_zh": names["zh"],
            "name_en": names["en"],
            "flags": " ".join(flags) or None,
        }
