"""What a batch has made so far, a line for each report, written before the next one counts; a torn line counts not."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from filelock import FileLock, Timeout

from reportgen.errors import ExitCode, Refused
from reportgen.model.finding import Finding
from reportgen.model.place import Place
from reportgen.system import sync
from reportgen.writing import unwritable

NAME: Final = "batch.jsonl"
LOCK: Final = ".batch.lock"
RECORD_SCHEMA: Final = "reportgen/batch-line/1"
RESULTS: Final = "results.json"


@dataclass(eq=False)
class BatchRecord:
    """The lines of a batch, in their order; the last of an identity is in force.

    Attributes:
        folder: of the batch.
        lines: each with `identity`, `key`, `status` and what became of the order.
    """

    folder: Path
    lines: list[Mapping[str, Any]] = field(default_factory=list)

    @property
    def current(self) -> dict[str, Mapping[str, Any]]:
        """The last line of every order, by its identity."""
        return {str(line["identity"]): line for line in self.lines}

    def written(self) -> Iterator[tuple[str, str]]:
        """Identity and digest of every file that was ever written."""
        return ((line["identity"], line["made"]["sha256"]) for line in self.lines if line["made"]["sha256"])

    def add(self, line: Mapping[str, Any]) -> None:
        """Enter a report, for good.

        Raises:
            Refused: C11, if the disk does not take the line; then the order stays to be done.
        """
        said = {"schema": RECORD_SCHEMA, **line}
        content = (json.dumps(said, ensure_ascii=False, allow_nan=False) + "\n").encode()
        path = self.folder / NAME
        try:
            with path.open("ab") as stream:
                begun = stream.tell()
                try:
                    stream.write(content)
                    stream.flush()
                    os.fsync(stream.fileno())
                except OSError:
                    os.truncate(path, begun)
                    raise
        except OSError as error:
            raise unwritable(str(path), error) from error
        self.lines.append(said)


@contextmanager
def opened(folder: Path) -> Iterator[BatchRecord]:
    """The record of a folder, which is made if need be; nobody else runs a batch there meanwhile.

    Raises:
        Refused: G23 something else lies in the folder, G24 another run is at work in it, C11 the disk
            does not allow it.
    """
    if folder.exists() and not folder.is_dir():
        raise Refused([Finding("C22", Place(str(folder)))], ExitCode.USAGE)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not (folder / NAME).is_file() and any(path.name != LOCK for path in folder.iterdir()):
            raise Refused([Finding("G23", Place(str(folder)))], ExitCode.USAGE)
        with FileLock(folder / LOCK, blocking=False):
            (folder / NAME).touch()  # first of all: a run that dies before its first line has left a folder of a batch
            sync(folder)
            yield BatchRecord(folder, list(_read(folder / NAME)))
    except Timeout:
        raise Refused([Finding("G24", Place(str(folder)))], ExitCode.USAGE) from None
    except OSError as error:
        raise unwritable(str(folder), error) from error


def _read(path: Path) -> Iterator[Mapping[str, Any]]:
    """The lines; a last one that was torn by a death is cut off.

    Raises:
        Refused: G25, if a line is not one of ours.
    """
    if not path.is_file():
        return
    content = path.read_bytes()
    whole = content[: content.rfind(b"\n") + 1]
    if len(whole) < len(content):
        os.truncate(path, len(whole))
    for number, text in enumerate(whole.splitlines(), start=1):
        try:
            line = json.loads(text)
            is_ours = line["schema"] == RECORD_SCHEMA and isinstance(line["identity"], str) and "sha256" in line["made"]
        except (ValueError, KeyError, TypeError):
            is_ours = False
        if not is_ours:
            raise Refused([Finding("G25", Place(str(path), line=number))])
        yield line
