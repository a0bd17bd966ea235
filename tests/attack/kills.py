"""A process that dies before its n-th change on the disk, for every n, in each command that writes records.

``python tests/attack/kills.py`` tries all points; ``BUDGET=60s`` fewer, spread over each command; ``ONLY=issue`` one.
Whatever the point, the next command has to work, no record may be lost, the journal has to hold, and nothing that was
under way may be left behind.
"""

from __future__ import annotations

import io
import os
import random
import shutil
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Final, Self, TypeVar

sys.path[:0] = [str(Path(__file__).parents[2]), str(Path(__file__).parents[1])]

import forked  # noqa: E402 - found by the line above
from attack.acts import ACTS, NUMBER, Act  # noqa: E402
from lifecycle.conftest import Clinic  # noqa: E402
from reportgen import lifecycle  # noqa: E402
from reportgen.archive import bag  # noqa: E402
from reportgen.archive.shelf import LocalShelf  # noqa: E402
from reportgen.writing import under_way  # noqa: E402

T = TypeVar("T")
DEAD: Final = 9
SCRATCH: Final = "tmp"
"""The temporary folder of a command, beside the case."""
CHANGING: Final = {"os.rename": 1, "os.remove": 0, "os.mkdir": 0, "os.rmdir": 0, "os.truncate": 0}
"""Audited changes of a disk: which of their arguments is what changes."""
HARMLESS: Final = ("J17", "J18", "J36", "J20", "C13", "P33")
"""What the same command answers where it had been done before it died."""


