"""Errors in the data of other hospitals keep no report of one of them from being made."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from population.hospitals import emptied
from reportgen import pipeline
from reportgen.pipeline.checked import Checked
from shell import reportgen

CASE: Final = """regime: other
currency: USD
languages: en
scheme: none
group: {id: g, name: {en: Two Hospitals}, members: {east: {en: East Hospital}, west: {en: West Hospital}}}
"""
SHEET: Final = """Hospital: {name},
Statement of Operations,
(in thousands),
Year ended,"December 31, 2025"
Net patient service revenue,700
Total operating revenue,{total}
Total operating expenses,690
"""


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two hospitals in folders of their own; of the second one a figure cannot be read, nor a whole file."""
    folder = emptied(tmp_path_factory.mktemp("two") / "case")
    (folder / "case.yaml").write_text(CASE, encoding="utf-8")
    for name, total in (("East", "720"), ("West", "72o")):
        (folder / "data" / name.lower()).mkdir(parents=True)
        text = SHEET.format(name=f"{name} Hospital", total=total)
        (folder / "data" / name.lower() / "operations.csv").write_text(text, encoding="utf-8")
    (folder / "data" / "west" / "broken.xlsx").write_bytes(b"PK\x03\x04 nothing")
    return folder


@pytest.fixture(scope="module")
def checked(case: Path) -> Checked:
    return pipeline.check(case)


def test_a_report_of_one_hospital_is_a_draft_for_its_own_errors_alone(checked: Checked) -> None:
    east, west = (pipeline.evaluate(checked, entity=one) for one in ("east", "west"))

    assert {one.place.file for one in west.findings} >= {"data/west/broken.xlsx", "data/west/operations.csv"}
    assert not [one for one in east.findings if one.place.file.startswith("data/west")]
    assert (east.draft, west.draft) == (False, True)


def test_strictness_looks_at_the_report_s_own_hospital(case: Path, tmp_path: Path) -> None:
    def strictly(entity: str) -> int:
        target = tmp_path / f"{entity}.html"
        return reportgen("render", case, "--entity", entity, "--strict", "--format", "html", "-o", target).returncode

    assert (strictly("east"), strictly("west")) == (0, 1)
