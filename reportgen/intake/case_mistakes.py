"""Every mistake of a case.yaml that is refused: what is right by itself is held against the catalogue all the same."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from reportgen.catalog import load, load_catalog
from reportgen.errors import Refused
from reportgen.intake import case_reports, case_words, outside
from reportgen.model.casefile import Case, CaseFile, MappingFile
from reportgen.model.finding import Finding

PACKS: Final = "packs"
"""Without the definitions of other folders nobody can say which names there are."""


def further(folder: Path, text: str) -> Iterator[Finding]:
    """What the keys that are right by themselves name and is not there.

    Args:
        folder: the case folder.
        text: its case.yaml, of which some keys are wrong.
    """
    file, wrong = load.parts(CaseFile, text, case_words.CASE, load.sole_language(text))
    if file is None:
        return
    if wrong:
        yield from case_words.unknown(file, text)
    if PACKS in wrong:
        return
    case = Case(folder, file, MappingFile())
    try:
        catalog = load_catalog(folder, outside.pack_folders(case))
    except Refused as refused:
        yield from refused.findings
        return
    yield from case_words.findings(case, catalog)
    yield from case_reports.wrong_reports(case, catalog)
