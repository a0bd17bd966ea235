"""What holds for all tests: our fonts, a renderer that says nothing unheard, and a folder for what is made once."""

from __future__ import annotations

import logging
import os
import shutil
import tempfile
from collections.abc import Iterator

import pytest
from hypothesis import settings

import kept
from reportgen.report import fonts
from timings import Timings

settings.register_profile("house", deadline=None, derandomize=True)  # a slow or busy machine is no failure of the code
settings.load_profile("house")

fonts.activate()  # before any test imports weasyprint: fontconfig reads its configuration once

RENDERERS = ("weasyprint", "fontTools")

FIRST = (
    "tests/conformance/test_reports.py",
    "tests/snapshots/",
    "tests/verify/",
    "tests/docs/",
    "tests/report/",
    "tests/lifecycle/",
)
"""What takes longest is begun first, so that no worker is left alone with it in the end."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """What `make snapshots` asks for."""
    parser.addoption("--renew-snapshots", action="store_true", help="keep reports as they look now")


def pytest_configure(config: pytest.Config) -> None:
    """The run makes the shelf and takes it away; its workers inherit the name."""
    if kept.SHELF not in os.environ:
        shelf = os.environ[kept.SHELF] = tempfile.mkdtemp(prefix="reportgen-tests-")
        config.add_cleanup(lambda: shutil.rmtree(shelf, ignore_errors=True))
        config.add_cleanup(lambda: os.environ.pop(kept.SHELF, None))
        config.add_cleanup(kept.store().sweep)
        config.pluginmanager.register(Timings())


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the longest; among the others the order stays."""

    def place(item: pytest.Item) -> int:
        return next((at for at, start in enumerate(FIRST) if item.nodeid.startswith(start)), len(FIRST))

    items.sort(key=place)


class Unheard(logging.Handler):
    """Keeps what a renderer says to nobody in particular; a render itself listens closer and lets nothing through."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.name.partition(".")[0] in RENDERERS:
            self.messages.append(f"{record.name}: {record.getMessage()}")


@pytest.fixture(autouse=True)
def renderers_are_silent() -> Iterator[None]:
    """Warnings are errors: also those which WeasyPrint and fontTools only log."""
    unheard = Unheard()
    logging.getLogger().addHandler(unheard)
    yield
    logging.getLogger().removeHandler(unheard)
    assert not unheard.messages
