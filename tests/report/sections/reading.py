"""How tests look into the sections of a report."""

from __future__ import annotations

import re
from typing import Any

import pytest

from reportgen.report.section import Report

BOTH = pytest.mark.parametrize("name", ["renhe", "us-cms"])
DIGITS = re.compile(r"[−+]?\d[\d,]*(?:\.\d+)?")


def content(report: Report, name: str) -> Any:
    return next(section.content for section in report.sections if section.name == name)


def numbers_in(text: str) -> list[str]:
    return [found.lstrip("+") for found in DIGITS.findall(text)]


def exact(text: str) -> list[str]:
    """Numbers with decimals: months are digits in Chinese and words in English."""
    return sorted(found for found in numbers_in(text) if "." in found)
