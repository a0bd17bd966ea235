"""The samples, read and scored once, and their reports, rendered once for as long as nothing that makes them changes.

Whoever asks first makes a thing, in whichever worker and run that is; the others wait for it and read it (`kept`).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path
from typing import Any, Final, TypeVar
from unittest import mock

import pytest
from filelock import FileLock

import kept
from population.sketches import sketched
from reportgen import collector, pipeline
from reportgen.model.reports import ReportChoice
from reportgen.pipeline.checked import INVENTED, PUBLIC, Checked
from reportgen.pipeline.pages import with_standing
from reportgen.report import assembly
from reportgen.report.pdf import Rendered
from reportgen.report.section import Report

T = TypeVar("T")

SAMPLES: Final = Path(__file__).parents[1] / "samples"
SMALL: Final = Path(__file__).parent / "cases"
"""Cases that are no bigger than a mechanism needs: `clinic`, and `alliance` of three hospitals."""
MODES: Final = ("zh", "en", "zh-en")


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
QUICK: Final = (
    Wanted("annual", "clinic", "2025"),
    Wanted("group", "alliance", "2025"),
    Wanted("agency", "us-cms", "2021"),
    Wanted("board", "us-cms", "2021"),
)
"""Each kind of report about the smallest case that fills it: what `make test` lays out in each language."""
WHOLE: Final = replace(QUICK[0], whole=True)
"""The annual report of the small case with every section that its kind has: long enough for its contents to matter."""
ANNUALS: Final = (QUICK[0], pytest.param(WHOLE, marks=pytest.mark.slow))
"""An annual report, and a long one."""
EACH: Final = (*QUICK, *(pytest.param(wanted, marks=pytest.mark.slow) for wanted in ALL if wanted not in QUICK))
"""All of both; those that are not quick wait for `make check`."""


def folder(sample: str) -> Path:
    """Where a sample, or a small case, lies."""
    return SMALL / sample if (SMALL / sample / "case.yaml").is_file() else SAMPLES / sample


@cache
def checked(sample: str) -> Checked:
    """A sample, read and checked; nobody changes what it holds."""
    return _found("checked", sample, lambda: pipeline.check(folder(sample)))


@cache
def material(sample: str, period: str) -> Any:
    """What the pipeline found about the one hospital of a sample."""
    return _found("material", sample, lambda: pipeline.evaluate(checked(sample), period=period), period)


@cache
def group(sample: str, period: str | None = None) -> Any:
    """What it found about all hospitals of a sample, in their newest year if none is named."""
    return _found("group", sample, lambda: pipeline.evaluate_group(checked(sample), period=period), period)


def _found(what: str, sample: str, make: Callable[[], T], *more: Any) -> T:
    """What is found about a sample by the program as it is now, whatever its pages look like; kept between runs."""
    known = [SAMPLES / name for name in (INVENTED, PUBLIC)]  # a check asks whether a case is one of these
    return lasting(kept.store().once(kept.digest(what, kept.beneath(), folder(sample), known, *more), make))


def _once(what: str, sample: str, make: Callable[[], T], *more: Any) -> T:
    """What comes of a sample by the whole program as it is now, kept between runs."""
    return lasting(kept.store().once(kept.digest(what, kept.ground(), folder(sample), *more), make))


def lasting(found: T) -> T:
    """What tests share for as long as their worker lives, put out of the collector's sight."""
    collector.freeze()
    return found


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
    return lasting(put_together(found, wanted.kind, mode))


@cache
def sketch(wanted: Wanted, mode: str) -> Report:
    """The same with its charts looked through and not drawn, for those who read its words."""
    with sketched():
        return view.__wrapped__(wanted, mode)


@cache
def rendered(wanted: Wanted, mode: str) -> Rendered:
    """The finished report, as `reportgen render` writes it; laid out where no run before had the same to lay out."""

    def make() -> Rendered:
        with laid_out_once():
            return pipeline.render(grounds(wanted), report=wanted.kind, mode=mode)

    return _once("rendered", wanted.sample, make, wanted, mode)


@contextmanager
def laid_out_once() -> Iterator[None]:
    """Within, an order that some run has seen before is not laid out again; not for tests of layout itself."""
    from reportgen.report.pdf import engine

    with mock.patch.object(engine, "render", partial(kept.rendered_once, render=engine.render)):
        yield


def paper(wanted: Wanted, mode: str) -> Path:
    """Its file; nobody writes to it."""
    path = Path(os.environ[kept.SHELF]) / f"{wanted}-{mode}.pdf"
    with FileLock(path.with_suffix(".lock")):
        if not path.is_file():
            path.write_bytes(rendered(wanted, mode).pdf)
    return path
