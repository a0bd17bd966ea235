"""Files looked at without a case: what was read of them, and what the checks say of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen import checks, intake

if TYPE_CHECKING:
    from reportgen.catalog import Catalog


def look(paths: Iterable[Path], catalog: Catalog, *, recalculate: bool = False) -> intake.Reading:
    """Read files and try every rule on what they hold; the findings of both stand in the reading.

    `recalculate`: let LibreOffice calculate workbooks whose formulas have no results.
    """
    reading = intake.read_paths(paths, catalog, recalculate=recalculate)
    outcome = checks.all_of(reading.dataset, catalog)
    read = checks.between_forms(reading.findings, reading.dataset)
    beside = checks.registers(reading.registers, reading.dataset, catalog)
    findings, _ = checks.not_checked(
        checks.folded((*read, *outcome.findings, *beside)), outcome, reading.dataset.unread
    )
    return replace(reading, findings=findings)
