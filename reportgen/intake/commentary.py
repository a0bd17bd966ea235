"""The accountant's commentary of a period, as it was written."""

from __future__ import annotations

from typing import Final, get_args

from reportgen.catalog import files
from reportgen.errors import Refused
from reportgen.model.casefile import Case
from reportgen.model.definition import Language
from reportgen.model.finding import Finding
from reportgen.model.place import Place

FOLDER: Final = "commentary"


def commentary(case: Case, period: str) -> dict[Language, str]:
    """Markdown by language, all files of the period one after the other by name; empty where there is none.

    Raises:
        Refused: if a file is no plain file inside the case, or not UTF-8.
    """
    findings: list[Finding] = []
    written: dict[Language, str] = {}
    for language in get_args(Language):
        texts = []
        for path in sorted((case.folder / FOLDER / period).glob(f"*.{language}.md")):
            name = path.relative_to(case.folder).as_posix()
            try:
                texts.append(files.text(path, case.folder))
            except ValueError as error:
                findings.append(Finding(str(error), Place(name), {"file": name}))
        if texts:
            written[language] = "\n\n".join(text.strip() for text in texts) + "\n"
    if findings:
        raise Refused(findings)
    return written
