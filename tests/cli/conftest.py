"""What tests of commands share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

import rendered
from reportgen import pipeline
from reportgen.catalog.calendar_words import begin_years
from reportgen.pipeline.checked import Checked


@pytest.fixture(scope="module")
def samples_are_read_once() -> Iterator[None]:
    """A command about a sample as it lies there is given what was read of it before; what else is read is read.

    For tests of what commands answer: a sample is read in a second or two, and read by its own tests.
    """
    read = pipeline.check

    def check(folder: Path, **more: Any) -> Checked:
        place = Path(folder).resolve()
        if place.parent != rendered.SAMPLES.resolve() or more:
            return read(folder, **more)
        with mock.patch.object(pipeline, "check", read):  # where nothing is kept yet, it is read by the same name
            found = rendered.checked(place.name)
        begin_years(found.catalog.words, found.case.file.fiscal_year_start)
        return found

    with mock.patch.object(pipeline, "check", check):
        yield
