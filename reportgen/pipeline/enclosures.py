"""What a report carries inside: results, numbers, definitions, the files it was made from, and a list of them all.

Every file that the report of one period is made from, whether or not a figure was read from it.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Final

from reportgen.checks.outside import FILE as SUPPLIED
from reportgen.checks.outside import ISSUED
from reportgen.errors import ExitCode, Refused
from reportgen.export import explanation, results
from reportgen.intake.case import case_pages
from reportgen.intake.case.case_file import CASE, MAPPING
from reportgen.intake.case.folder import LITTER, MAX_BYTES
from reportgen.intake.case.mapping import matching
from reportgen.intake.reader import ACTIONS, CHECKLISTS, EXPERTS, FOLDERS
from reportgen.intake.registers.case_tables import ADJUSTMENTS, RATINGS, TARGETS
from reportgen.intake.registers.eliminations import NAME as ELIMINATIONS
from reportgen.lifecycle import chain
from reportgen.lifecycle.chain import ISSUES
from reportgen.lifecycle.issued import DEFINITIONS, grounds_of
from reportgen.model.brand import FOLDER as COMMENTARY
from reportgen.model.brand import FONTS
from reportgen.model.casefile import Case
from reportgen.model.finding import Finding
from reportgen.model.manifest import NAME, Embedding, EnclosedFile, InputFile, Manifest
from reportgen.model.place import NOWHERE

if TYPE_CHECKING:
    from datetime import datetime

    from reportgen.analysis.group.material import GroupMaterial
    from reportgen.analysis.material import Material
    from reportgen.model.definition import Languages
    from reportgen.model.reports import Audience, ReportKind
    from reportgen.report.pdf import Attachment

WHOLE: Final = (*FOLDERS, EXPERTS, CHECKLISTS, *DEFINITIONS)
"""Folders of a case that belong to its reports with all that lies in them."""
LONE: Final = (CASE, MAPPING, SUPPLIED, ADJUSTMENTS, RATINGS, TARGETS)
PERSONAL: Final = (EXPERTS, CHECKLISTS, ACTIONS, Path(RATINGS).stem)
"""Folders and tables that say what single persons judged, found or have to do."""


def belongings(of: Case, period: str, number: str | None) -> dict[str, Path]:
    """Path relative to the case (``../`` for packs and peers outside it) → where the file lies; by path.

    Args:
        of: the case.
        period: of the report.
        number: by which the report is issued; results of it, and of what was issued after it, are no ground of it.
    """
    found = {_name(path, of.folder): path for path in _paths(of, period) if _is_plain(path)}
    later = {f"{ISSUED}/{one}.json" for one in _issued_since(of.folder, number)}
    return {name: found[name] for name in sorted(found) if name not in later}


def _issued_since(case: Path, number: str | None) -> list[str]:
    """Numbers of the journal from this one on; none where it does not have it."""
    issues = [str(entry.number) for entry in chain.read(case).entries if entry.what in ISSUES]
    return issues[issues.index(number) :] if number in issues else []


def is_personal(name: str) -> bool:
    """Whether a file of a case is about persons."""
    first = Path(name).parts[0]
    return first in PERSONAL or Path(first).stem in PERSONAL


def is_licensed(name: str) -> bool:
    """Whether a file may stand in pages and not be handed on by itself."""
    return Path(name).suffix.lower() in FONTS


def _paths(of: Case, period: str) -> Iterator[Path]:
    root = of.folder
    yield from (root / name for name in LONE)
    yield from (path for name in (ACTIONS, ELIMINATIONS) for path in root.glob(f"{name}.*"))
    yield from (root / ISSUED).glob("*.json")
    yield from _below(root / name for name in (*WHOLE, f"{COMMENTARY}/{period}"))
    for source in of.mapping.sources:
        yield from (path for path in matching(root, source.file) if path.resolve().is_relative_to(root))
    yield from _below((root / pack) / name for pack in of.file.packs for name in DEFINITIONS)
    yield from case_pages.belongings(of)
    if of.file.peers is not None and not of.file.peers.are_in_the_case:
        yield from _below([root / of.file.peers.panel])


def _below(folders: Iterable[Path]) -> Iterator[Path]:
    for place in folders:
        if place.is_dir() and not place.is_symlink():
            yield from (path for path in place.rglob("*") if not _is_hidden(path.relative_to(place)))


def _is_hidden(path: Path) -> bool:
    return path.name.lower() in LITTER or any(part.startswith((".", "~$")) for part in path.parts)


def _is_plain(path: Path) -> bool:
    return path.is_file() and not path.is_symlink() and path.stat().st_size <= MAX_BYTES


def _name(path: Path, root: Path) -> str:
    return Path(os.path.relpath(path, root)).as_posix()


OUTSIDE: Final = ".."
ABOVE: Final = "up"
BETWEEN: Final = "__"
"""Between the folders of a path in the name of an attachment, where slashes are not understood everywhere."""
MEDIA: Final = {
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".xls": "application/vnd.ms-excel",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".csv": "text/csv",
    ".yaml": "application/yaml",
    ".md": "text/markdown",
    ".json": "application/json",
    ".html": "text/html",
    ".css": "text/css",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
}
ANY: Final = "application/octet-stream"
OWN: Final = ("results.json", "numbers.json", "definitions.json")


def chosen(asked: Embedding | None, kind: ReportKind, audience: Audience | None = None) -> Embedding:
    """What was asked for, or what the kind of report carries; for an audience that is not to have all, its results."""
    if asked is not None:
        return asked
    usual = Embedding(kind.embeds)
    return Embedding.RESULTS if usual is Embedding.ALL and audience and audience.withholds else usual


def extent_of(material: Material | GroupMaterial, report: str, asked: Embedding | None) -> Embedding:
    """What a report carries: as asked for, else by its kind and its audience."""
    return chosen(asked, material.catalog.reports[report], material.redaction.audience if material.redaction else None)


def require_fit(material: Material | GroupMaterial, asked: Embedding | None) -> None:
    """See that a version does not carry files with what it leaves out.

    Raises:
        Refused: C53.
    """
    redaction = material.redaction
    if asked is Embedding.ALL and redaction is not None and redaction.audience.withholds:
        raise Refused([Finding("C53", NOWHERE, {"audience": redaction.id})], ExitCode.USAGE)


def enclosed(  # noqa: PLR0913 - all by name, and all that the list tells
    material: Material | GroupMaterial,
    own: Sequence[Attachment],
    created: datetime,
    *,
    report: str,
    mode: Languages,
    embed: Embedding | None = None,
    persons: bool | None = None,
) -> list[Attachment]:
    """Everything that goes into the file.

    Args:
        material: what the report says.
        own: what the report attaches by itself: results.json and numbers.json.
        created: the moment the file bears.
        report: id of the kind.
        mode: its languages.
        embed: what it is to carry, by default what its kind carries.
        persons: whether files about persons may be among its inputs, by default as its kind says.
    """
    extent = extent_of(material, report, embed)
    sources = [
        (
            InputFile(
                path=path,
                sha256=sha256(content).hexdigest(),
                size=len(content),
                attachment=name,
                personal=is_personal(path),
            ),
            content,
        )
        for path, place, name in _inputs(material, report, extent, persons)
        for content in (place.read_bytes(),)
    ]
    found = [] if extent is Embedding.NONE else [*own, _definitions(material, report)]
    found += [
        _attachment(file.attachment, content, "Source", f"Input {file.path}")
        for file, content in sources
        if file.attachment is not None
    ]
    about = _manifest(material, [file for file, _ in sources], found, created, report, mode, extent)
    return [*found, _attachment(NAME, about, "Supplement", "How this report was made")]


def names(
    material: Material | GroupMaterial, *, report: str, embed: Embedding | None = None, persons: bool | None = None
) -> tuple[str, ...]:
    """What all that goes into the file is called: our own files, then those that it was made from; as `enclosed`."""
    extent = extent_of(material, report, embed)
    inputs = (name for _, _, name in _inputs(material, report, extent, persons) if name is not None)
    return (*(() if extent is Embedding.NONE else OWN), NAME, *inputs)


def _inputs(
    material: Material | GroupMaterial,
    report: str,
    extent: Embedding,
    persons: bool | None,  # noqa: FBT001 - as given
) -> Iterator[tuple[str, Path, str | None]]:
    """Each file that the report was made from: path in the case, where it lies, name inside if it goes along."""
    number = material.standing.number if material.standing else None
    with_persons = material.catalog.reports[report].persons if persons is None else persons
    given: Counter[str] = Counter()
    for path, place in belongings(material.case, material.period, number).items():
        is_free = (with_persons or not is_personal(path)) and not is_licensed(path)
        goes_along = extent is Embedding.ALL and is_free
        yield path, place, _named(path, given) if goes_along else None


def _named(path: str, names: Counter[str]) -> str:
    """A name that no other attachment has: ``data__2026__statements.xlsx``."""
    name = BETWEEN.join(ABOVE if part == OUTSIDE else part for part in Path(path).parts)
    names[name] += 1
    return name if names[name] == 1 else f"{names[name]}{BETWEEN}{name}"


def _definitions(material: Material | GroupMaterial, report: str) -> Attachment:
    text = results.text(explanation.definitions_document(material, kind=report))
    return _attachment("definitions.json", text.encode(), "Supplement", "Definitions used")


def _manifest(  # noqa: PLR0913 - as above
    material: Material | GroupMaterial,
    sources: list[InputFile],
    found: Sequence[Attachment],
    created: datetime,
    report: str,
    mode: Languages,
    extent: Embedding,
) -> bytes:
    standing, messages = material.standing, material.catalog.messages
    counted = Counter(str(messages.severity(finding)) for finding in material.findings)
    corrects = standing.corrects.number if standing and standing.corrects else None
    made = Manifest(
        program=material.version,
        report=report,
        language=mode,
        entity=material.entity,
        period=material.period,
        scheme=material.scheme_id,
        number=standing.number if standing else None,
        state=str(standing.state) if standing else None,
        corrects=corrects,
        audience=material.redaction.id if material.redaction else None,
        created=created.isoformat(),
        embed=extent,
        findings=dict(sorted(counted.items())),
        looks=looks(),
        case=grounds_of(material.case.file),
        inputs=tuple(sources),
        enclosed=tuple(
            EnclosedFile(
                name=one.name,
                sha256=sha256(one.content).hexdigest(),
                size=len(one.content),
                relationship=one.relationship,
            )
            for one in sorted(found, key=lambda one: one.name)
        ),
    )
    return (json.dumps(made.model_dump(mode="json", by_alias=True), ensure_ascii=False, indent=1) + "\n").encode()


def _attachment(name: str, content: bytes, relationship: str, description: str) -> Attachment:
    from reportgen.report.pdf import Attachment

    return Attachment(name, content, relationship, description, MEDIA.get(Path(name).suffix.lower(), ANY))  # type: ignore[arg-type]


@lru_cache(maxsize=1)
def looks() -> str:
    """One digest for all templates and styles of the program."""
    from reportgen.report.tokens import folder

    told = sha256()
    for kind in ("templates", "styles"):
        root = folder(kind)
        for path in sorted(path for path in root.rglob("*") if path.suffix in {".html", ".css"}):
            told.update(f"{kind}/{path.relative_to(root).as_posix()}\0".encode() + path.read_bytes())
    return told.hexdigest()
