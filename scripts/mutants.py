"""Breaks the program in small ways and sees whether tests notice: `python scripts/mutants.py PART BUDGET COUNT SEED`.

A mutant is one operator, bound, branch or sentence of one module turned into another. A sample of them, drawn by seed,
is tried against the tests that run the changed line, each in a child of a process that has read program and tests
already; where a change is of a module itself and not of a function, the child reads them anew. Nothing is written to
the project. Survivors are printed when found; those that scripts/survivors.yaml lists with a reason do not count.
Exit 1 where fewer than nine in ten were killed.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import os
import pickle
import random
import resource
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass
from functools import partial
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import CodeType, FunctionType
from typing import TYPE_CHECKING, Any, Final, TypeVar

import moved
import mutations
import near
import pages_of_samples as pages
import reached
import yaml
from mutations import PROJECT, Mutant

if TYPE_CHECKING:
    import pytest

T = TypeVar("T")

ENOUGH: Final = 0.9
SECONDS: Final = 40.0
"""Time of the tests that one mutant is tried against at the most."""
LONGEST: Final = 150.0
"""Seconds after which a mutant counts as killed: it does not come back."""
RECORDING: Final = 1200.0
"""Seconds after which a file of tests that is followed counts as one that reaches nothing."""
BYTES: Final = 8 * 2**30
"""Memory of a child: a mutant may ask for all there is."""
HERE: Final = PROJECT / "scripts"
SURVIVORS: Final = HERE / "survivors.yaml"
LIBRARIES: Final = (
    "numpy", "scipy.stats", "scipy.optimize", "pydantic", "jinja2", "openpyxl", "vl_convert",
)  # fmt: skip
"""What takes long to read, and is the same for all children."""
KEPT: Final = os.environ.get("REPORTGEN_TESTS_CACHE")
"""The folder of what tests keep, where another one than the user's is named."""
PLAIN: Final = ("-q", "-p", "no:randomly", "-p", "no:cacheprovider")
"""Long tests too: what a page says is often held by one that `make test` leaves out."""


def child(work: Callable[[], T], seconds: float, *, keeps: bool = False) -> T | None:
    """What some work in a process of its own gives; None where it dies, or does not come back in time.

    Args:
        work: what is to be done.
        seconds: it may take.
        keeps: whether it takes what tests keep between runs.
    """
    folder = tempfile.mkdtemp(prefix="reportgen-mutants-")
    answer = Path(folder, "answer")
    sys.stdout.flush()
    process = os.fork()
    if not process:
        _work(work, folder, answer, keeps=keeps)
    end = time.monotonic() + seconds
    try:
        while os.waitpid(process, os.WNOHANG) == (0, 0):
            if time.monotonic() > end:
                os.killpg(process, signal.SIGKILL)
                os.waitpid(process, 0)
                return None
            time.sleep(0.01)
        found: T | None = pickle.loads(answer.read_bytes()) if answer.is_file() else None  # noqa: S301 - our own
        return found
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process, signal.SIGKILL)  # what it may have started itself
        shutil.rmtree(folder, ignore_errors=True)


def _work(work: Callable[[], Any], folder: str, answer: Path, *, keeps: bool) -> None:
    """In the child: nothing that it keeps, writes or says reaches another one."""
    os.setpgid(0, 0)
    try:
        os.environ |= {"REPORTGEN_TESTS_SHELF": folder, "PYTEST_DEBUG_TEMPROOT": folder, "TMPDIR": folder}
        os.environ.pop("REPORTGEN_TESTS_CACHE", None)
        if KEPT and keeps:
            os.environ["REPORTGEN_TESTS_CACHE"] = KEPT
        if not keeps:
            os.environ["REPORTGEN_TESTS_CACHE"] = "off"
        tempfile.tempdir = folder
        if kept := sys.modules.get("kept"):
            kept.store.cache_clear()
        resource.setrlimit(resource.RLIMIT_DATA, (BYTES, BYTES))
        with Path(folder, "output").open("w", encoding="utf-8") as output:
            for stream in (1, 2):
                os.dup2(output.fileno(), stream)
        answer.write_bytes(pickle.dumps(work()))
    except Exception:  # noqa: BLE001 - a child that dies says why
        say(traceback.format_exc())
    finally:
        os._exit(0)


