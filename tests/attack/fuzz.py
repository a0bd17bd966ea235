"""Every reader against inputs that somebody damaged: never a fault of the program, a crash, a traceback or a hang.

One process imports the program and forks a child for each input, which has bounds of memory and time. What is done to
which input follows from the seed and the number of the input. ``make attack BUDGET=20m SEED=1``, or

    python -m attack.fuzz BUDGET SEED [FIRST]     (from tests/; as 20m or 300s)
"""

from __future__ import annotations

import faulthandler
import hashlib
import os
import random
import resource
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, NoReturn

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # a process that forks has no other threads

from attack.mutations import harmed
from attack.targets import Target, targets

SAMPLES: Final = Path(__file__).parent / "samples"
FAULTS: Final = Path(__file__).parents[2] / "out" / "attack"
SECONDS: Final = 10.0
"""Of the processor: who needs more hangs."""
PATIENCE: Final = 60.0
"""Of the clock, on a busy machine."""
MEMORY: Final = 3_000_000_000
"""Bytes of address space besides what the process has already."""
BUG: Final = 70
FINE: Final = frozenset({0, 1, 2, 3, 4, 5})
AT_ONCE: Final = 2
UNITS: Final = {"s": 1, "m": 60, "h": 3600}


@dataclass(frozen=True)
class Ended:
    """How a command ended on one input."""

    target: str
    code: int
    seconds: float
    said: str

    @property
    def fault(self) -> str:
        """What is wrong with that, "" where nothing is."""
        if self.code not in FINE:
            return "exit 70" if self.code == BUG else f"exit {self.code}" if self.code > 0 else f"signal {-self.code}"
        if self.seconds > SECONDS:
            return f"{self.seconds:.0f} s"
        return "traceback" if "Traceback (most recent call last)" in self.said else ""


@dataclass
class Child:
    """An input that is being read."""

    target: Target
    content: bytes
    folder: Path
    pid: int
    began: float = field(default_factory=time.monotonic)

    def ended(self) -> Ended | None:
        """How it ended, None where it has not; one that never would is ended."""
        if time.monotonic() - self.began > PATIENCE:
            os.kill(self.pid, signal.SIGKILL)
        pid, status, used = os.wait4(self.pid, os.WNOHANG)
        if not pid:
            return None
        logs = [self.folder / "said.txt", *self.folder.glob("reportgen-*.log")]
        said = "\n".join(log.read_text(encoding="utf-8", errors="replace") for log in logs if log.is_file())
        shutil.rmtree(self.folder, ignore_errors=True)
        return Ended(self.target.name, os.waitstatus_to_exitcode(status), used.ru_utime + used.ru_stime, said)


def begun(target: Target, content: bytes, scratch: Path) -> Child:
    """Have a child read an input."""
    folder = Path(tempfile.mkdtemp(dir=scratch))
    shutil.copytree(target.folder, folder, dirs_exist_ok=True)
    (folder / target.file).write_bytes(content)
    if target.name == "bag":
        _seal(next(folder.rglob("bagit.txt"), folder / target.file).parent)
    pid = os.fork()
    if not pid:
        _read(target, folder)
    return Child(target, content, folder, pid)


def _seal(bag: Path) -> None:
    """Renew the manifests of a bag, so that what was altered is looked at and not only its digest."""
    inventory = bag / "data" / "object" / "inventory.json"
    if not inventory.is_file():
        return
    inventory.with_name("inventory.json.sha512").write_text(
        f"{hashlib.sha512(inventory.read_bytes()).hexdigest()} inventory.json\n", encoding="ascii"
    )
    payload = sorted(path for path in (bag / "data").rglob("*") if path.is_file())
    lines = [f"{hashlib.sha512(path.read_bytes()).hexdigest()}  {path.relative_to(bag)}\n" for path in payload]
    (bag / "manifest-sha512.txt").write_text("".join(lines), encoding="utf-8")
    (bag / "tagmanifest-sha512.txt").unlink(missing_ok=True)


def _read(target: Target, folder: Path) -> NoReturn:
    """In the child: run the command within bounds, and end."""
    code: Any = BUG
    try:
        faulthandler.disable()  # it writes to the stream of the tests; that a child died its exit code tells
        _bound()
        tempfile.tempdir = str(folder)
        os.chdir(folder)
        said = os.open("said.txt", os.O_WRONLY | os.O_CREAT)
        os.dup2(said, 1)
        os.dup2(said, 2)
        sys.stdout = sys.stderr = os.fdopen(1, "w", encoding="utf-8", closefd=False)  # whoever had them before
        sys.argv = ["reportgen", *target.words]
        from reportgen.cli.app import main

        main()
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:  # noqa: BLE001 - what main lets through is a fault, and its traceback is told
        import traceback

        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(int(code or 0))


