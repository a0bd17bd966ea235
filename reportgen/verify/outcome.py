"""What verifying a report comes to: one answer for each thing that was checked, with what does not agree.

A verification as JSON: ``reportgen/verification/1``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from reportgen import __version__
from reportgen.catalog.messages import spoken
from reportgen.export.findings import listed
from reportgen.model.definition import Text

if TYPE_CHECKING:
    from reportgen.catalog import Catalog
    from reportgen.model.definition import Language
    from reportgen.model.finding import Fact, Finding
    from reportgen.model.manifest import Manifest


class Answer(StrEnum):
    """Whether something holds; open where there was nothing to check it by."""

    HOLDS = "holds"
    FAILS = "fails"
    OPEN = "open"


@dataclass(frozen=True)
class Check:
    """One thing that was checked.

    Attributes:
        id: such as ``pages``; a key below verify.check of the catalogue.
        detail: key below verify.detail of what the answer rests on; facts: what fills it in.
        findings: what does not agree, and what has to be remarked where all agrees.
    """

    id: str
    answer: Answer
    detail: str
    facts: Mapping[str, Fact] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()


ANEW: Final = frozenset({"sources", "definitions", "results", "numbers", "pages", "drawing", "about"})
"""What is only known once the report has been made anew; one that is not signed or not issued lacks nothing."""
OTHER_SOURCE: Final = "T05"
OTHERWISE: Final = "sources_otherwise"
"""The answer about sources of which other results come now than those of the report."""


@dataclass(frozen=True)
class Verification:
    """All answers about one report.

    Attributes:
        file: its name; digest: SHA-256 of its bytes.
        manifest: how it says it was made; None where it does not say.
    """

    file: str
    digest: str
    manifest: Manifest | None
    checks: tuple[Check, ...]

    @property
    def holds(self) -> bool:
        """Whether nothing that was checked fails."""
        return all(check.answer is not Answer.FAILS for check in self.checks)

    @property
    def worst(self) -> str:
        """What a report that does not hold is told: ``changed`` where its case alone did, else ``fails``."""
        failing = [check.detail for check in self.checks if check.answer is Answer.FAILS]
        return "changed" if failing == [OTHERWISE] else "fails"

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Of all checks, in their order.

        Where a source file is another than that of the report, what is computed from it anew differs for that reason:
        nothing is said against the report.
        """
        told = tuple(finding for check in self.checks for finding in check.findings)
        other = next((finding for finding in told if finding.rule == OTHER_SOURCE), None)
        if other is None:
            return told
        anew = {id(finding) for check in self.checks if check.id in ANEW for finding in check.findings}
        because = (other.rule, other.place)
        return tuple(replace(one, cause=because) if id(one) in anew and one is not other else one for one in told)


def judged(identifier: str, detail: str, facts: Mapping[str, Fact], findings: tuple[Finding, ...]) -> Check:
    """A check that holds as `detail` says where nothing was found, and else fails."""
    if findings:
        return Check(identifier, Answer.FAILS, "findings", {"count": len(findings)}, findings)
    return Check(identifier, Answer.HOLDS, detail, facts)


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
