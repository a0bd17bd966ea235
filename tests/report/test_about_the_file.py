"""What a file says of itself: title, institution, period, number and method, in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pikepdf
import pytest

from conformance.verapdf import validate
from lifecycle.conftest import Clinic


@pytest.fixture(scope="module")
def issued(tmp_path_factory: pytest.TempPathFactory) -> Path:
    clinic = Clinic(tmp_path_factory.mktemp("about") / "case")
    clinic.reviewed()
    clinic.issue()
    return clinic.issued()


@pytest.fixture(scope="module")
def packet(issued: Path) -> str:
    with pikepdf.open(issued) as document:
        return document.Root.Metadata.read_bytes().decode()


def said(packet: str, member: str) -> dict[str, str]:
    (block,) = re.findall(rf"<dc:{member}>.*?</dc:{member}>", packet, re.DOTALL)
    return dict(re.findall(r'<rdf:li xml:lang="([^"]+)">([^<]*)</rdf:li>', block))


def test_the_title_stands_in_both_languages(packet: str):
    assert said(packet, "title") == {
        "x-default": "小河医院理事会年度评价报告（2025年）",
        "zh-CN": "小河医院理事会年度评价报告（2025年）",
        "en": "Xiaohe Hospital: Board annual evaluation, 2025",
    }


def test_the_subject_names_institution_report_period_number_and_method_in_both_languages(packet: str):
    words = said(packet, "description")

    for part in ("小河医院", "理事会年度评价报告", "2025年", "XH-2025-001"):
        assert part in words["zh-CN"]
    for part in ("Xiaohe Hospital", "Board annual evaluation", "2025", "XH-2025-001"):
        assert part in words["en"]
    assert words["zh-CN"].count(" · ") == words["en"].count(" · ") == 4  # the last is the method


@pytest.mark.slow
def test_the_file_conforms_with_them(issued: Path):
    assert [verdict for verdict in validate([issued]) if not verdict.conforms] == []
