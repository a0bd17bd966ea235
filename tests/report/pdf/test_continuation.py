"""Tables that go on over pages: every one says above it what it is called, in the languages of the report."""

from __future__ import annotations

import re
from typing import Any

import pytest
import weasyprint

from rendered import Wanted, rendered
from reportgen.report.pdf import continuation

BODY = '<html><body data-continued="{{title}}（续表）" data-continued-en="{{title}} (continued)">{}</body></html>'
ROWS = "<tbody><tr><th>甲</th></tr><tr><th>乙</th></tr></tbody><tbody><tr class='total'><th>计</th></tr></tbody>"


def marked(content: str) -> list[Any]:
    root = weasyprint.HTML(string=BODY.format(content)).etree_element
    continuation.mark(root)
    return list(root.iter("tr"))


def test_a_table_is_called_by_the_heading_above_it_in_both_languages():
    heading = '<h3><span>表8</span> 负债<span class="inline"><span class="en">Debts</span></span></h3>'
    first, second, last = marked(f"{heading}<p>元</p><table>{ROWS}</table>")
    assert first.get("data-continued") == "表8 负债（续表） Debts (continued)"
    assert second.get("data-continued") is None
    assert last.get("class") == "total ends"


def test_under_a_finding_it_is_called_by_the_name_of_its_section():
    page = f'<p class="kicker">计分卡</p><h2 class="title">3项指标偏低</h2><table>{ROWS}</table>'
    assert marked(page)[0].get("data-continued") == "计分卡（续表）"


def test_a_heading_of_its_own_comes_before_the_name_of_the_section():
    page = f'<p class="kicker">计分卡</p><h2>3项</h2><h3>说明</h3><table>{ROWS}</table>'
    assert marked(page)[0].get("data-continued") == "说明（续表）"


def test_words_that_a_table_brings_are_taken_as_they_are():
    page = f'<h3>表</h3><table data-continued="净资产变动表（续表）">{ROWS}</table>'
    assert marked(page)[0].get("data-continued") == "净资产变动表（续表）"


def test_a_name_too_long_for_one_line_stands_in_the_leading_language_alone():
    zh, en = (
        "2026年1至10月累计与上年、预算的比较",
        "January to October 2026 against last year and the budget of the year",
    )
    heading = f'<h3>{zh}<span class="inline"><span class="en">{en}</span></span></h3>'
    assert marked(f"{heading}<table>{ROWS}</table>")[0].get("data-continued") == f"{zh}（续表）"


def test_a_table_of_one_row_never_goes_on():
    (row,) = marked("<h3>表</h3><table><tbody><tr><th>甲</th></tr></tbody></table>")
    assert row.get("data-continued") is None


@pytest.mark.serves("000-22")
@pytest.mark.slow
@pytest.mark.parametrize("sample", ["us-cms"])
def test_pages_of_the_annual_report_name_the_table_that_goes_on_and_no_other(sample: str):
    import io

    import pypdfium2

    found = rendered(Wanted("annual", sample, "2021"), "zh-en")
    texts = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(io.BytesIO(found.pdf))]
    named = {
        at: re.findall(r"^(?:表\d+ ?)?(\S+)（续表） .*\(continued\)", text, re.MULTILINE)
        for at, text in enumerate(texts)
    }
    going_on = {at: names[0] for at, names in named.items() if names}
    assert len(going_on) >= 4
    for at, name in going_on.items():
        assert name in texts[at - 1]
