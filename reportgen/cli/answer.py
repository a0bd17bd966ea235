"""Where results go, and with which exit code the program ends."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.catalog import Catalog
from reportgen.cli.writing import write
from reportgen.errors import ExitCode
from reportgen.model.finding import Finding, Severity
from reportgen.writing import unwritable

if TYPE_CHECKING:
    from reportgen.cli.options import EmbedChoice
    from reportgen.pipeline.pages import Inside


def inside(embed: EmbedChoice | None, persons: bool | None, audience: str | None = None) -> Inside:  # noqa: FBT001 - an option as it was given
    """What options say that a report is to carry."""
    from reportgen.model.manifest import Embedding
    from reportgen.pipeline.pages import Inside

    return Inside(None if embed is None else Embedding(embed), persons, audience)


def deliver(content: bytes, output: Path | None, *, force: bool = False) -> None:
    """Into the file named, or to stdout.

    Raises:
        Refused: if the file cannot be written or is somebody else's.
    """
    if output is not None:
        write(output, content, force=force)
        return
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise unwritable("-", error) from error


def verdict(findings: Iterable[Finding], catalog: Catalog) -> ExitCode:
    """FINDINGS where one of them is an error."""
    has_errors = any(catalog.messages.severity(finding) is Severity.ERROR for finding in findings)
    return ExitCode.FINDINGS if has_errors else ExitCode.DONE
