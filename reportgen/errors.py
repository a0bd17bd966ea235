"""The one exception that users see, and the exit codes.

Refused
    Input that is not there, not readable or not valid; carries every finding at once.
"""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reportgen.model.finding import Finding


class ExitCode(IntEnum):
    """What the program answers to the shell."""

    DONE = 0
    FINDINGS = 1
    USAGE = 2
    INPUT = 3
    BATCH = 4
    ENVIRONMENT = 5
    BUG = 70


class Refused(Exception):  # noqa: N818 - named for what the user is told, not for a class of errors
    """The work cannot be done; `findings` say why, each with its place and what to do."""

    def __init__(self, findings: Iterable[Finding], exit_code: ExitCode = ExitCode.INPUT) -> None:
        """Keep all findings; the exit code is INPUT unless told otherwise."""
        self.findings = tuple(findings)
        self.exit_code = exit_code
        super().__init__(", ".join(f"{finding.rule} {finding.place}".strip() for finding in self.findings))
