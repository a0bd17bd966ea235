"""What verifying a report comes to: one answer for each thing that was checked, with what does not agree."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
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
