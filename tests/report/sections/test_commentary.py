"""The accountant's words: quotes resolved, everything unsafe left out, mistakes told with their line."""

from __future__ import annotations

import dataclasses

import pytest

from reportgen.analysis.material import Material
from reportgen.errors import Refused
from reportgen.model.commentary import Remarks
from reportgen.model.place import Place
from reportgen.report import produce
from reportgen.report.assembly import hospital

FILE = "commentary/2026-10/01.md"


def remarks(**texts: str) -> dict[str, tuple[Remarks, ...]]:
    """A file of commentary for each language."""
    return {language: (Remarks(FILE, text),) for language, text in texts.items()}


def test_a_commentary_that_quotes_no_number_is_refused_with_its_line(renhe: Material):
    wrong = dataclasses.replace(renhe, commentary=remarks(zh="第一行\n流动比率 {{ no_such_ratio }}"))
    with pytest.raises(Refused) as refused:
        hospital(wrong, "board", "zh-en")
    (finding,) = refused.value.findings
    assert (finding.rule, finding.place.line, finding.facts["name"]) == ("B01", 2, "no_such_ratio")


def test_a_commentary_cannot_bring_scripts_or_pictures(renhe: Material):
    wrong = dataclasses.replace(
        renhe, commentary=remarks(en='<script>x</script>\n\n<img src="file:///etc/passwd">\n\n**bold**')
    )
    section = next(s for s in hospital(wrong, "board", "en").sections if s.name == "commentary")
    (passage,) = section.content.passages
    assert "<strong>bold</strong>" in passage.html
    assert "<script" not in passage.html
    assert "<img" not in passage.html


@pytest.mark.parametrize(
    ("line", "column"),
    [("为 {{ current_ratio，", 3), ("{% if score %}", 1), ("为 current_ratio }}", 17), ("{{ }}", 1)],
)
def test_a_quote_left_open_is_refused_with_its_file_and_line(renhe: Material, line: str, column: int):
    sound = Remarks("commentary/2026-10/01.zh.md", "得分 {{ score }}\n\n好")
    wrong = Remarks("commentary/2026-10/02.zh.md", f"\n\n{line}")
    with pytest.raises(Refused) as refused:
        hospital(dataclasses.replace(renhe, commentary={"zh": (sound, wrong)}), "board", "zh")
    (finding,) = refused.value.findings
    assert (finding.rule, finding.place) == ("B01", Place(wrong.file, line=3, column=column))


def test_code_in_a_commentary_is_printed(renhe: Material):
    coded = dataclasses.replace(renhe, commentary=remarks(zh="用 `代码 x`：\n\n```\n甲 a\n乙 b\n```\n"))
    assert produce(coded, kind="board", mode="zh", results=b"{}").pdf


def test_the_title_names_the_lowest_of_the_indicators_that_are_quoted(renhe: Material):
    words = "流动比率 {{ current_ratio }}，资产负债率 {{ asset_liability_ratio }}"
    report = hospital(dataclasses.replace(renhe, commentary=remarks(zh=words)), "board", "zh")
    headline = next(s.content for s in report.sections if s.name == "commentary").headline
    assert headline.zh == "财务部门评述的指标中，流动比率1.18得分最低"
