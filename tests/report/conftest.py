"""The two samples, read and scored once, and their reports in each language mode."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from reportgen import pipeline
from reportgen.analysis.material import Material
from reportgen.report.assembly import hospital
from reportgen.report.html import Document, write
from reportgen.report.section import Report

SAMPLES = Path(__file__).parents[2] / "samples"
PERIODS = {"renhe": "2026-10", "us-cms": "2021"}


@cache
def sample(name: str, period: str | None = None) -> Material:
    return pipeline.evaluate(pipeline.check(SAMPLES / name), period=period or PERIODS[name])


@cache
def report(name: str, mode: str, period: str | None = None, kind: str = "board") -> Report:
    return hospital(sample(name, period), kind, mode)


@cache
def document(name: str, mode: str, period: str | None = None, kind: str = "board") -> Document:
    return write(report(name, mode, period, kind))


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
