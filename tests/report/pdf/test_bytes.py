"""The same pages give the same bytes, whoever renders them where and when."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

from report.pdf import sample_pages
from report.pdf.sample_pages import FAMILIES, PAGES, page, render
from reportgen.report.pdf import Attachment, Rendered, write_pdf


def rendered_elsewhere(folder: Path, seed: str, zone: str) -> bytes:
    styles = folder / "styles"
    shutil.copytree(PAGES, styles)
    for file in styles.iterdir():
        os.utime(file, (0, 0))
    subprocess.run(
        [sys.executable, sample_pages.__file__, "report", styles, folder / "out.pdf"],
        check=True,
        cwd=folder,
        env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    return (folder / "out.pdf").read_bytes()


@pytest.mark.slow
def test_other_processes_folders_hash_seeds_and_time_zones_change_nothing(report: Rendered, tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b" / "深").mkdir(parents=True)

    assert rendered_elsewhere(tmp_path / "a", "1", "UTC") == report.pdf
    assert rendered_elsewhere(tmp_path / "b" / "深", "2", "Asia/Shanghai") == report.pdf


@pytest.mark.slow
def test_an_earlier_render_in_the_process_changes_nothing(report: Rendered, stress: Rendered) -> None:
    assert stress.pdf
    assert render(page("report")).pdf == report.pdf


@pytest.mark.slow
def test_no_path_of_this_machine_is_in_the_file(report: Rendered) -> None:
    assert str(PAGES).encode() not in report.pdf


@pytest.mark.slow
def test_a_date_without_zone_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="time zone"):
        write_pdf("", folders={}, images={}, attachments=(), created=datetime(2026, 1, 1), families=FAMILIES)  # noqa: DTZ001


@pytest.mark.slow
def test_two_attachments_of_one_name_are_a_mistake_of_the_caller() -> None:
    twice = (Attachment("a", b"", "Data", "", "text/plain"),) * 2

    with pytest.raises(ValueError, match="same name"):
        write_pdf("", folders={}, images={}, attachments=twice, created=sample_pages.CREATED, families=FAMILIES)
