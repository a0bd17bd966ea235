"""Both samples in all language modes: scores, names, results inside, and copied text that is right."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from rendered import MODES, Wanted, material, paper
from reportgen.analysis.material import Material

SAMPLES = {"renhe": "2026-10", "us-cms": "2021"}
RADICALS = range(0x2E80, 0x2FE0)


def evaluated(sample: str) -> Material:
    return material(sample, SAMPLES[sample])


@pytest.fixture(scope="module", params=["us-cms", pytest.param("renhe", marks=pytest.mark.slow)])
def reports(request: pytest.FixtureRequest) -> dict[tuple[str, str], Path]:
    sample = request.param
    return {(sample, mode): paper(Wanted("board", sample, SAMPLES[sample]), mode) for mode in MODES}


def words(path: Path) -> str:
    document = pypdfium2.PdfDocument(path)
    return "\n".join(page.get_textpage().get_text_range() for page in document)


@pytest.mark.serves("000-45")
def test_every_mode_prints_the_same_score_and_names_the_hospital_in_its_language(reports: dict[tuple[str, str], Path]):
    for (sample, mode), path in reports.items():
        found, text = evaluated(sample), words(path)
        name = found.case.file.entity.name

        assert found.evaluation.score_printed in text
        assert (name.zh in text) == (mode != "en")
        assert (name.en.split(",")[0] in text) == (mode != "zh")


def test_copied_text_holds_no_radicals_and_the_illustrative_sample_says_so(reports: dict[tuple[str, str], Path]):
    for (sample, mode), path in reports.items():
        text = words(path)

        assert not {character for character in text if ord(character) in RADICALS}
        shown = {"zh": "示例数据", "en": "Illustrative", "zh-en": "示例数据"}[mode]
        assert (text.count(shown) >= len(pypdfium2.PdfDocument(path))) == (sample == "renhe")


def test_every_report_has_bookmarks_a_title_and_its_results_inside(reports: dict[tuple[str, str], Path]):
    for (sample, _), path in reports.items():
        with pikepdf.open(path) as document:
            assert document.open_outline().root
            assert str(document.docinfo.get("/Title", ""))
            assert "results.json" in document.attachments
            assert SAMPLES[sample].encode() in document.attachments["results.json"].get_file().read_bytes()
