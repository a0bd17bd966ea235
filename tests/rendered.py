"""The samples, read and scored once in a process, and their reports, rendered once in a whole run of the tests.

A report is rendered by the first who asks, in whichever worker that is; the others wait for it and read its file.
"""

from __future__ import annotations

import os
import pickle
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, Final

from filelock import FileLock

from reportgen import pipeline
from reportgen.model.reports import ReportChoice
from reportgen.pipeline.checked import Checked
from reportgen.pipeline.pages import with_standing
from reportgen.report import assembly
from reportgen.report.pdf import Rendered
from reportgen.report.section import Report

SAMPLES: Final = Path(__file__).parents[1] / "samples"
MODES: Final = ("zh", "en", "zh-en")
SHELF: Final = "REPORTGEN_TESTS_SHELF"
"""Names, in the environment, the folder that all workers of a run share."""


@dataclass(frozen=True)
class Wanted:
    """A kind of report about a sample in a period.

    Attributes:
        whole: with every section that the kind keeps in readiness.
    """

    kind: str
    sample: str
    period: str
    whole: bool = False

    def __str__(self) -> str:
        return f"{self.kind}-{self.sample}-{self.period}{'-whole' if self.whole else ''}"


ALL: Final = (
    Wanted("annual", "renhe", "2025"),
    Wanted("annual", "us-cms", "2021"),
    Wanted("group", "lianhe", "2025"),
    Wanted("board", "renhe", "2026-10"),
    Wanted("board", "us-cms", "2021"),
    Wanted("agency", "renhe", "2026-10"),
    Wanted("agency", "us-cms", "2021"),
)
"""Each kind of report about each sample that it can be about; the longest first."""


@cache
def checked(sample: str) -> Checked:
    """A sample, read and checked; nobody changes what it holds."""
    return pipeline.check(SAMPLES / sample)


@cache
def material(sample: str, period: str) -> Any:
    """What the pipeline found about the one hospital of a sample."""
    return pipeline.evaluate(checked(sample), period=period)


@cache
def group(sample: str, period: str | None = None) -> Any:
    """What it found about all hospitals of a sample, in their newest year if none is named."""
    return pipeline.evaluate_group(checked(sample), period=period)


def grounds(wanted: Wanted) -> Any:
    """What a report is written from."""
    found = (group if wanted.kind == "group" else material)(wanted.sample, wanted.period)
    return _with_everything(found, wanted.kind) if wanted.whole else found


def _with_everything(found: Any, kind: str) -> Any:
    ready = tuple(entry.name for entry in found.catalog.reports[kind].sections if entry.on_request)
    file = found.case.file.model_copy(update={"reports": {kind: ReportChoice(including=ready)}})
    return replace(found, case=replace(found.case, file=file))


@cache
def view(wanted: Wanted, mode: str) -> Report:
    """What the report prints, before it is laid out."""
    found = with_standing(grounds(wanted), report=wanted.kind, mode=mode)
    put_together = assembly.group if wanted.kind == "group" else assembly.hospital
    return put_together(found, wanted.kind, mode)


@cache
def rendered(wanted: Wanted, mode: str) -> Rendered:
    """The finished report, as `reportgen render` writes it."""
    target = _shelf() / f"{wanted}-{mode}.pickle"
    with FileLock(target.with_suffix(".lock")):
        if not target.is_file():
            fresh = pipeline.render(grounds(wanted), report=wanted.kind, mode=mode)
            _file(wanted, mode).write_bytes(fresh.pdf)
            target.write_bytes(pickle.dumps(fresh))
            return fresh
    found: Rendered = pickle.loads(target.read_bytes())  # noqa: S301 - written by this very run
    return found


def paper(wanted: Wanted, mode: str) -> Path:
    """Its file; nobody writes to it."""
    rendered(wanted, mode)
    return _file(wanted, mode)


def _file(wanted: Wanted, mode: str) -> Path:
    return _shelf() / f"{wanted}-{mode}.pdf"


def _shelf() -> Path:
    return Path(os.environ[SHELF])
