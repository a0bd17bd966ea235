"""Cases that go to workers, and files that come back, by way of a place that both reach: a folder, an object store.

A case is put there once, under the digest of its bytes; what is made of an order lies under the names of the run and of
the order until it has been fetched.
"""

from __future__ import annotations

import io
import os
import secrets
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import Any, Final, cast

from reportgen import kept, writing
from reportgen.archive.shelf import Storage, located
from reportgen.batch.orders import Order
from reportgen.batch.pool import Answered, Bounds, Each
from reportgen.batch.work import MadeReport, RenderTask, failed, make, put
from reportgen.errors import Refused
from reportgen.model.finding import Finding
from reportgen.model.place import Place

CASES, MADE = "cases", "made"
HELD: Final = 4
"""Cases that a worker has unpacked at a time."""


@dataclass(frozen=True)
class CarriedTask:
    """An order whose case lies at a location.

    Attributes:
        location: where files travel; run: by which what a run makes is told from the rest of another.
        file: the packed case; inside: its folder below what is unpacked.
    """

    order: Order
    location: str
    run: str
    file: str
    inside: str

    @property
    def made(self) -> str:
        """The folder for what is made of the order."""
        return f"{MADE}/{self.run}/{self.order.identity}"


def through(each: Each, location: str) -> Each:
    """Work orders off where the folders of this machine are not: their files go by way of a location."""
    return cast("Each", partial(_through, each, location))


def _through(
    each: Each, location: str, work: Callable[[Any], Any], tasks: Iterable[RenderTask], bounds: Bounds
) -> Iterator[Answered[RenderTask, MadeReport]]:
    del work
    shelf = located(location)
    meant: dict[str, RenderTask] = {}
    for answer in each(make_there, _sent(tasks, shelf, location, meant), bounds):
        task = meant.pop(answer.order.order.identity)
        made = answer.answer and _arrived(answer.answer, task, shelf, answer.order.made)
        yield Answered(task, made, answer.ending, answer.seconds, answer.code)


def _sent(
    tasks: Iterable[RenderTask], shelf: Storage, location: str, meant: dict[str, RenderTask]
) -> Iterator[CarriedTask]:
    """Put the case of each order there before the order is given away; the orders of one case follow one another."""
    run, last, file, inside = secrets.token_hex(8), "", "", ""
    for task in tasks:
        if task.order.case != last:
            content, inside = packed(Path(task.order.case))
            file, last = f"{CASES}/{sha256(content).hexdigest()}.zip", task.order.case
            if not shelf.has(file):
                shelf.put(file, content)
        meant[task.order.identity] = task
        yield CarriedTask(task.order, location, run, file, inside)


def packed(case: Path) -> tuple[bytes, str]:
    """A case with the folders outside it that it names, as a ZIP; and where in it the case lies. Links stay behind."""
    folders = kept.folders(case)
    above = Path(os.path.commonpath(folders))
    files = sorted(
        {path for folder in folders for path in folder.rglob("*") if path.is_file() and not path.is_symlink()}
    )
    content = writing.packed((path.relative_to(above).as_posix(), path.read_bytes()) for path in files)
    return content, case.resolve().relative_to(above).as_posix()


def make_there(task: CarriedTask) -> MadeReport:
    """In a worker: fetch the case, make the report, and put all that was written where the program finds it."""
    try:
        shelf = located(task.location)
        case = _unpacked(task.location, task.file) / task.inside
        with tempfile.TemporaryDirectory(prefix="reportgen-") as out:
            made = make(
                RenderTask(replace(task.order, case=str(case), state=kept.state(case), mine=(), force=True), out)
            )
            for path in sorted(Path(out).rglob("*")):
                if path.is_file():
                    shelf.put(f"{task.made}/{path.relative_to(out).as_posix()}", path.read_bytes())
    except Refused as refused:
        return failed(task.order, refused.findings, is_environment=True)
    except OSError as error:
        problem = str(error).partition("\n")[0]
        return failed(task.order, [Finding("G85", Place(task.location), {"problem": problem})], is_environment=True)
    return made


_FOLDERS: Final[dict[str, tempfile.TemporaryDirectory[str]]] = {}
"""Cases that this worker has unpacked, the eldest first."""


def _unpacked(location: str, file: str) -> Path:
    if file not in _FOLDERS:
        content = located(location).read(file)
        if sha256(content).hexdigest() != PurePosixPath(file).stem:
            raise OSError(file)
        folder = tempfile.TemporaryDirectory(prefix="reportgen-case-")
        with zipfile.ZipFile(io.BytesIO(content)) as source:
            source.extractall(folder.name)
        while len(_FOLDERS) >= HELD:
            _FOLDERS.pop(next(iter(_FOLDERS))).cleanup()
        _FOLDERS[file] = folder
    return Path(_FOLDERS[file].name)


def _arrived(made: MadeReport, task: RenderTask, shelf: Storage, folder: str) -> MadeReport:
    """Fetch what was written, and see whether somebody worked in the case meanwhile."""
    order = task.order
    try:
        for name in shelf.names(folder):
            put(_inside(Path(task.out), PurePosixPath(name).relative_to(folder)), shelf.read(name), order)
            shelf.remove(name)
        if made.file is not None and _digest(Path(task.out) / made.file) != made.sha256:
            raise FileNotFoundError(made.file)
    except Refused as refused:
        return failed(order, refused.findings)
    except OSError as error:
        problem = str(error).partition("\n")[0]
        return failed(order, [Finding("G85", Place(shelf.location), {"problem": problem})], is_environment=True)
    return replace(made, has_moved=order.state is not None and kept.state(Path(order.case)) != order.state)


def _inside(out: Path, name: PurePosixPath) -> Path:
    """The place of a file below a folder.

    Raises:
        OSError: if it would lie outside.
    """
    path = out / name
    if not path.resolve().is_relative_to(out.resolve()):
        raise OSError(str(name))
    return path


def _digest(path: Path) -> str | None:
    return sha256(path.read_bytes()).hexdigest() if path.is_file() else None
