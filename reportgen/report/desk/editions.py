"""Which definitions, standards and pages a report was made with, each by a digest that the smallest change alters."""

from __future__ import annotations

import json
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from reportgen.report.folders import folder
from reportgen.report.overrides import overrides

if TYPE_CHECKING:
    from reportgen.analysis.material import Material


def editions(material: Material) -> dict[str, str]:
    """SHA-256 by part: the scheme with its weights, the indicators, the standards, templates and styles."""
    catalog = material.catalog
    scored = sorted(row.id for row in material.evaluation.indicators if row.id in catalog.indicators)
    used = scored or sorted(catalog.indicators)
    standards = [(row.id, row.standards, row.reference) for row in material.evaluation.indicators]
    own = overrides(material.case.folder)
    return {
        "scheme": _digest(material.scheme.model_dump(mode="json")),
        "indicators": _digest({name: catalog.indicators[name].model_dump(mode="json") for name in used}),
        "standards": _digest([str(one) for one in standards]),
        "looks": _digest([_built_in(), dict(own.templates), dict(own.styles)]),
    }


def _digest(content: Any) -> str:
    return sha256(json.dumps(content, ensure_ascii=False, sort_keys=True, default=str).encode()).hexdigest()


@lru_cache(maxsize=1)
def _built_in() -> str:
    """One digest for all templates and styles of the program."""
    told = sha256()
    for kind, suffix in (("templates", ".html"), ("styles", ".css")):
        root = folder(kind)
        for path in sorted(path for path in root.rglob("*") if path.suffix == suffix):
            told.update(f"{kind}/{path.relative_to(root).as_posix()}\0".encode() + path.read_bytes())
    return told.hexdigest()
