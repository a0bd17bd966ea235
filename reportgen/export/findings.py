"""Findings as JSON: ``reportgen/findings/1``."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, is_dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any

from reportgen import checks
from reportgen.analysis.attribution import ChangeCause
from reportgen.catalog import Catalog
from reportgen.checks.needs import told
from reportgen.model.definition import Text
from reportgen.model.finding import Finding
from reportgen.model.place import Place
from reportgen.model.quality import Judged

if TYPE_CHECKING:
    from reportgen.analysis.attribution import Attribution, GradePoint
    from reportgen.analysis.robustness import Robustness


SCHEMA = "reportgen/findings/1"


def document(
    findings: Iterable[Finding],
    catalog: Catalog,
    judged: Judged | None = None,
    missing: Iterable[tuple[str, Iterable[checks.Lacking]]] = (),
) -> dict[str, Any]:
    """All findings of a case, the verdict on its data where there is one, and what each hospital still has to bring."""
    pieces = [lacked(entity, one, catalog) for entity, found in missing for one in found]
    quality = _quality(judged) if judged else None
    return {"schema": SCHEMA, "quality": quality, "lacking": pieces, "findings": listed(findings, catalog)}


def lacked(entity: str, one: checks.Lacking, catalog: Catalog) -> dict[str, Any]:
    """One thing that a hospital has to bring: the form and the items, what it unlocks, and the words for both."""
    ids = {"form": one.form, "items": list(one.items), "periods": list(one.periods), "indicators": list(one.indicators)}
    return {"entity": entity, "kind": str(one.kind), **ids, "message": both(told(one, catalog))}


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


def robustness_document(found: Robustness) -> dict[str, Any]:
    """Everything at full precision; grades by id, shares of draws by grade."""
    content = {key: _plain(value) for key, value in asdict(found).items()}
    content["draws"] = [
        _plain(asdict(one)) | {"grades": {str(grade): share for grade, share in one.grades}} for one in found.draws
    ]
    together = found.distances.together
    if together is not None:
        content["distances"]["together"]["plausible"] = together.plausible
    return content


def change(found: Attribution | None, grades: tuple[GradePoint, ...]) -> dict[str, Any]:
    """The change of the score by causes, null where there is none, and the grade history."""
    history = [_plain(asdict(point)) for point in grades]
    if found is None:
        return {"change": None, "grades": history}
    effects = {str(effect): points for effect, points in found.effects}
    rows = [
        {
            "id": row.id,
            "ability": row.ability,
            **{str(effect): one for effect, one in zip(ChangeCause, row.points, strict=True)},
        }
        for row in found.indicators
    ]
    spans = {"from": found.before_period, "to": found.after_period, "before": found.before, "after": found.after}
    return {"change": {**spans, "effects": effects, "indicators": rows}, "grades": history}


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return str(value)
    if is_dataclass(value) and not isinstance(value, type):
        return _plain(asdict(value))
    if isinstance(value, dict):
        return {str(key): _plain(one) for key, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, list | tuple) else value