def _folder() -> str:
    """Where tests keep things between runs."""
    import kept

    return str(kept.store().folder)


class Loop:
    """Does something with the tests that pytest collected, in the place of running them all."""

    def __init__(self, work: Callable[[Sequence[pytest.Item]], Any]) -> None:
        self.work = work
        self.result: Any = None

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Called once everything is collected, and only if that went well."""
        self.result = self.work(session.items)
        return True


def collected(files: Sequence[str], work: Callable[[Sequence[pytest.Item]], Any]) -> Any:
    """What some work makes of the tests of some files.

    Raises:
        RuntimeError: they cannot be read.
    """
    import pytest

    loop = Loop(work)
    if (code := pytest.main([*PLAIN, *files], plugins=[loop])) != pytest.ExitCode.OK:
        raise RuntimeError(f"pytest ends with {code!r}: " + Path(tempfile.gettempdir(), "output").read_text()[-2000:])
    return loop.result


def recorded(files: Sequence[str], modules: Container[str], seconds: float, under: str) -> dict[str, reached.Reach]:
    """What the tests of some files reach of some modules, all in one folder if one is named: kept, or followed now."""
    known: dict[str, reached.Reached] = child(lambda: reached.kept(files, modules, under), RECORDING, keeps=True) or {}
    if new := [file for file in files if file not in known]:
        say(f"mutants: {len(new)} of {len(files)} files of tests are followed first")
        work = partial(_followed, under, time.monotonic() + seconds)
        fresh = child(lambda: collected(new, work), RECORDING, keeps=bool(under)) or {}
        if late := [file for file in new if file not in fresh]:
            say(f"mutants: the time was over before {len(late)} of them; no mutant is tried against these")
        known |= fresh
    return {test: reach for tests in known.values() for test, reach in tests.items()}


def near_to(
    part: str, sample: Sequence[Mutant], seconds: float, budget: float
) -> tuple[list[str], dict[str, reached.Reach]]:
    """Files of tests near to some mutants, of so many seconds for each module, and what their tests reach.

    Following those that are not known yet takes no longer than the budget.
    """
    modules = {one.file for one in sample}
    files = child(lambda: reached.candidates(part, modules, near.timed(), seconds), RECORDING, keeps=True) or []
    used = {file for one in sample for rank in reached.touched(one) for file in rank}
    under = mutations.PAGES.rstrip("/") if all(one.startswith(mutations.PAGES) for one in modules) else ""
    return files, recorded(files, modules | used, budget, under)


def _followed(under: str, end: float, items: Sequence[pytest.Item]) -> dict[str, reached.Reached]:
    """Each file by itself, the quickest first, but what says most before all: what it reads first is read there.

    Only the samples are read and scored for all, where nothing but pages is asked about.
    """
    if under:
        pages.warm()
    by_file: dict[str, list[pytest.Item]] = {}
    for item in items:
        by_file.setdefault(item.nodeid.partition("::")[0], []).append(item)
    found: dict[str, reached.Reached] = {}
    seconds = child(near.timed, RECORDING, keeps=True) or {}
    order = sorted(by_file, key=lambda file: (file != reached.SAID, seconds.get(file, reached.UNTIMED)))
    for file, own in ((file, by_file[file]) for file in order):
        if time.monotonic() > end:
            break
        found[file] = child(partial(reached.followed, own, under), RECORDING, keeps=bool(under)) or {}
        child(partial(reached.keep, file, found[file], under), RECORDING, keeps=True)
    return found


@dataclass(frozen=True)
class Tried:
    """A mutant and what came of it.

    Attributes:
        tests: that it was tried against, to the one that noticed.
        killed: whether one noticed, or none came back.
        seconds: the trial took.
    """

    mutant: Mutant
    tests: tuple[str, ...]
    killed: bool
    seconds: float


def first_failure(items: Sequence[pytest.Item], tests: Sequence[str]) -> int | None:
    """The place of the first test that fails, run in the order given; None where all hold."""
    by_name = {item.nodeid: item for item in items}
    due = [by_name[test] for test in tests if test in by_name]
    for at, item in enumerate(due):
        if not reached.passes(item, due[at + 1] if at + 1 < len(due) else None):
            return at
    return None


def tried(mutant: Mutant, tests: Sequence[str], trial: Callable[[], int | None]) -> Tried:
    """What comes of a trial in a child."""
    started = time.monotonic()
    found = child(lambda: (trial(),), LONGEST)
    seconds, (at,) = time.monotonic() - started, found or (len(tests),)
    return Tried(mutant, tuple(tests if at is None else tests[: at + 1]), at is not None, seconds)


def afresh(mutant: Mutant, tests: Sequence[str]) -> Tried:
    """Try a change of what a module is when it is read: program and tests are read anew."""
    if not tests:  # pytest would take no files for all files
        return Tried(mutant, (), killed=False, seconds=0.0)
    files = sorted({test.partition("::")[0] for test in tests})

    def trial() -> int | None:
        code = compile(mutations.mutated(mutant), str(PROJECT / mutant.file), "exec", dont_inherit=True)
        SourceFileLoader.get_code = _changed(code)  # type: ignore[method-assign,assignment]
        try:
            found: int | None = collected(files, lambda items: first_failure(items, tests))
        except RuntimeError:
            return 0
        return found

    return tried(mutant, tests, trial)


def _changed(changed: CodeType) -> Callable[[SourceFileLoader, str], CodeType | None]:
    """How a module is read that is changed; all others as ever."""
    usual = SourceFileLoader.get_code

    def read(self: SourceFileLoader, name: str) -> CodeType | None:
        return changed if self.path == changed.co_filename else usual(self, name)

    return read


def in_place(items: Sequence[pytest.Item], mutant: Mutant, tests: Sequence[str]) -> Tried:
    """Try a change of what runs later, by giving a function that was read its other code, a number its other value."""

    def trial() -> int | None:
        if not pages.is_of_pages(mutant):
            pages.cool()
        (moved.move if moved.is_late(mutant) else exchange)(mutant)
        return first_failure(items, tests)

    return tried(mutant, tests, trial)


def exchange(mutant: Mutant) -> None:
    """Give every function of a module the code that it has in the mutant; one not read yet is read first."""
    importlib.import_module(moved.dotted(mutant.file))
    path = PROJECT / mutant.file
    before = _functions(compile(path.read_bytes(), str(path), "exec", dont_inherit=True))
    after = _functions(compile(mutations.mutated(mutant), str(path), "exec", dont_inherit=True))
    other = {code: after[place] for place, code in before.items() if after.get(place, code) != code}
    gc.unfreeze()
    for function in [one for one in gc.get_objects() if isinstance(one, FunctionType)]:
        if function.__code__.co_filename == str(path) and function.__code__ in other:
            function.__code__ = other[function.__code__]


Place = tuple[str, int, tuple[tuple[int, int], ...]]


def _functions(code: CodeType) -> dict[Place, CodeType]:
    """Every function in some code by its name and where it stands."""
    found: dict[Place, CodeType] = {}
    for one in code.co_consts:
        if isinstance(one, CodeType):
            spots = sorted({(line, column) for line, _, column, _ in one.co_positions() if line and column})
            found[one.co_qualname, one.co_firstlineno, tuple(spots[:1])] = one
            found |= _functions(one)
    return found


def explained() -> dict[str, str]:
    """Survivors that are known, by name, each with why no test can or need tell it from the program."""
    found: dict[str, str] = yaml.safe_load(SURVIVORS.read_text(encoding="utf-8")) or {}
    return found


def seconds_of(text: str) -> float:
    """A time like ``10m`` or ``90s``."""
    return float(text.rstrip("ms")) * (60 if text.endswith("m") else 1)


def say(text: str) -> None:
    """A line for who waits, also from within a child."""
    os.write(_aloud, f"{text}\n".encode())


_aloud: Final = os.dup(1)
"""Where this program speaks, whatever becomes of the stream that tests write to."""


def drawn(part: str, count: int, seed: int) -> list[Mutant]:
    """A sample of a part's mutants."""
    found = mutations.offered(part)
    random.Random(seed).shuffle(found)  # noqa: S311 - a sample, not a secret
    return found[:count]


