"""brand.yaml of a case and of the packs it names, strictly."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.catalog import files, load, strict_yaml
from reportgen.errors import Refused
from reportgen.model.brand import FILE, BrandFile
from reportgen.model.finding import Finding
from reportgen.model.place import Place

if TYPE_CHECKING:
    from reportgen.model.casefile import Case


@dataclass(frozen=True)
class Told:
    """One brand.yaml: where it lies, what it says, and where it says it."""

    folder: Path
    file: BrandFile
    places: strict_yaml.Document


def brands(case: Case) -> tuple[Told, ...]:
    """The brands of the packs in their order, then that of the case, which comes before them all.

    Raises:
        Refused: a brand.yaml that is no plain text file in its folder (D17-D19), and every mistake in one (D01 …).
    """
    findings: list[Finding] = []
    found = []
    for prefix, folder in _folders(case):
        if not _is_there(folder):
            continue
        name = f"{prefix}{FILE}"
        try:
            text = files.text(folder / FILE, folder)
        except ValueError as error:
            findings.append(Finding(str(error), Place(name), {"file": name}))
            continue
        file, wrong = load.one(BrandFile, text, name)
        findings += wrong
        if file is not None:
            found.append(Told(folder, file, strict_yaml.read(text, name)))
    if findings:
        raise Refused(findings)
    return tuple(found)


def has_brand(case: Case) -> bool:
    """Whether the case or one of its packs has a brand.yaml."""
    return any(_is_there(folder) for _, folder in _folders(case))


def belongings(case: Case) -> Iterator[Path]:
    """Every file that the brand of a case is made of; of a brand.yaml that is wrong nothing but itself."""
    for _, folder in _folders(case):
        if not _is_there(folder):
            continue
        yield folder / FILE
        with suppress(ValueError):
            file, _ = load.one(BrandFile, files.text(folder / FILE, folder), FILE)
            named = [folder / name for name in (file.files if file else ())]
            yield from (path for path in named if path.resolve().is_relative_to(folder.resolve()))


def _folders(case: Case) -> Iterator[tuple[str, Path]]:
    yield from ((f"{pack}/", case.folder / pack) for pack in case.file.packs)
    yield "", case.folder


def _is_there(folder: Path) -> bool:
    return (folder / FILE).exists() or (folder / FILE).is_symlink()
