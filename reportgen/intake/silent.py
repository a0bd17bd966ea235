"""Files of which nothing was taken and of which nothing else was said: each is told with the reason (I94)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from reportgen.intake.blocks import told
from reportgen.intake.context import Gathered
from reportgen.intake.sheets import Sheet
from reportgen.model.finding import Finding, Severity
from reportgen.model.place import Place

RULE: Final = "I94"
NO_REASON: Final = frozenset({"I51", "I53", "I76"})
"""Findings that do not say why nothing was taken; a mere note that a few figures were not understood is none either."""


def held(gathered: Gathered) -> tuple[int, int, int]:
    """How much there is: figures, records and findings."""
    return len(gathered.observations), sum(map(len, gathered.records.values())), len(gathered.findings)


def tell(file: str, sheets: Sequence[Sheet] | None, before: tuple[int, int, int], gathered: Gathered) -> None:
    """Tell of a file that has just been read, if nothing was taken from it.

    Args:
        file: its name.
        sheets: what it holds; None of a table that mapping.yaml describes.
        before: what was held without it.
        gathered: what is held now.
    """
    figures, records, findings = held(gathered)
    if records > before[1] or (figures > before[0] and any(True for _ in told(gathered.observations[before[0] :]))):
        return
    if all(_says_nothing(finding) for finding in gathered.findings[before[2] : findings]):
        gathered.find(RULE, Place(file), why=f"@intake.silent_{_reason(sheets)}")


def _says_nothing(finding: Finding) -> bool:
    return finding.rule in NO_REASON or (finding.rule == "I08" and finding.severity is Severity.NOTE)


def _reason(sheets: Iterable[Sheet] | None) -> str:
    if sheets is None:
        return "mapped"
    has_words = any(str(cell).strip() for sheet in sheets for cell in sheet.flat if cell is not None)
    return "words" if has_words else "empty"


def repeated(kept: Iterable[str], dropped: Iterable[str], gathered: Gathered) -> None:
    """Tell of files whose figures are all those of other files, by the files of figures that were kept and dropped."""
    named = {finding.place.file for finding in gathered.findings}
    for file in sorted(set(dropped) - set(kept) - named):
        gathered.find(RULE, Place(file), why="@intake.silent_twice")
