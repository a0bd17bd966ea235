"""What came in: files, folders and ZIPs, each opened with care; nothing that they say has been believed yet."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import Any, Final

from reportgen.errors import ExitCode, Refused
from reportgen.intake.workbooks import contents
from reportgen.lifecycle import paper
from reportgen.model import foreign_text
from reportgen.model.finding import Finding
from reportgen.model.foreign_text import in_words
from reportgen.model.manifest import Manifest
from reportgen.model.place import Place
from reportgen.verify import sources

CASE: Final = "case.yaml"
PDF: Final = ".pdf"
ZIP: Final = ".zip"
LARGEST: Final = 500_000_000
SENDING: Final = "sending.json"
SENDING_SCHEMA: Final = "reportgen/sending/1"
LONGEST: Final = 1_000_000


@dataclass(frozen=True)
class Received:
    """A report that came in, or what is there in the place of one.

    Attributes:
        entry: the file or folder of the inbox that it came as; file: itself, relative to the inbox.
        path: where it can be read; case: the case that came with it, if one did.
        received: the day that the file bears.
        manifest, results: what it says of itself; None where it is no report that can be read.
        problem: why it is not.
        sending: what its sender's program says of the way it came, such as the return that it answers; as said.
    """

    entry: str
    file: str
    path: Path
    received: dt.date
    digest: str = ""
    case: Path | None = None
    manifest: Manifest | None = None
    results: Mapping[str, Any] | None = None
    problem: Finding | None = None
    sending: Mapping[str, Any] | None = None


def opened(inbox: Path, scratch: Path) -> list[Received]:
    """Every report of an inbox, by name; of what came without one, why.

    Args:
        inbox: a folder; each file and folder in it came from somebody.
        scratch: a folder for what is unpacked.

    Raises:
        Refused: G44, if there is no such folder.
    """
    if not inbox.is_dir():
        raise Refused([Finding("G44", Place(str(inbox)))], ExitCode.INPUT)
    found: list[Received] = []
    for number, entry in enumerate(sorted(inbox.iterdir(), key=lambda path: path.name)):
        if not entry.name.startswith(".") and not entry.is_symlink():
            found += _came(entry, scratch / str(number))
    return found


def _came(entry: Path, scratch: Path) -> list[Received]:
    """The reports of one that came; what is no report of ours counts only where nothing else came with it."""
    received = dt.datetime.fromtimestamp(_newest(entry)).astimezone().date()
    root, problem = entry, None
    if entry.is_file() and entry.suffix.lower() == ZIP:
        root, problem = scratch, _unpacked(entry, scratch)
    if problem is not None:
        return [Received(entry.name, entry.name, entry, received, problem=problem)]
    files = [root] if root.is_file() else sorted(_files(root))
    case = next((file.parent for file in files if file.name == CASE), None)
    found = []
    for file in files:
        if file.suffix.lower() == PDF:
            name = entry.name if file == entry else f"{entry.name}/{file.relative_to(root).as_posix()}"
            paper_in = _paper(Received(entry.name, name, file, received, case=case))
            found.append(replace(paper_in, sending=_sending(file.parent / SENDING, paper_in)))
    ours = [one for one in found if one.manifest is not None]
    if ours or found:
        return _not_kept(ours) or found[:1]
    return [Received(entry.name, entry.name, entry, received, problem=Finding("G57", Place(entry.name)))]


def _not_kept(found: list[Received]) -> list[Received]:
    """Without copies of one report in one submission, such as those in issued/ of a case that came along."""
    return list({one.digest: one for one in reversed(found)}.values())[::-1]


def _newest(entry: Path) -> float:
    files = [entry] if entry.is_file() else list(_files(entry))
    return max((file.stat().st_mtime for file in files), default=entry.stat().st_mtime)


def _files(folder: Path) -> Iterator[Path]:
    """Plain files below a folder; links are not followed."""
    for root, names, files in os.walk(folder):
        names.sort()
        for name in sorted(files):
            path = Path(root) / name
            if path.is_file() and not path.is_symlink():
                yield path


def _unpacked(entry: Path, scratch: Path) -> Finding | None:
    """Unpack a ZIP, bounded and within its folder; why that is not possible, if it is not."""
    try:
        package = contents.opened(contents.bounded(entry, LARGEST, file=entry.name), entry.name)
    except Refused as refused:
        return refused.findings[0]
    if not isinstance(package, contents.Package):
        return package or Finding("I03", Place(entry.name), {"problem": "@trouble.package"})
    try:
        for member in package.members:
            parts = PurePosixPath(member.filename).parts
            if member.is_dir() or not parts or ".." in parts or PurePosixPath(member.filename).is_absolute():
                continue
            target = scratch.joinpath(*parts)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(package.unpacked(member))
    except Exception as error:  # noqa: BLE001 - whatever is wrong with it, it is told and the others go on
        return Finding("I03", Place(entry.name), {"problem": in_words(error)})
    return None


def _paper(one: Received) -> Received:
    """A report with what it says of itself, or with what is wrong with it."""
    try:
        content = contents.bounded(one.path, paper.MAX_BYTES, rule="J33", file=one.file)
        read = paper.opened(content, one.file)
        listed = sources.manifest(read)
        return replace(one, digest=sha256(content).hexdigest(), manifest=listed, results=_results(read))
    except Refused as refused:
        return replace(one, problem=refused.findings[0])


def _sending(path: Path, of: Received) -> Mapping[str, Any] | None:
    """What stands beside a report about its way, where it is about this very file."""
    try:
        if path.is_symlink() or not path.is_file():
            return None
        found = foreign_text.parsed(contents.bounded(path, LONGEST, file=SENDING).decode())
        back = found["answers_to"]
        is_sound = back is None or all(isinstance(back[key], str) for key in ("number", "day"))
        is_about = found["schema"] == SENDING_SCHEMA and found["sha256"] == of.digest
    except (Refused, OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
    return found if is_sound and is_about else None


def _results(read: paper.Paper) -> Mapping[str, Any] | None:
    try:
        return read.results
    except Refused:
        return None
