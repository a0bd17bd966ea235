"""Findings of one file that say the same thing of many of its sheets, told once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from reportgen.model.finding import Finding

DIFFERS = "W17"


def once(findings: Iterable[Finding]) -> list[Finding]:
    """The findings of one file, another hospital's name (W17) once with the count and places of its sheets."""
    kept: list[Finding] = []
    at: dict[object, int] = {}
    for finding in findings:
        name = finding.facts.get("name") if finding.rule == DIFFERS else None
        if name is None:
            kept.append(finding)
        elif name not in at:
            at[name] = len(kept)
            kept.append(replace(finding, facts={**finding.facts, "count": 1}))
        else:
            first = kept[at[name]]
            places = (*first.places, finding.place)
            kept[at[name]] = replace(first, facts={**first.facts, "count": len(places) + 1}, places=places)
    return kept
