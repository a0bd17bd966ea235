"""The limits within which data earn a grade."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Final

from pydantic import Field

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
    """Limits by grade, best first; what keeps none of them is poor. `at_best`: rules that cap the grade."""

    source: NonEmpty
    grades: dict[Grade, Limits]
    at_best: dict[str, Grade] = Field(default_factory=dict)


@lru_cache(maxsize=1)
def limits() -> QualityGrades:
    """The limits of the catalogue."""
    text = (Path(reportgen.catalog.__file__).parent / FILE).read_text(encoding="utf-8")
    read, findings = load.one(QualityGrades, text, f"catalog/{FILE}")
    assert read is not None, findings
    return read


def grade(completeness: float, failed: int, errors: int, warnings: int, rules: Iterable[str] = ()) -> Grade:
    """The best grade whose limits all hold, and that the rules with findings allow."""
    caps = [cap for rule in rules if (cap := limits().at_best.get(rule)) is not None]
    return max([_within_limits(completeness, failed, errors, warnings), *caps], key=list(Grade).index)


def _within_limits(completeness: float, failed: int, errors: int, warnings: int) -> Grade:
    for name, limit in limits().grades.items():
        counts = (failed, errors, warnings), (limit.failed, limit.errors, limit.warnings)
        if completeness >= limit.completeness and all(found <= most for found, most in zip(*counts, strict=True)):
            return name
    return Grade.POOR
