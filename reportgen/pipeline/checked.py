"""A case that was read and checked."""

from __future__ import annotations

from dataclasses import dataclass, field

from reportgen import checks, intake
from reportgen.catalog import Catalog
from reportgen.model.casefile import Case
from reportgen.model.definition import Text
from reportgen.model.finding import Finding, Severity
from reportgen.model.standards import Targets


@dataclass(frozen=True, eq=False)
class Checked:
    """What reading and checking found; `findings` are those of both."""

    case: Case
    catalog: Catalog
    reading: intake.Reading
    outcome: checks.CheckOutcome
    findings: tuple[Finding, ...]
    targets: Targets = field(default_factory=dict)

    @property
    def subject(self) -> Text:
        """Whose data it is: the case's hospital, or the folder."""
        own = self.case.file.entity
        return own.name if own else Text(zh=self.case.folder.name or "-", en=self.case.folder.name or "-")

    @property
    def has_errors(self) -> bool:
        """Whether a finding is an error: a submission stops, a draft says so."""
        return any(self.catalog.messages.severity(finding) is Severity.ERROR for finding in self.findings)
