"""Whose a fault of a page is: a page has no place in a file of the case, its words mostly have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from reportgen.model.brand import Remarks
from reportgen.model.finding import Finding
from reportgen.model.place import NOWHERE, Place
from reportgen.model.registers import Registers
from reportgen.report.pdf.findings import told

SAID: Final = ("text", "element")
"""Facts that hold words of the page."""
ENOUGH: Final = 8
OF_WORDS: Final = frozenset({"L13", "L18"})
"""Rules about what is said, in whatever words."""
OF_COLOURS: Final = "L15"
UNTRUE: Final = frozenset({"L16", "L21"})
"""A badge that is not the grade of its score, a mark of a standing that the report does not have."""
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


def attributed(findings: Iterable[Finding], *, is_own_page: bool, has_brand: bool) -> Iterator[Finding]:
    """Findings about pages with whose fault they are: what a case cannot mend must not stop its report.

    Layout is ours, whatever was to be laid out. The case answers for templates and styles that it brings, for the
    colours of its brand, and for words of its own (their place is known). A page that says something untrue stops a
    report whoever made it.

    Args:
        findings: about pages, located.
        is_own_page: the case brings templates or styles.
        has_brand: it brings colours.
    """
    for finding in findings:
        is_told = finding.rule in OF_WORDS and finding.place != NOWHERE
        is_coloured = finding.rule == OF_COLOURS and has_brand
        is_case = is_own_page or is_told or is_coloured or finding.rule in UNTRUE
        yield finding if is_case else replace(finding, is_ours=True)


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
