"""mapping.yaml held against the catalogue, each mistake with its line."""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path
from typing import Final

from reportgen.catalog import Catalog, strict_yaml
from reportgen.formula.nearest import nearest
from reportgen.intake.case import MAPPING
from reportgen.intake.folder import Source, refused
from reportgen.model.casefile import MappedSource, MappingFile
from reportgen.model.finding import Finding

ALL: Final = "*"


def mistakes(folder: Path, mapping: MappingFile, catalog: Catalog) -> Iterator[Finding]:
    """Items that do not exist (I24), with the nearest right name."""
    used: list[tuple[strict_yaml.Trail, str]] = [
        (("sources", index, "columns", column), item)
        for index, source in enumerate(mapping.sources)
        for column, item in source.columns.items()
    ]
    used += [(("names", label), item) for label, item in mapping.names.items()]
    wrong = [(trail, item) for trail, item in used if item not in catalog.items]
    if not wrong:
        return
    document = _document(folder)
    for trail, item in wrong:
        yield Finding("I24", document.place(trail), {"item": item, "nearest": nearest(item, catalog.items)})


def files_of(folder: Path, source: MappedSource, index: int, findings: list[Finding]) -> list[Source]:
    """The files that a source of mapping.yaml names; none, or one outside the folder, is a finding."""
    place = _document(folder).place(("sources", index, "file"))
    parts = Path(source.file).parts
    if Path(source.file).is_absolute() or ".." in parts:
        findings.append(Finding("I06", place))
        return []
    paths = sorted(path for path in matching(folder, source.file) if path.is_file() or not path.exists())
    kept = [path for path in paths if not refused(path, folder, findings)]
    if not paths:
        findings.append(Finding("I22", place, {"file": source.file, "number": index + 1}))
    return [Source(path.relative_to(folder).as_posix(), path) for path in kept]


def matching(folder: Path, pattern: str) -> Iterator[Path]:
    """What a pattern of mapping.yaml finds in a folder; nothing for a pattern that is none."""
    try:
        yield from folder.glob(pattern)
    except ValueError:  # a pattern that is none, such as a**
        return


def _document(folder: Path) -> strict_yaml.Document:
    file = folder / MAPPING
    return strict_yaml.read(file.read_text(encoding="utf-8-sig") if file.is_file() else "", MAPPING)


def is_mapped(name: str, mapping: MappingFile) -> bool:
    """Whether a file is one of the sources of mapping.yaml."""
    return any(fnmatch(name, source.file) for source in mapping.sources if source.layout != "official")
