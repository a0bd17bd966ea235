"""The letter and the commentary as a Word document: what the pages say, in the form that an office asks for."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import docx
import pytest

from rendered import folder, material
from reportgen.report import document
from reportgen.report.html import HtmlDocument
from reportgen.report.web.tree import classes, parsed
from reportgen.report.word import word
from shell import reportgen as run

EAST_ASIAN = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}eastAsia"


@cache
def pages(kind: str, mode: str) -> HtmlDocument:
    return document(material("renhe", "2026-10"), kind=kind, mode=mode)  # type: ignore[arg-type]


def opened(content: bytes) -> Any:
    return docx.Document(io.BytesIO(content))


def told(content: bytes) -> str:
    """All words of a document without spaces, those of tables behind the others."""
    document = opened(content)
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return re.sub(r"\s", "", "".join([*(one.text for one in document.paragraphs), *cells]))


def faces(paragraph: Any) -> list[tuple[str, float]]:
    """Face of Chinese and size of each run."""
    return [(one._r.rPr.rFonts.get(EAST_ASIAN), one.font.size.pt) for one in paragraph.runs]


def paragraph(document: Any, start: str) -> Any:
    return next(one for one in document.paragraphs if one.text.startswith(start))


@pytest.mark.slow
@pytest.mark.serves("004-13")
@pytest.mark.parametrize("mode", ["zh", "en", "zh-en"])
def test_every_paragraph_of_the_letter_and_of_its_copy_is_in_the_document_in_its_order(mode: str) -> None:
    written = pages("agency", mode)
    root = parsed(written.html)
    letters = [one for one in root.iter("section") if "letter" in classes(one)]
    lines = [
        re.sub(r"\s", "", "".join(one.itertext()))
        for letter in letters
        for one in letter.iter()
        if one.tag in {"h1", "h2", "p", "li"}
    ]
    assert len(letters) == (2 if mode == "zh-en" else 1)
    assert len(lines) > 30

    text, place = told(word(written)), 0
    for line in lines:
        place = text.index(line, place) + len(line)


@pytest.mark.serves("004-13")
def test_the_letter_has_paper_faces_sizes_and_page_numbers_of_an_official_document() -> None:
    found = opened(word(pages("agency", "zh")))
    paper = found.sections[0]
    millimetres = (paper.page_width.mm, paper.page_height.mm, paper.top_margin.mm, paper.left_margin.mm)
    assert tuple(round(one) for one in millimetres) == (210, 297, 37, 28)

    mark = paragraph(found, "仁和医院（示例）文件")
    assert {face for face, _ in faces(mark)} == {"FZXiaoBiaoSong-B05S"}
    assert str(mark.runs[0].font.color.rgb) == "FF0000"
    assert set(faces(paragraph(found, "一、"))) == {("SimHei", 16)}
    assert faces(paragraph(found, "（一）总资产增长率偏低"))[0] == ("KaiTi", 16)
    assert set(faces(paragraph(found, "按照"))) == {("FangSong", 16)}
    assert paragraph(found, "按照").paragraph_format.line_spacing.pt == pytest.approx(28.99, abs=0.05)
    assert found.styles["Title"].font.size.pt == 22

    odd, even = paper.footer.paragraphs[0], paper.even_page_footer.paragraphs[0]
    assert odd.alignment != even.alignment
    assert all('w:instr="PAGE"' in one._p.xml for one in (odd, even))
    assert found.settings.odd_and_even_pages_header_footer
    assert "待签发" in paper.header.paragraphs[0].text
    (imprint,) = found.tables
    assert [row.cells[0].text for row in imprint.rows] == [
        "抄送：示例市财政局。",
        "仁和医院（示例）办公室\t2026年11月5日印发",
    ]


@pytest.mark.slow
@pytest.mark.serves("004-13")
def test_the_commentary_is_written_with_its_numbers_each_language_on_its_own_pages() -> None:
    found = opened(word(pages("board", "zh-en")))
    lines = [one.text for one in found.paragraphs]

    assert "仁和医院（示例）理事会月度报告（2026年10月）" in lines
    assert (
        "期末流动比率为1.18，资产负债率为40.38%。六月新增短期借款三千万元，用于结算推迟期间的资金周转；年内没有新的长期借款。"
        in lines
    )
    assert lines.index("财务部主任说明") < lines.index("Note by the director of finance")
    assert paragraph(found, "Note by").style.name == "Heading 1"
    assert paragraph(found, "review posts").style.name == "List Bullet"
    assert len(found.sections) == 2


@pytest.mark.slow
def test_markdown_keeps_emphasis_and_tables_and_what_no_file_can_hold_is_left_out() -> None:
    body = (
        '<div class="commentary" lang="en"><h2>Deep</h2><p>plain <strong>bold <em>both</em></strong> end&#x1b;.</p>'
        "<ul><li><p>outer</p><ol><li>inner</li></ol></li></ul>"
        "<table><thead><tr><th>A</th><th>B</th></tr></thead><tbody><tr><td>1</td></tr></tbody></table></div>"
    )
    found = opened(word(replace(pages("board", "zh"), html=f"<html><body>{body}</body></html>")))

    line = paragraph(found, "plain")
    assert [(one.text, bool(one.bold), bool(one.italic)) for one in line.runs] == [
        ("plain ", False, False), ("bold ", True, False), ("both", True, True), (" end.", False, False),
    ]  # fmt: skip
    assert [one.style.name for one in found.paragraphs[-2:]] == ["List Bullet", "List Number"]
    assert [[cell.text for cell in row.cells] for row in found.tables[0].rows] == [["A", "B"], ["1", ""]]
    assert found.tables[0].rows[0].cells[0].paragraphs[0].runs[0].bold


def test_the_same_report_is_the_same_bytes() -> None:
    assert word(pages("agency", "zh")) == word(pages("agency", "zh"))


@pytest.mark.slow
def test_the_command_writes_it_over_its_own_and_never_over_what_somebody_edited(tmp_path: Path) -> None:
    target = tmp_path / "letter.docx"
    words_of = ("render", str(folder("clinic")), "--report", "agency", "--format", "docx", "-o", str(target))
    done = run(*words_of)
    assert done.returncode in {0, 1}, done.stderr
    assert "what is issued and submitted is the PDF" in done.stderr
    first = target.read_bytes()
    assert run(*words_of).returncode == done.returncode
    assert target.read_bytes() == first

    edited = opened(first)
    edited.core_properties.last_modified_by = "Lin"
    edited.save(str(target))
    kept = target.read_bytes()
    assert run(*words_of).returncode == 2
    assert target.read_bytes() == kept


@pytest.mark.serves("004-13")
def test_a_report_without_letter_and_commentary_and_pages_of_what_has_none_are_refused(tmp_path: Path) -> None:
    case = Path(shutil.copytree(folder("clinic"), tmp_path / "case"))
    shutil.rmtree(case / "commentary")
    target = tmp_path / "none.docx"

    done = run("render", str(case), "--format", "docx", "-o", str(target))
    assert (done.returncode, target.exists()) == (2, False)
    assert "no letter and no commentary" in done.stderr
    done = run("render", str(case), "--report", "agency", "--format", "docx", "--pages", "1", "-o", str(target))
    assert (done.returncode, target.exists()) == (2, False)
    assert "no pages to take out" in done.stderr


@pytest.mark.slow
def test_a_command_that_has_laid_out_nothing_writes_it_too(tmp_path: Path) -> None:
    """In the process of the tests the fonts are long since in force."""
    case = shutil.copytree(folder("clinic"), tmp_path / "case")
    target = tmp_path / "a.docx"
    words = ["render", str(case), "--report", "board", "--format", "docx", "-o", str(target)]
    around = {name: said for name, said in os.environ.items() if name != "FONTCONFIG_FILE"}
    done = subprocess.run(
        [sys.executable, "-m", "reportgen", *words], env=around, capture_output=True, text=True, check=False
    )

    assert done.returncode in {0, 1}, done.stderr
    assert "一切正常。" in told(target.read_bytes())
