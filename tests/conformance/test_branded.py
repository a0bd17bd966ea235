"""A report with a mark, colours and faces of the hospital's own keeps both standards."""

from __future__ import annotations

import shutil
from pathlib import Path

import pikepdf
import pytest

from conformance.verapdf import validate
from lifecycle.conftest import Clinic
from reportgen.report.fonts import font_folder

MARK = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 1"><rect width="2" height="1" fill="#7B1E3A"/></svg>'
BRAND = """\
source: 医院标识手册
logo: {file: brand/mark.svg}
colours: {accent: "#7B1E3A"}
fonts:
  sans: {regular: brand/LiberationSans-Regular.ttf, bold: brand/LiberationSans-Bold.ttf}
"""


@pytest.fixture
def branded(tmp_path: Path) -> Clinic:
    clinic = Clinic(tmp_path / "case")
    folder = clinic.folder / "brand"
    folder.mkdir()
    (folder / "mark.svg").write_text(MARK, encoding="utf-8")
    for path in font_folder().rglob("LiberationSans-*.ttf"):
        shutil.copy(path, folder)
    (clinic.folder / "brand.yaml").write_text(BRAND, encoding="utf-8")
    return clinic


def test_a_branded_report_is_pdf_a_3a_and_pdf_ua_1(branded: Clinic, tmp_path: Path) -> None:
    target = tmp_path / "branded.pdf"
    told = branded.run("render", str(branded.folder), "--period", "2025", "-o", str(target))

    assert " B" not in told, "nothing of the brand was left out"
    assert "error " not in told
    with pikepdf.open(target) as pdf:
        fonts = {str(one.get("/FontName", "")) for one in pdf.objects if isinstance(one, pikepdf.Dictionary)}
    assert any("Brand-sans" in name for name in fonts), fonts
    assert [verdict for verdict in validate([target]) if not verdict.conforms] == []
