"""What the first page of the self-assessment says: no score, what is at risk, a band only as told."""

from __future__ import annotations

from pathlib import Path

import pytest

import filed
from report.sections.subjects import page

pytestmark = pytest.mark.serves("004-05")


def test_the_page_says_that_it_is_an_own_assessment_and_scores_nothing(tmp_path: Path):
    sheet = page(filed.material(filed.filed(tmp_path / "case", filed.ENTRIES)), "self_assessment")
    assert "11 of 28 rows are whole" in sheet.headline.en
    assert "no result of the authority" in filed.said(sheet)
    assert "这里不计总分" in filed.said(sheet, "zh")


def test_the_page_names_what_is_at_risk_what_went_well_and_what_is_missing(tmp_path: Path):
    sheet = page(filed.material(filed.filed(tmp_path / "case", filed.ENTRIES)), "self_assessment")
    words = filed.said(sheet)
    assert "Share of discharged patients with surgery: from 25.00% to 22.00%, wanted to rise" in words
    assert "Share of minimally invasive surgery among operated discharges: from 30.00% to 40.00%" in words
    assert "Low-risk" not in words.partition("without a value")[0]
    assert "Participation in provincial EQA" in words.partition("without a value")[2]


def test_a_band_stands_only_where_the_authority_told_one(tmp_path: Path):
    bands = "national_appraisal: {bands: [{year: 2024, band: B+, source: {zh: 省卫健委通报, en: notice of the province}}]}\n"
    told = filed.said(page(filed.material(filed.filed(tmp_path / "case", {}, bands)), "self_assessment"))
    silent = filed.said(page(filed.material(filed.filed(tmp_path / "silent", {})), "self_assessment"))
    assert "The authority gave the band B+ for 2024 (notice of the province)." in told
    assert "band" not in silent
