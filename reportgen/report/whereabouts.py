"""Where words came from that a page cannot print: it has no place in a file of the case, its words mostly have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from reportgen.model.commentary import Remarks
from reportgen.model.finding import Finding
from reportgen.model.place import NOWHERE, Place
from reportgen.model.registers import Registers
from reportgen.report.pdf.findings import told

SAID: Final = ("text", "element")
"""Facts that hold words of the page."""
ENOUGH: Final = 8
LONGEST: Final = 20
"""By how many characters a sentence is known again: fewer may stand anywhere, and more may be broken by marks."""


def located(findings: Iterable[Finding], remarks: Iterable[Remarks], tables: Registers) -> Iterator[Finding]:
    """Findings about pages with the line of the commentary, or the cell of a register, that their words stand in.

    A finding whose characters or words stand in neither keeps its place, and so does one that has a place.
    """
    files = tuple(remarks)
    for finding in findings:
        at = None if finding.place != NOWHERE else next(_places(finding, files, tables), None)
        yield finding if at is None else replace(finding, place=at)


def _places(finding: Finding, files: Iterable[Remarks], tables: Registers) -> Iterator[Place]:
    wanted = told(finding) or _words(finding)
    if not wanted:
        return
    for file in files:
        for number, line in enumerate(file.text.splitlines(), start=1):
            if found := [at for one in wanted if (at := line.find(one)) >= 0]:
                yield Place(file.file, line=number, column=min(found) + 1)
    for table in tables.by_id.values():
        for record in table.records:
            for name, value in record.cells.items():
                if isinstance(value, str) and any(one in value for one in wanted):
                    yield record.place(name)


def _words(finding: Finding) -> tuple[str, ...]:
    words = next((said for name in SAID if isinstance(said := finding.facts.get(name), str)), "").strip()
    return (words[:LONGEST],) if len(words) >= ENOUGH else ()
