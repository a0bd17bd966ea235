"""A disk that fails at the n-th change of each command that writes: by an error of its own, for want of room, or closed.

``python tests/attack/faults.py`` tries all points with each error; ``BUDGET=60s`` fewer, spread over the commands;
``ONLY=issue`` one. The command says so and ends with a documented exit code, never by a traceback, and writes no half
file; once the disk is well, the next command works, as after a death (`kills.py`).
"""

from __future__ import annotations

import errno
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from unittest import mock

sys.path[:0] = [str(Path(__file__).parents[2]), str(Path(__file__).parents[1])]

import forked  # noqa: E402 - found by the line above
from attack import kills  # noqa: E402
from attack.acts import Act  # noqa: E402
from attack.kills import SCRATCH, Changes, Tally  # noqa: E402
from lifecycle.conftest import Clinic  # noqa: E402
from reportgen.writing import own_temporary_folder  # noqa: E402
from shell import reportgen  # noqa: E402

ENVIRONMENT: Final = 5
BUG: Final = 70
GROWING: Final = frozenset({"open", "write", "os.mkdir", "os.fsync"})
"""What a full disk refuses."""
ERRORS: Final = (errno.EIO, errno.ENOSPC, errno.EROFS)


class Commanded(Clinic):
    """A case on which commands run as a shell runs them; the last one's end is told."""

    code = 0

    def run(self, *words: str, code: int = 0) -> str:
        """What a command says."""
        done = reportgen(*words)
        self.code = BUG if "Traceback" in done.stdout + done.stderr else done.returncode
        if self.code not in {code, 0}:
            raise AssertionError(done.stdout + done.stderr)
        self.code = 0
        return done.stdout + done.stderr


def breaks(place: Path, at: int, number: int) -> None:
    """Have the n-th change below a folder fail, and the later ones that fail with it."""

    def changed(count: int, event: str, path: str) -> None:
        fails = count == at if number == errno.EIO else count >= at
        if fails and (number != errno.ENOSPC or event in GROWING):
            raise OSError(number, os.strerror(number), path)

    Changes(place, changed, locks=True)


def run(act: Act, place: Path, at: int, number: int) -> tuple[int, str]:
    """How the command ends on such a disk, and what it says."""
    reading, writing = os.pipe()

    def broken() -> int:
        os.close(reading)
        clinic = Commanded.opened(place / "case")
        tempfile.tempdir = str(place / SCRATCH)
        breaks(place, at, number)
        said = ""
        try:
            said = act.does(clinic)
        except AssertionError as error:
            said = str(error)
        except BaseException as error:  # noqa: BLE001 - the child ends here either way
            clinic.code, said = BUG, repr(error)
        os.write(writing, str(said).encode()[:4000])
        return clinic.code

    child = forked.begun(broken)
    os.close(writing)
    with os.fdopen(reading, "rb") as stream:
        said = stream.read().decode(errors="replace")
    return forked.ended(child), said


def faults_at(act: Act, ready: Path, scratch: Path, at: int, number: int) -> Iterator[str]:
    """What is wrong with how a command met such a disk, and after it was well again."""
    place = Path(shutil.copytree(ready, scratch / f"{act.name}-{at}-{number}"))
    clinic = Clinic.opened(place / "case")
    before = kills.records(clinic)
    code, said = run(act, place, at, number)
    if code not in {0, ENVIRONMENT}:
        yield f"exit {code}: {said[-600:]}"
    yield from kills.lost(before, clinic, "by the fault")
    with mock.patch.object(tempfile, "tempdir", str(place / SCRATCH)), own_temporary_folder():
        yield from kills.not_recovered(act, clinic, before, was_done=code == 0)
    yield from (f"left in the temporary folder: {path.name}" for path in (place / SCRATCH).iterdir())
    shutil.rmtree(place)


def attacked(act: Act, scratch: Path, seconds: float, least: int = 1) -> Tally:
    """Try points of a command with each error until the time is over, at least some."""
    ready, tally = kills.prepared(act, scratch), Tally()
    tally.points = kills.points_of(act, ready, scratch, locks=True)
    drawn = kills.shuffled((at, number) for at in range(1, tally.points + 1) for number in ERRORS)
    until = time.monotonic() + seconds
    for at, number in drawn:
        if tally.tried >= least and time.monotonic() > until:
            break
        tally.tried += 1
        name = f"{act.name} at {at} of {tally.points}, {errno.errorcode[number]}"
        tally.faults += [f"{name}: {fault}" for fault in faults_at(act, ready, scratch, at, number)]
    tally.points *= len(ERRORS)
    return tally


if __name__ == "__main__":
    sys.exit(kills.main(attacked))
