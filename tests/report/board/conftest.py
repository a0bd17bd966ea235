"""The two samples, read and scored once, and their board reports in each language mode."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from reportgen import pipeline
from reportgen.analysis.material import Material
from reportgen.report.assembly import Report
from reportgen.report.assembly import board
from reportgen.report.html import Document, write

SAMPLES = Path(__file__).parents[3] / "samples"
PERIODS = {"renhe": "2026-10", "us-cms": "2021"}


@cache
def sample(name: str, period: str | None = None) -> Material:
    return pipeline.evaluate(pipeline.check(SAMPLES / name), period=period or PERIODS[name])


@cache
def report(name: str, mode: str, period: str | None = None) -> Report:
    return board(sample(name, period), mode)


@cache
def document(name: str, mode: str, period: str | None = None) -> Document:
    return write(report(name, mode, period))


@pytest.fixture(scope="session")
def renhe() -> Material:
    return sample("renhe")


@pytest.fixture(scope="session")
def materials():
    """Name → what the pipeline found."""
    return sample


@pytest.fixture(scope="session")
def reports():
    """Name and mode → the view of that report."""
    return report


@pytest.fixture(scope="session")
def documents():
    """Name and mode → the HTML of that report."""
    return document
