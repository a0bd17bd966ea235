"""What keeps a render quick stays switched on."""

from __future__ import annotations

import gc
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from unittest import mock

import pikepdf
import pytest
import weasyprint

import forked
from report.pdf.sample_pages import render
from reportgen import pipeline, writing
from reportgen.analysis.material import Material
from reportgen.collector import quiet_collector
from reportgen.errors import Refused
from reportgen.report.pdf.markup import font_configuration


def test_the_collector_rests_during_a_render_and_works_again_after_it() -> None:
    with quiet_collector():
        assert not gc.isenabled()

    assert gc.isenabled()
    assert gc.get_freeze_count() > 0


@pytest.mark.slow
def test_only_the_first_render_freezes() -> None:
    with quiet_collector():
        frozen = gc.get_freeze_count()
    kept = [[] for _ in range(1000)]
    with quiet_collector():
        pass

    assert len(kept) == 1000
    assert gc.get_freeze_count() <= frozen


def test_within_a_render_the_collector_neither_works_nor_wakes_at_the_end_of_a_part() -> None:
    with quiet_collector():
        with quiet_collector():
            pass
        assert not gc.isenabled()

    assert gc.isenabled()


def test_fonts_are_looked_through_once() -> None:
    assert font_configuration() is font_configuration()


@pytest.mark.parametrize("door", ["reportgen.report.pdf", "reportgen.report.setting", "reportgen.verify.anew"])
def test_the_door_does_not_import_the_layout_engine(door: str) -> None:
    """Fonts are set before the engine is loaded: what loads it by the way makes `verify` fail on every report."""
    code = f"import sys, {door}; sys.exit('weasyprint' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.slow
def test_fonts_are_looked_through_again_once_the_folder_that_they_wrote_to_is_gone(clinic: Material) -> None:
    with writing.own_temporary_folder():
        first = pipeline.render(clinic, report="agency", mode="zh").pdf
    with writing.own_temporary_folder():
        assert pipeline.render(clinic, report="agency", mode="zh").pdf == first
    assert pipeline.render(clinic, report="agency", mode="zh").pdf == first


@pytest.mark.slow
def test_a_copy_of_the_process_does_not_take_the_fonts_of_official_pages_away(clinic: Material) -> None:
    pipeline.render(clinic, report="agency", mode="zh")
    folder: Path = font_configuration()._folder
    assert folder.is_dir()

    assert forked.ended(forked.begun(font_configuration().__del__)) == 0

    assert folder.is_dir()


def ink(css: str, head: str = "") -> bytes:
    """The page description of one line, styled so."""
    html = f'<!doctype html><html lang="zh-CN"><head><title>页</title>{head}<style>{css}</style></head><p>页</p>'
    with pikepdf.open(BytesIO(render(html).pdf)) as document:
        return document.pages[0].Contents.read_bytes()


def test_style_sheets_are_read_once_for_all_reports_of_a_process() -> None:
    with mock.patch.object(weasyprint, "preprocess_stylesheet", wraps=weasyprint.preprocess_stylesheet) as read:
        first = ink("p { color: #102030 }")
        assert ink("p { color: #102030 }") == first

    assert read.call_count == 1


def test_another_style_sheet_is_another() -> None:
    assert ink("p { color: #102031 }") != ink("p { color: #302031 }")
    linked = '<link rel="stylesheet" href="styles/style.css">'
    assert ink("p { color: #102032 }") != ink("p { color: #102032 }", linked) != ink("p { color: #102032 }")


def test_what_is_wrong_with_a_style_sheet_is_told_of_every_report() -> None:
    for _ in range(2):
        with pytest.raises(Refused) as refused:
            ink("p { colour: #102033 }")
        assert {finding.rule for finding in refused.value.findings} == {"R07"}
