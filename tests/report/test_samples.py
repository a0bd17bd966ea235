"""Both samples in all language modes: whole files, conformant, the same bytes each time, with copied text that is right."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from functools import cache
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from conformance.verapdf import validate

ROOT = Path(__file__).parents[2]
MODES = ("zh", "en", "zh-en")
SAMPLES = {"renhe": "2026-10", "us-cms": "2021"}
RADICALS = range(0x2E80, 0x2FE0)


@cache
def evaluated(sample: str):  # type: ignore[no-untyped-def]
    from reportgen import pipeline

    return pipeline.evaluate(pipeline.check(ROOT / "samples" / sample))


@pytest.fixture(scope="session")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], Path]:
    from reportgen import pipeline

    folder = tmp_path_factory.mktemp("reports")
    written = {}
    for sample in SAMPLES:
        for mode in MODES:
            path = folder / f"{sample}-{mode}.pdf"
            path.write_bytes(pipeline.render(evaluated(sample), report="board", mode=mode).pdf)
            written[sample, mode] = path
    return written


def words(path: Path) -> str:
    document = pypdfium2.PdfDocument(path)
    return "\n".join(page.get_textpage().get_text_range() for page in document)


def test_every_report_is_pdf_a_3a_and_pdf_ua_1_at_once(reports: dict[tuple[str, str], Path]):
    verdicts = validate(list(reports.values()))

    assert len(verdicts) == 2 * len(reports)
    assert [verdict for verdict in verdicts if not verdict.conforms] == []


@pytest.mark.serves("000-45", "001-50")
def test_every_mode_prints_the_same_score_and_names_the_hospital_in_its_language(reports: dict[tuple[str, str], Path]):
    for (sample, mode), path in reports.items():
        material, text = evaluated(sample), words(path)
        name = material.case.file.entity.name

        assert material.evaluation.score_printed in text
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


@pytest.mark.serves("003-127", "003-032")
def test_another_process_writes_the_same_bytes(reports: dict[tuple[str, str], Path], tmp_path: Path):
    target = tmp_path / "again" / "report.pdf"
    command = [sys.executable, "-m", "reportgen", "render", str(ROOT / "samples" / "renhe"), "--report", "board"]
    around = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Shanghai", "PYTHONPATH": str(ROOT)}
    subprocess.run(
        [*command, "--lang", "zh-en", "--period", "2026-10", "-o", str(target)],
        check=True, capture_output=True, cwd=tmp_path, env=around,
    )  # fmt: skip

    digests = {hashlib.sha256(path.read_bytes()).hexdigest() for path in (target, reports["renhe", "zh-en"])}
    assert len(digests) == 1
