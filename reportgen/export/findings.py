"""Findings as JSON: ``reportgen/findings/1``."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from reportgen import checks
from reportgen.catalog import Catalog
from reportgen.model.definition import Text
from reportgen.model.finding import Finding
from reportgen.model.place import Place
from reportgen.model.quality import Judged

SCHEMA = "reportgen/findings/1"


def document(findings: Iterable[Finding], catalog: Catalog, judged: Judged | None = None) -> dict[str, Any]:
    """All findings of a case, and the verdict on its data where there is one."""
    return {"schema": SCHEMA, "quality": _quality(judged) if judged else None, "findings": listed(findings, catalog)}


def _quality(judged: Judged) -> dict[str, Any]:
    found = asdict(judged.quality) | {"grade": None if judged.quality.grade is None else str(judged.quality.grade)}
    touched = [{"item": item, "indicators": list(names)} for item, names in judged.quality.touched]
    return {"entity": judged.entity, "period": judged.period} | found | {"touched": touched}


def listed(findings: Iterable[Finding], catalog: Catalog) -> list[dict[str, Any]]:
    """Each finding with its place, its words in both languages, the indicators it touches and what it follows from."""
    return [_finding(finding, catalog) for finding in findings]


def _finding(finding: Finding, catalog: Catalog) -> dict[str, Any]:
    said = catalog.messages.both(finding)
    return {
        "rule": finding.rule,
        "severity": str(said.severity),
        "place": place(finding.place),
        "message": both(said.message),
        "fix": both(said.fix) if said.fix else None,
        "touches": list(checks.touched_by(finding, catalog)),
        "cause": {"rule": finding.cause[0], "place": place(finding.cause[1])} if finding.cause else None,
    }


def place(where: Place) -> dict[str, Any]:
    """A place; what does not apply is null."""
    return {"file": legible(where.file), "sheet": where.sheet, "cell": where.cell, "line": where.line}


def both(text: Text) -> dict[str, str]:
    """A text in both languages."""
    return {"zh": legible(text.zh), "en": legible(text.en)}


def legible(text: str) -> str:
    """A text that can be written: bytes of a file's name that are no UTF-8 are spelled out."""
    return text.encode(errors="backslashreplace").decode()