def main(words: Sequence[str]) -> int:
    """Draw, try, tell."""
    part, budget, count, seed = (*words, *("formula", "10m", "200", "1")[len(words) :])
    os.chdir(PROJECT)
    sys.path[:] = [str(PROJECT / "tests"), str(PROJECT), *(one for one in sys.path if one != str(HERE))]
    for name in LIBRARIES:
        importlib.import_module(name)
    os.environ["REPORTGEN_TESTS_DRAWINGS"] = child(_folder, RECORDING, keeps=True) or ""
    sample = drawn(part, int(count), int(seed))
    say(f"mutants: {part}, seed {seed}, {len(sample)} drawn")
    halves = ([one for one in sample if pages.is_of_pages(one) is of] for of in (False, True))
    near_by = [near_to(part, half, reached.SECONDS, seconds_of(budget)) for half in halves if half]
    files, known = sorted({file for some, _ in near_by for file in some}), reached.joined(one for _, one in near_by)
    if lost := [one for one in sample if not reached.chosen(one, known, SECONDS)]:
        more, further = near_to(part, lost, reached.FURTHER, seconds_of(budget) / 2)
        files, known = sorted({*files, *more}), known | further
    end = time.monotonic() + seconds_of(budget)
    tests = {one: reached.chosen(one, known, SECONDS) for one in sample}
    rebuilt = [one for one in sample if not (mutations.statement(one)[1] or moved.is_late(one))]
    done = [told(afresh(one, tests[one])) for one in rebuilt if time.monotonic() < end]

    def trials(items: Sequence[pytest.Item]) -> list[Tried]:
        if any(pages.is_of_pages(one) for one in sample):
            pages.warm()
        here = (one for one in sample if one not in rebuilt)
        found = [*done, *(told(in_place(items, one, tests[one])) for one in here if time.monotonic() < end)]
        return [one for one in found if not one.killed or _holds(items, one)]

    seconds = 2 * seconds_of(budget) + RECORDING
    return _summed(child(lambda: collected(files, trials), seconds, keeps=True) or done)


