"""What holds for all tests: our fonts, a renderer that says nothing unheard, and a folder for what is made once."""

from __future__ import annotations

import contextlib
import gc
import logging
import os
import shutil
import tempfile
from collections.abc import Iterator
from functools import cache, partial
from pathlib import Path
from typing import Final
from unittest import mock

import pytest
import typer.testing
from hypothesis import settings

import as_the_program  # noqa: F401 - before anything loads numpy
import kept
import rendered
import timings
from reportgen import collector, writing
from reportgen import kept as program_kept
from reportgen.catalog.calendar_words import begin_years
from reportgen.kept import storage
from reportgen.report import fonts

settings.register_profile("house", deadline=None, derandomize=True)  # a slow or busy machine is no failure of the code
settings.load_profile("house")

fonts.activate()  # before any test imports weasyprint: fontconfig reads its configuration once

os.environ[program_kept.SWITCH] = program_kept.OFF  # until the run has a folder

RENDERERS = ("weasyprint", "fontTools")

FIRST: Final = {
    "tests/house/test_breaks.py": 350.0,
    "tests/conformance/test_reports.py": 280.0,
    "tests/population/test_population.py": 215.0,
    "tests/report/test_bad_input.py": 175.0,
    "tests/report/lint/test_samples.py": 130.0,
    "tests/snapshots/test_snapshots.py": 100.0,
    "tests/intake/test_repeated_sheets.py": 75.0,
    "tests/report/web/test_reading.py": 75.0,
    "tests/cli/test_contract.py": 70.0,
    "tests/bench/": 60.0,
    "tests/export/": 60.0,
    "tests/population/": 50.0,
    "tests/preview/test_browser.py": 50.0,
    "tests/batch/": 50.0,
    "tests/intake/test_harm.py": 50.0,
    "tests/attack/": 40.0,
    "tests/lifecycle/": 40.0,
    "tests/report/": 40.0,
    "tests/collect/": 30.0,
    "tests/docs/": 25.0,
    "tests/setup/": 25.0,
    "tests/archive/": 20.0,
    "tests/cli/": 20.0,
    "tests/verify/": 20.0,
}
"""Seconds that files of tests take, more or less, where they were never timed."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """What `make snapshots` and the tests of the tests ask for."""
    parser.addoption("--renew-snapshots", action="store_true", help="keep reports as they look now")
    parser.addoption("--rows", default="", help="only tests that serve one of these rows of tests/features.csv")


def pytest_configure(config: pytest.Config) -> None:
    """The run makes the shelf and takes it away; its workers inherit the name."""
    if kept.SHELF not in os.environ:
        _own_temporary_folder(config)
        shelf = os.environ[kept.SHELF] = tempfile.mkdtemp(prefix="reportgen-tests-")
        config.add_cleanup(lambda: shutil.rmtree(shelf, ignore_errors=True))
        config.add_cleanup(lambda: os.environ.pop(kept.SHELF, None))
        config.add_cleanup(kept.store().sweep)
        config.pluginmanager.register(timings.Timings())


def _own_temporary_folder(config: pytest.Config) -> None:
    """What libraries leave goes with the run, or with the next one; folders of failed tests stay where pytest has them."""
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", tempfile.gettempdir())
    held = contextlib.ExitStack()
    held.enter_context(writing.own_temporary_folder())
    config.add_cleanup(held.close)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Begin with the file that takes longest, so that no worker is left alone with it; in a file the order stays."""
    if rows := {*filter(None, config.getoption("--rows").split(","))}:
        items[:] = [item for item in items if any(rows & {*mark.args} for mark in item.iter_markers("serves"))]
    timed = timings.read()

    def seconds(item: pytest.Item) -> float:
        file = item.nodeid.partition("::")[0]
        return timed.get(file) or next((usual for start, usual in FIRST.items() if file.startswith(start)), 0.0)

    items.sort(key=seconds, reverse=True)


@pytest.fixture(autouse=True, scope="session")
def processes_share_what_they_keep() -> Iterator[None]:
    """What a test starts is the program as it is, and one such process need not make what another has made.

    In the process of the tests nothing is kept: one that alters the program in memory must not meet what another made.
    """
    shared = str(Path(os.environ[kept.SHELF]) / "program")

    def own() -> program_kept.Store | None:
        return None if os.environ.get(program_kept.SWITCH) == shared else find()

    find, os.environ[program_kept.SWITCH] = program_kept.store, shared
    with mock.patch.object(program_kept, "store", own), mock.patch.object(storage, "store", own):
        yield


@pytest.fixture(autouse=True, scope="session")
def drawings_are_drawn_once() -> Iterator[None]:
    """Charts are most of the time of a view; one with an equal description is the same drawing."""
    import vl_convert

    draw = partial(kept.drawn_once, draw=vl_convert.vegalite_to_svg)
    with mock.patch.object(vl_convert, "vegalite_to_svg", draw):
        yield


@pytest.fixture(autouse=True, scope="session")
def commands_are_put_together_once() -> Iterator[None]:
    """A shell has one command of the program put together; a runner of tests has all forty at each line it types."""
    with mock.patch.object(typer.testing, "_get_command", cache(typer.testing._get_command)):
        yield


@pytest.fixture(autouse=True, scope="module")
def what_stays_is_looked_through_once() -> None:
    """Samples and views that tests share live as long as their worker; each render would look through all of them."""
    gc.collect()
    collector.freeze()


LAID_OUT_BEFORE: Final = ("archive", "cli", "difference", "docs", "export", "lifecycle", "pipeline")
"""Folders of tests that ask for reports and are not about how these are laid out."""


@pytest.fixture(autouse=True, scope="module")
def what_was_laid_out_before_is_taken(request: pytest.FixtureRequest) -> Iterator[None]:
    """Where layout is not the point, an order that was laid out before is not laid out again."""
    folder = request.path.relative_to(kept.PROJECT / "tests").parts[0]
    with rendered.laid_out_once() if folder in LAID_OUT_BEFORE else contextlib.nullcontext():
        yield


class Unheard(logging.Handler):
    """Keeps what a renderer says to nobody in particular; a render itself listens closer and lets nothing through."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.name.partition(".")[0] in RENDERERS:
            self.messages.append(f"{record.name}: {record.getMessage()}")


@pytest.fixture(autouse=True)
def years_begin_in_january() -> None:
    """No test meets the fiscal year of a case that another one had at work."""
    begin_years({}, 1)


@pytest.fixture(autouse=True)
def renderers_are_silent() -> Iterator[None]:
    """Warnings are errors: also those which WeasyPrint and fontTools only log."""
    unheard = Unheard()
    logging.getLogger().addHandler(unheard)
    yield
    logging.getLogger().removeHandler(unheard)
    assert not unheard.messages
