"""What the engine and the font library complain of during a render: nothing they say may pass unheard."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

LISTENED: Final = ("weasyprint", "fontTools")


class Journal(logging.Handler):
    """Messages of level WARNING and above, each once, in order."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self._messages: dict[str, None] = {}

    @property
    def messages(self) -> tuple[str, ...]:
        """What was said."""
        return tuple(self._messages)

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the text of a record."""
        self._messages[record.getMessage()] = None


@contextmanager
def journal() -> Iterator[Journal]:
    """Hear what is said inside, and keep it off the terminal: it comes back as findings."""
    heard = Journal()
    loggers = [logging.getLogger(name) for name in LISTENED]
    states = [(logger, logger.propagate, logger.level) for logger in loggers]
    for logger in loggers:
        logger.addHandler(heard)
        logger.propagate = False
        logger.setLevel(logging.WARNING)
    try:
        yield heard
    finally:
        for logger, propagate, level in states:
            logger.removeHandler(heard)
            logger.propagate = propagate
            logger.setLevel(level)