def _holds(items: Sequence[pytest.Item], killed: Tried) -> bool:
    """Whether the tests that noticed hold where nothing is broken; a mutant that they 'kill' proves nothing."""
    held = child(lambda: (first_failure(items, killed.tests),), LONGEST) == (None,)
    if not held:
        say(f"mutants: {killed.tests[-1]} fails by itself; {killed.mutant.name} does not count")
    return held


def told(found: Tried) -> Tried:
    """Say of a survivor where it is, and whether it is known."""
    if not found.killed:
        why = explained().get(found.mutant.name)
        known = f"  [{why}]" if why else ""
        mutant, tries = found.mutant, f"{len(found.tests)} tests, {found.seconds:.0f} s"
        say(f"{mutant.file}:{mutant.line}: {mutant.what} ({tries}){known}")
    return found


def _summed(found: Sequence[Tried]) -> int:
    """Say the share; the exit code."""
    killed = sum(one.killed for one in found)
    survivors = [one for one in found if not one.killed and one.mutant.name not in explained()]
    counted = killed + len(survivors)
    share = killed / counted if counted else 0.0
    say(f"mutants: {len(found)} tried, {killed} killed, {len(survivors)} survived,"
        f" {len(found) - counted} explained: {share:.1%}")  # fmt: skip
    return 0 if share >= ENOUGH else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
