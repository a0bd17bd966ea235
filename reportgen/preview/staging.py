"""Workbooks that are brought: looked at first by the guards and rules of the reading, then put into the case."""

from __future__ import annotations

import re
import secrets
import shutil
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

from reportgen import pipeline
from reportgen.intake.case.folder import refused
from reportgen.intake.workbooks import contents
from reportgen.intake.workbooks.contents import FileKind
from reportgen.model.finding import Finding
from reportgen.model.place import Place
from reportgen.preview.wording import FileList, ToldFinding, Voice, one_by_one
from reportgen.writing import replace

if TYPE_CHECKING:
    from reportgen.preview.bench import CaseState

MOST_BYTES: Final = 50_000_000
"""Of one file."""
MOST_FILES: Final = 200
TAKEN: Final = frozenset({FileKind.PACKAGE, FileKind.COMPOUND, FileKind.TEXT})
ENDINGS: Final = frozenset({".xlsx", ".xls", ".xlsb", ".ods", ".csv"})
UNFIT: Final = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|\u200b-\u200f\u202a-\u202e\u2066-\u2069]')
LONGEST: Final = 120
DATA: Final = "data"
ASIDE: Final = "replaced"
"""Folder of a case in which no command reads: files that others took the place of."""
KEEP, INSTEAD, LEAVE = "keep", "replace", "leave"


@dataclass(frozen=True)
class StagedFile:
    """A file that waits to be put into the case.

    Attributes:
        same: the name of a file of the case that is called the same.
    """

    id: str
    name: str
    size: int
    path: Path
    same: str | None


@dataclass(frozen=True)
class UploadScreen:
    """What was understood of the files that wait, and what was not taken at all."""

    heading: str
    files: tuple[StagedFile, ...]
    findings: tuple[ToldFinding, ...]
    left: tuple[tuple[str, str], ...]
    values: int


@dataclass(eq=False)
class Staging:
    """A folder outside the case, for one run of the server."""

    folder: Path = field(default_factory=lambda: Path(tempfile.mkdtemp(prefix="reportgen-files-")))
    files: dict[str, StagedFile] = field(default_factory=dict)
    left: list[tuple[str, str]] = field(default_factory=list)

    def end(self) -> None:
        """Forget all that waits."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def bring(self, brought: Iterable[tuple[str, BinaryIO]], state: CaseState) -> None:
        """Take files in the place of those that waited; what may not be opened is named, with the reason by its key."""
        self._clear()
        for number, (said, stream) in enumerate(brought):
            name = plain_name(said)
            content = stream.read(MOST_BYTES + 1)
            reason = "many" if number >= MOST_FILES else unfit(name, content)
            if reason is not None:
                self.left.append((name or "?", reason))
                continue
            identifier = secrets.token_hex(8)
            path = self.folder / identifier / name
            path.parent.mkdir()
            path.write_bytes(content)
            self.files[identifier] = StagedFile(identifier, name, len(content), path, _same(name, state))

    def _clear(self) -> None:
        for one in self.files.values():
            shutil.rmtree(one.path.parent, ignore_errors=True)
        self.files.clear()
        self.left.clear()

    def screen(self, state: CaseState, voice: Voice) -> UploadScreen:
        """What `reportgen read` says of them."""
        catalog = state.checked.catalog
        paths = [one.path for one in self.files.values()]
        reading = pipeline.look(paths, catalog) if paths else None
        values = sum(1 for _ in reading.values()) if reading else 0
        findings = one_by_one((reading.findings if reading else ())[:60], catalog, voice, FileList({}))
        return UploadScreen(
            voice("files.heading", n=len(self.files), values=values),
            tuple(self.files.values()),
            findings,
            tuple((name, voice(f"files.left.{why}")) for name, why in self.left),
            values,
        )

    def accept(self, choices: dict[str, str], state: CaseState) -> int:
        """Put files into ``data/``: beside one of the same name, or in its place, which is kept in ``replaced/``.

        Raises:
            Refused: I06 where a link stands in the way, C11 if it cannot be written.
        """
        folder, done = state.checked.case.folder, 0
        _insist_on_plain(folder, DATA)
        for one in list(self.files.values()):
            choice = choices.get(one.id, KEEP)
            if choice == LEAVE:
                continue
            content = one.path.read_bytes()
            if one.same is not None and choice == INSTEAD:
                _insist_on_plain(folder, one.same)
                _insist_on_plain(folder, ASIDE)
                replace(_free(folder / ASIDE / one.name), (folder / one.same).read_bytes())
                replace(folder / one.same, content)
            else:
                replace(_free(folder / DATA / one.name), content)
            done += 1
        self._clear()
        return done


def plain_name(said: str) -> str:
    """The name of a file as it may stand in a folder: no path, no lock file, nothing unseen."""
    name = UNFIT.sub("", said.replace("\\", "/").rpartition("/")[2]).strip().lstrip(".~$ ")
    stem, dot, ending = name.rpartition(".")
    return f"{stem[:LONGEST]}{dot}{ending}" if stem else ""


def unfit(name: str, content: bytes) -> str | None:
    """Why a file is not taken, by its content and not by its name; None where it is."""
    if Path(name).suffix.lower() not in ENDINGS:
        return "kind"
    if len(content) > MOST_BYTES:
        return "large"
    if contents.kind_of(content) not in TAKEN:
        return "kind"
    return "damaged" if isinstance(contents.opened(content, name), Finding) else None


def _same(name: str, state: CaseState) -> str | None:
    """A file below ``data/`` of this very name."""
    found = (one.name for one in state.checked.reading.files if one.name.startswith(f"{DATA}/"))
    return next((one for one in found if one.rpartition("/")[2].lower() == name.lower()), None)


def _free(path: Path) -> Path:
    number = 1
    free = path
    while free.exists() or free.is_symlink():
        number += 1
        free = path.with_stem(f"{path.stem} ({number})")
    return free


def _insist_on_plain(folder: Path, name: str) -> None:
    from reportgen.errors import Refused

    told: list[Finding] = []
    path = folder
    for part in Path(name).parts:
        path = path / part
        with suppress(FileNotFoundError):
            path.lstat()
            if refused(path, folder, told):
                raise Refused(told or [Finding("I06", Place(name))])
