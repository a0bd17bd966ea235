"""The limits within which data earn a grade."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Final

import reportgen.catalog
from reportgen.catalog import load
from reportgen.model.definition import Definition, NonEmpty
from reportgen.model.schemes import Grade

FILE: Final = "quality/grades.yaml"


class Limits(Definition):
    """At least this complete, and at most so many failures."""

    completeness: float
    failed: int
    errors: int
    warnings: int


class QualityGrades(Definition):
    """Limits by grade, best first; what keeps none of them is poor."""

    source: NonEmpty
    grades: dict[Grade, Limits]


@lru_cache(maxsize=1)
def limits() -> dict[Grade, Limits]:
    """The limits of the catalogue."""
    text = (Path(reportgen.catalog.__file__).parent / FILE).read_text(encoding="utf-8")
    read, findings = load.one(QualityGrades, text, f"catalog/{FILE}")
    assert read is not None, findings
    return read.grades


def grade(completeness: float, failed: int, errors: int, warnings: int) -> Grade:
    """The best grade whose limits all hold."""
    for name, limit in limits().items():
        counts = (failed, errors, warnings), (limit.failed, limit.errors, limit.warnings)
        if completeness >= limit.completeness and all(found <= most for found, most in zip(*counts, strict=True)):
            return name
    return Grade.POOR
