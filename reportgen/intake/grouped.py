"""Findings of one file that say the same thing of many of its sheets, told once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from reportgen.model.finding import Finding

DIFFERS = "W17"
ONE_SHEET = frozenset({"I71"})
"""Told at each cell, and once a sheet after that."""
BLANK: Final = "I78"
"""Told at each form, and once a workbook after that, however many of its forms nobody has filled in."""


def once(findings: Iterable[Finding]) -> list[Finding]:
    """The findings of one file, those that say the same of many cells or sheets once, with their count and places."""
    kept: list[Finding] = []
    at: dict[object, int] = {}
    for finding in findings:
        key = _key(finding)
        if key is None:
            kept.append(finding)
        elif key not in at:
            at[key] = len(kept)
            kept.append(replace(finding, facts={**finding.facts, "count": None if finding.rule == BLANK else 1}))
        else:
            first = kept[at[key]]
            places = (*first.places, finding.place)
            kept[at[key]] = replace(first, facts={**first.facts, "count": len(places) + 1}, places=places)
    return kept


def _key(finding: Finding) -> object:
    """What findings that say the same have in common; None for one that stands by itself."""
    if finding.rule == DIFFERS:
        return finding.facts.get("name")
    if finding.rule == BLANK:
        return BLANK
    if finding.rule in ONE_SHEET or (finding.rule == "W05" and finding.place.cell):
        return finding.rule, finding.place.sheet, str(finding.facts)
    return None
