"""What holds for all tests: our fonts, and a renderer that says nothing unheard."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest
from hypothesis import settings

from reportgen.report import fonts

settings.register_profile("house", deadline=None, derandomize=True)  # a slow or busy machine is no failure of the code
settings.load_profile("house")

fonts.activate()  # before any test imports weasyprint: fontconfig reads its configuration once

RENDERERS = ("weasyprint", "fontTools")


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
