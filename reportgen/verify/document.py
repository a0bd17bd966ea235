"""A verification as JSON: ``reportgen/verification/1``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from reportgen import __version__
from reportgen.catalog.messages import spoken
from reportgen.export.findings import listed
from reportgen.model.definition import Text

if TYPE_CHECKING:
    from reportgen.catalog import Catalog
    from reportgen.model.definition import Language
    from reportgen.model.finding import Finding
    from reportgen.verify.outcome import Check, Verification

SCHEMA: Final = "reportgen/verification/1"
LANGUAGES: Final[tuple[Language, ...]] = ("zh", "en")


def document(found: Verification, catalog: Catalog) -> dict[str, Any]:
    """Every answer with its ground in both languages, and every difference with its facts."""
    about = found.manifest
    return {
        "schema": SCHEMA,
        "program": __version__,
        "file": found.file,
        "sha256": found.digest,
        "holds": found.holds,
        "report": None if about is None else about.model_dump(mode="json", include=OF_REPORT),
        "checks": [_check(check, catalog) for check in found.checks],
        "findings": [
            said | {"facts": _facts(finding)}
            for said, finding in zip(listed(found.findings, catalog), found.findings, strict=True)
        ],
    }


OF_REPORT: Final = {
    "program",
    "report",
    "language",
    "entity",
    "period",
    "scheme",
    "number",
    "state",
    "created",
    "embed",
}


def detail(check: Check, catalog: Catalog, language: Language) -> str:
    """What an answer rests on, in words."""
    words = catalog.words[f"verify.detail.{check.detail}"].in_language(language)
    return words.format(**{name: spoken(fact, language) for name, fact in check.facts.items()})


def _check(check: Check, catalog: Catalog) -> dict[str, Any]:
    name = catalog.words[f"verify.check.{check.id}"]
    return {
        "id": check.id,
        "name": {"zh": name.zh, "en": name.en},
        "answer": str(check.answer),
        "detail": {language: detail(check, catalog, language) for language in LANGUAGES},
        "facts": dict(check.facts),
    }


def _facts(finding: Finding) -> dict[str, Any]:
    """Facts as data; a text in both languages as an object of two."""
    return {name: fact.model_dump() if isinstance(fact, Text) else fact for name, fact in finding.facts.items()}
