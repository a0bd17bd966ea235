"""Findings of one rule about one subject, which many files share, told together; and how files follow one another."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from reportgen.checks.causes import ordered
from reportgen.model.definition import Text
from reportgen.model.finding import Fact, Finding
from reportgen.model.place import natural

if TYPE_CHECKING:
    from reportgen.catalog import Catalog

WHEN: Final = re.compile(r"\d{4}(-\S+)?")
WHERE: Final = frozenset({"file", "files", "sheet", "cell", "first", "other", "others", "period", "earlier", "later"})
"""Facts that tell where or when, not what."""

Group = tuple[Finding, ...]
Subject = tuple[str, str, tuple[tuple[str, str], ...]]


def in_natural_order(findings: Iterable[Finding]) -> list[Finding]:
    """By file and sheet as people count, else as given."""
    return sorted(findings, key=lambda f: (natural(f.place.file), natural(f.place.sheet or "")))


def grouped(findings: Iterable[Finding], catalog: Catalog) -> tuple[tuple[Group, tuple[Group, ...]], ...]:
    """Each group with the groups that follow from it, the gravest first, causes before what follows from them."""
    causes: dict[Subject, list[Finding]] = {}
    following: dict[Subject, dict[Subject, list[Finding]]] = {}
    above: Subject | None = None
    for finding, follows in ordered(in_natural_order(findings), catalog):
        subject = _subject(finding, catalog)
        if follows and above is not None:
            following.setdefault(above, {}).setdefault(subject, []).append(finding)
        else:
            above = subject
            causes.setdefault(subject, []).append(finding)
    return tuple(
        (tuple(own), tuple(map(tuple, following.get(subject, {}).values()))) for subject, own in causes.items()
    )


def _subject(finding: Finding, catalog: Catalog) -> Subject:
    """What a finding is about, whichever file, period or amount: its rule, weight and names."""
    names = ((key, _name(fact)) for key, fact in sorted(finding.facts.items()) if key not in WHERE)
    said = tuple((key, name) for key, name in names if name and not WHEN.fullmatch(name))
    return finding.rule, str(catalog.messages.severity(finding)), said


def _name(fact: Fact) -> str:
    match fact:
        case Text():
            return fact.en
        case str():
            return fact
        case tuple():
            return "\0".join(fact)
        case _:
            return ""
