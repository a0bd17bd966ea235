"""A correction names on a page of its own what it corrects, why, and every figure that changed."""

from __future__ import annotations

import re
from pathlib import Path

import pypdfium2
import pytest

from lifecycle.conftest import FIGURES, Clinic


def words(path: Path) -> str:
    return " ".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(path))


def corrected(clinic: Clinic, *more: str) -> Path:
    for role in ("preparer", "reviewer"):
        clinic.review(role, *more)
    clinic.issue(*more)
    clinic.figures(FIGURES.replace("small,2025,current_assets,100", "small,2025,current_assets,130"))
    for role in ("preparer", "reviewer"):
        clinic.review(role, *more, day="2026-01-20")
    clinic.supersede("XH-2025-001", "流动资产漏记30元")
    return clinic.issued("XH-2025-002")


@pytest.mark.parametrize("kind", ["board", "agency"])
@pytest.mark.slow
def test_a_correction_tells_what_it_corrects_and_each_figure_before_and_after(kind: str, clinic: Clinic):
    told = " ".join(words(corrected(clinic, "--report", kind)).split())

    assert "XH-2025-001" in told
    assert "流动资产漏记30元" in told
    assert "zh=" not in told
    assert re.search(r"流动比率.{0,40}2\.00.{0,10}2\.60", told)


def test_a_first_issue_tells_of_no_correction(clinic: Clinic):
    clinic.reviewed()
    clinic.issue()

    assert "更正前" not in words(clinic.issued())
