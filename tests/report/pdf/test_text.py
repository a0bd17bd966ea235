"""What is copied out of a file is what was written into it."""

from __future__ import annotations

import io
import re
import subprocess

import pypdfium2
import pytest

from reportgen.report.pdf import Rendered

SENTENCES = (
    "综合得分74.93分，评为“中”",
    "The score is 74.93, which is graded fair.",
    "其中药品收入占28.4%，低于同级医院。（“结余”一词按制度解释：收入减去费用。）",
    "资产负债率为41.20%，每床位年收入96.3万元，CMI为1.08，均好于上年。",
    "本页数据为示例数据，共2页。",
    "Operating margin rose by 1.2 points.",
)


def unbroken(text: str) -> str:
    """Lines joined as they were: with nothing between Han."""
    return re.sub(r"\s*\n\s*", "", text.replace("\r", ""))


def by_pdfium(content: bytes) -> str:
    document = pypdfium2.PdfDocument(io.BytesIO(content))
    try:
        return "\n".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


def by_poppler(content: bytes, *options: str) -> str:
    return subprocess.run(
        ["pdftotext", *options, "-", "-"], input=content, capture_output=True, check=True
    ).stdout.decode()


@pytest.mark.parametrize("sentence", SENTENCES)
def test_pdfium_reads_each_sentence_without_false_spaces(report: Rendered, sentence: str) -> None:
    assert sentence in unbroken(by_pdfium(report.pdf))


@pytest.mark.parametrize("options", [(), ("-raw",)])
def test_poppler_reads_each_sentence_without_false_spaces(report: Rendered, options: tuple[str, ...]) -> None:
    text = unbroken(by_poppler(report.pdf, *options))

    assert [sentence for sentence in SENTENCES if sentence not in text] == []


def test_justified_lines_have_no_false_spaces(stress: Rendered) -> None:
    text = by_pdfium(stress.pdf)
    counted = unbroken(text).count("长段落跨页，共2页；")

    assert counted >= 390  # a page's last line and the next page's first are not read together
    assert not re.search("[一-鿿] +[一-鿿0-9]", "".join(line for line in text.splitlines() if "长段落" in line))


def test_a_middle_dot_stays_one_beside_bullets_of_the_same_glyph(stress: Rendered) -> None:
    assert "甲医院 · 乙医院" in by_poppler(stress.pdf)
    assert "甲医院 · 乙医院" in by_pdfium(stress.pdf)


def test_the_words_of_a_page_are_told_with_its_anchors(report: Rendered) -> None:
    first, second = report.pages[:2]

    assert "综合得分74.93分，评为“中”" in first.text.splitlines()
    assert {"result", "chart"} <= set(first.anchors)
    assert "table" in second.anchors
    assert first.size == pytest.approx((595.28, 841.89), abs=0.01)
    assert "1 / 4" not in first.text
