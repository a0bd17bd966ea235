"""The case folder: case.yaml and mapping.yaml, strictly."""

from __future__ import annotations

from pathlib import Path
from typing import Final, TypeVar

from reportgen.catalog import files, load
from reportgen.errors import Refused
from reportgen.intake import case_mistakes, case_words
from reportgen.model.casefile import Case, CaseFile, MappingFile
from reportgen.model.definition import Definition
from reportgen.model.finding import Finding
from reportgen.model.place import Place
from reportgen.model.trouble import in_words

D = TypeVar("D", bound=Definition)

CASE: Final = case_words.CASE
MAPPING: Final = "mapping.yaml"


def open_case(path: Path) -> Case:
    """Read what describes a case.

    Raises:
        Refused: no such folder (I01), a file (I92), no case.yaml (I02), or every mistake in case.yaml and mapping.yaml
            at once.
    """
    if not path.is_dir():
        raise Refused([Finding("I92" if path.is_file() else "I01", Place(path.as_posix()))])
    folder = path.resolve()
    if not (folder / CASE).exists() and not (folder / CASE).is_symlink():
        raise Refused([Finding("I02", Place(CASE), {"folder": path.as_posix()})])
    findings: list[Finding] = []
    file = _definition(CaseFile, folder, CASE, findings)
    has_mapping = (folder / MAPPING).exists() or (folder / MAPPING).is_symlink()
    mapping = _definition(MappingFile, folder, MAPPING, findings) if has_mapping else MappingFile()
    if findings or file is None or mapping is None:
        raise Refused(findings)
    return Case(folder, file, mapping)


def _definition(model: type[D], folder: Path, name: str, findings: list[Finding]) -> D | None:
    try:
        text = files.text(folder / name, folder)
    except ValueError as error:
        findings.append(Finding(str(error), Place(name), {"file": name}))
        return None
    except OSError as error:
        findings.append(Finding("I03", Place(name), {"problem": in_words(error)}))
        return None
    value, found = load.one(model, text, name, load.sole_language(text) if model is CaseFile else None)
    findings.extend(found)
    if isinstance(value, CaseFile):
        findings.extend(case_words.unknown(value, text))
    if model is CaseFile and findings:
        findings.extend(case_mistakes.further(folder, text))
    return value