def _bound() -> None:
    taken = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (taken + MEMORY, taken + MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (int(SECONDS) + 2, int(SECONDS) + 3))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def prepared(scratch: Path) -> list[Target]:
    """The targets, and this process with all loaded that a child needs."""
    from reportgen import verify
    from reportgen.errors import ExitCode, Refused
    from reportgen.model.finding import Finding
    from reportgen.model.place import Place
    from shell import reportgen

    def not_made(*_: object) -> NoReturn:
        """A report that reads well is made anew in another process, for seconds; that is not what is attacked here."""
        raise Refused([Finding("T14", Place(""), {"problem": "-"})], ExitCode.FINDINGS)

    verify.started = not_made  # type: ignore[attr-defined]
    found = targets(scratch)
    for target in {one.words: one for one in found}.values():
        folder = Path(shutil.copytree(target.folder, scratch / "well"))
        ran = reportgen(*target.words, cwd=folder)
        shutil.rmtree(folder)
        if ran.returncode not in FINE or "Traceback" in ran.stderr:
            raise RuntimeError(f"{target.name} is not well: {ran}")
    return found


def inputs(found: list[Target], seed: int, first: int) -> Iterator[tuple[Target, bytes]]:
    """Targets with what they are to read, without end."""
    number = first
    while True:
        draw = random.Random(f"{seed}:{number}")  # noqa: S311 - to be repeated
        (target,) = draw.choices(found, [one.often for one in found])
        yield target, harmed(target.content, draw)
        number += 1


def attacked(
    found: list[Target], budget: float, seed: int, first: int, own: Path, faults_go_to: Path
) -> tuple[Counter[str], list[Ended]]:
    """Try inputs for so many seconds.

    Args:
        found: the targets.
        budget: seconds.
        seed, first: which inputs.
        own: a folder to work in.
        faults_go_to: where inputs that ended badly are kept.

    Returns:
        How many inputs of each target were tried, and what ended badly.
    """
    waiting, until = inputs(found, seed, first), time.monotonic() + budget
    tried: Counter[str] = Counter()
    faults: list[Ended] = []
    running: list[Child] = []
    while running or time.monotonic() < until:
        while len(running) < AT_ONCE and time.monotonic() < until:
            target, content = next(waiting)
            running.append(begun(target, content, own))
            tried[target.name] += 1
        for child in list(running):
            ended = child.ended()
            if ended is None:
                continue
            running.remove(child)
            if ended.fault:
                faults.append(ended)
                _keep(child, ended, faults_go_to)
        time.sleep(0.001)
    return tried, faults


def _keep(child: Child, ended: Ended, where: Path) -> None:
    """Keep an input that ended badly, and tell of it."""
    name = f"{sha(child.content)}{Path(child.target.file).suffix}"
    kept = where / slug(child.target) / name
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.write_bytes(child.content)
    last = next((line for line in reversed(ended.said.splitlines()) if line.strip()), "")
    _say(f"{ended.fault}: {kept}: {last[:200]}")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def sha(content: bytes) -> str:
    """A short name for a content."""
    return hashlib.sha256(content).hexdigest()[:12]


def slug(target: Target) -> str:
    """A folder's name for a target: what is read, and which file of it."""
    return f"{target.name}--{target.file}".replace("/", "__")


def main(words: list[str]) -> int:
    """Attack, and say what came of it."""
    budget, seed, first = (*words, *("60s", "1", "0")[len(words) :])
    seconds = float(budget[:-1]) * UNITS[budget[-1]] if budget[-1] in UNITS else float(budget)
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="reportgen-attack-") as scratch:
        own = Path(scratch)
        tried, faults = attacked(prepared(own), seconds, int(seed), int(first), own, FAULTS)
    for name, count in sorted(tried.items()):
        _say(f"{name:28}{count:6}")
    told = Counter(one.fault for one in faults)
    spent = time.monotonic() - began
    _say(f"inputs tried: {tried.total()}, faults: {len(faults)} {dict(told)}, {spent:.0f} s, seed {seed}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