class Changes:
    """Counts the changes below a folder in this process, and does something at each before it happens.

    Args:
        folder: whose changes count.
        at: called with the number of the change, what changes, and its path.
        locks: whether a file that is only locked counts.
    """

    def __init__(self, folder: Path, at: Callable[[int, str, str], None], *, locks: bool = False) -> None:
        self.folder, self.at, self.locks, self.count = f"{folder.resolve()}/", at, locks, 0
        sync, opened = os.fsync, io.open

        def synced(handle: int) -> None:
            self.changes("os.fsync", Path(f"/proc/self/fd/{handle}").readlink())
            sync(handle)

        def watched(file: Any, mode: str = "r", *more: Any, **named: Any) -> Any:
            stream = opened(file, mode, *more, **named)
            place = f"/proc/self/fd/{stream.fileno()}" if set(mode) & set("wxa+") else ""
            return Watched(stream, self, Path(place).readlink()) if place and "b" in mode else stream

        os.fsync, io.open = synced, watched
        sys.addaudithook(self.hears)

    def hears(self, event: str, given: tuple[Any, ...]) -> None:
        """An event of the interpreter."""
        if event == "open":
            if isinstance(given[0], (str, bytes)) and given[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
                self.changes(event, given[0])
        elif event in CHANGING:
            self.changes(event, given[CHANGING[event]])

    def changes(self, event: str, path: Any) -> None:
        """One more change, if it is here."""
        name = str(Path(os.fsdecode(path)).absolute()) if isinstance(path, (str, bytes, os.PathLike)) else ""
        if name.startswith(self.folder) and (self.locks or not name.endswith("lock")):
            self.count += 1
            self.at(self.count, event, name)


class Watched:
    """A file whose every write is a change; the first half of what is written reaches the disk before it."""

    def __init__(self, stream: Any, changes: Changes, path: Path) -> None:
        self._stream, self._changes, self._path = stream, changes, path

    def write(self, content: bytes) -> int:
        """Half of it, the change, and the rest."""
        half = len(content) // 2
        self._stream.write(content[:half])
        self._stream.flush()
        self._changes.changes("write", self._path)
        return half + int(self._stream.write(content[half:]))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stream.close()


@dataclass
class Tally:
    """What came of the points that were tried."""

    points: int = 0
    tried: int = 0
    faults: list[str] = field(default_factory=list)


def prepared(act: Act, scratch: Path) -> Path:
    """What the command begins with: a folder with the case and what lies beside it, made once."""
    folder = scratch / f"{act.before.__name__}-ready"
    if not folder.exists():
        act.before(Clinic(folder / "case"))
        (folder / SCRATCH).mkdir()
    return folder


def points_of(act: Act, ready: Path, scratch: Path, *, locks: bool = False) -> int:
    """How many changes the command makes."""
    reading, writing = os.pipe()
    place = Path(shutil.copytree(ready, scratch / "counted"))

    def counted() -> None:
        os.close(reading)
        tempfile.tempdir = str(place / SCRATCH) if locks else tempfile.tempdir
        changes = Changes(place, lambda *_: None, locks=locks)
        _quietly(partial(act.does, Clinic.opened(place / "case")))
        os.write(writing, str(changes.count).encode())

    child = forked.begun(counted)
    os.close(writing)
    with os.fdopen(reading, "rb") as stream:
        told = stream.read()
    forked.ended(child)
    shutil.rmtree(place)
    return int(told)


def _quietly(work: Callable[[], object]) -> None:
    """In a child: whatever it says or raises is not this process's."""
    try:
        work()
    except BaseException:  # noqa: BLE001 - the child ends here either way
        traceback.print_exc()
        os._exit(70)


def dies(place: Path, at: int) -> None:
    """Have this process die before its n-th change below a folder, without a word and without cleaning up."""
    Changes(place, lambda number, *_: os._exit(DEAD) if number == at else None)


def killed(act: Act, place: Path, at: int) -> int:
    """Run the command in a child that dies before its n-th change; its exit code."""

    def dying() -> None:
        dies(place, at)
        _quietly(partial(act.does, Clinic.opened(place / "case")))

    return forked.ended(forked.begun(dying))


def faults_at(act: Act, ready: Path, scratch: Path, at: int) -> Iterator[str]:
    """What is wrong after a death at one point, and after the command was run again."""
    place = Path(shutil.copytree(ready, scratch / f"{act.name}-{at}"))
    clinic = Clinic.opened(place / "case")
    before = records(clinic)
    if killed(act, place, at) != DEAD:
        yield "it did not die"
    yield from lost(before, clinic, "by the kill")
    yield from not_recovered(act, clinic, before)
    shutil.rmtree(place)


def not_recovered(act: Act, clinic: Clinic, before: dict[str, bytes], *, was_done: bool = False) -> Iterator[str]:
    """What the next command does not put right, and the same one cannot do once more."""
    try:
        told = clinic.run("check", str(clinic.folder))
    except AssertionError as error:
        yield f"the next command does not work: {error}"[:400]
        return
    yield from (f"{rule} after a fault" for rule in ("J22", "J23", "J24", "J62", "J65") if rule in told)
    yield from lost(before, clinic, "by the recovery")
    yield from _again(act, clinic, was_done=was_done)
    yield from lost(before, clinic, "by the second try")
    yield from (f"left behind: {path.name}" for path in _left(clinic.folder.parent) if path.parent.name != SCRATCH)


def _again(act: Act, clinic: Clinic, *, was_done: bool) -> Iterator[str]:
    """The same command once more: it is done, or says that it was."""
    try:
        act.does(clinic)
        said = ""
    except AssertionError as error:
        said = str(error)
    is_told = any(rule in said for rule in HARMLESS)
    if said and not is_told:
        yield f"it cannot be done again: {said}"[:400]
    if was_done and act.once and not is_told:
        yield "it said that it was done, and was not"
    found = tuple(lifecycle.problems(clinic.folder))
    if found:
        yield f"problems: {[one.rule for one in found]}"
    archive = clinic.folder.parent / "archive"
    if archive.exists():
        try:
            clinic.run("archive", "index", str(archive))
            clinic.run("archive", "verify", str(archive))
        except AssertionError as error:
            yield f"the archive does not hold: {error}"[:400]
    if act.name == "export":
        yield from (
            f"the bag: {one.rule} {one.place}" for one in bag.problems(LocalShelf(archive.parent / "bags" / NUMBER))
        )


def records(clinic: Clinic) -> dict[str, bytes]:
    """The journal and what it speaks of."""
    return {
        name: content for name, content in clinic.files().items() if name.startswith(("journal", "issued/", "data/"))
    }


def lost(before: dict[str, bytes], clinic: Clinic, when: str) -> Iterator[str]:
    """A record may be added to, at its end; nothing else."""
    now = records(clinic)
    for name, content in before.items():
        if not now.get(name, b"").startswith(content):
            yield f"lost {when}: {name}"
    yield from (f"{one.rule} in the journal {when}" for one in lifecycle.read(clinic.folder).findings)


def _left(place: Path) -> Iterator[Path]:
    for folder in (place, *(path for path in place.rglob("*") if path.is_dir())):
        yield from (path for path in under_way(folder))
    yield from place.rglob(".journal.pending")


def chosen(count: int) -> list[int]:
    """All points, in an order that covers a command early: first, last, and then by chance."""
    return [*dict.fromkeys((count, 1, *shuffled(range(2, count))))]


def shuffled(points: Iterable[T]) -> list[T]:
    """In an order that follows from SEED alone."""
    drawn = list(points)
    random.Random(os.environ.get("SEED", "1")).shuffle(drawn)  # noqa: S311 - no secret
    return drawn


def attacked(act: Act, scratch: Path, seconds: float, least: int = 1) -> Tally:
    """Try points of a command until the time is over, at least some; a single one is drawn of them all."""
    ready, tally, until = prepared(act, scratch), Tally(), time.monotonic() + seconds
    tally.points = points_of(act, ready, scratch)
    for at in chosen(tally.points) if least > 1 else shuffled(range(1, tally.points + 1)):
        if tally.tried >= least and time.monotonic() > until:
            break
        tally.tried += 1
        tally.faults += [
            f"{act.name} at {at} of {tally.points}: {fault}" for fault in faults_at(act, ready, scratch, at)
        ]
    return tally


Attack = Callable[[Act, Path, float], Tally]


def seconds(text: str) -> float:
    """``90s``, ``10m`` or a plain number."""
    return float(text.rstrip("sm")) * (60 if text.endswith("m") else 1)


def main(attack: Attack) -> int:
    """Try everything, or as much as the budget allows; 1 where something is wrong."""
    from reportgen.report import fonts

    fonts.activate()
    import rendered

    budget, only = seconds(os.environ.get("BUDGET", "1000000")), os.environ.get("ONLY")
    acts = [act for act in ACTS if only in {None, act.name}]
    wrong = 0
    with tempfile.TemporaryDirectory() as scratch, rendered.laid_out_once():
        for act in acts:
            tally = attack(act, Path(scratch), budget / len(acts))
            print(f"{act.name}: {tally.tried} of {tally.points} points, {len(tally.faults)} faults")  # noqa: T201
            for fault in tally.faults:
                print(f"  {fault}")  # noqa: T201
            wrong += len(tally.faults)
    return int(wrong > 0)


if __name__ == "__main__":
    os.environ.setdefault("REPORTGEN_TESTS_CACHE", str(Path(tempfile.gettempdir()) / "reportgen-attack"))
    sys.exit(main(attacked))
