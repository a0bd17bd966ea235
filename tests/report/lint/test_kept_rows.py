"""Rows that belong together stay on one page, also where they are the first of their table."""

from __future__ import annotations

import pytest

from report.lint import pages

HEAD = "<thead><tr><th scope=col>项目</th><th scope=col>数</th></tr></thead>"
ROWS = "".join(f"<tr><th scope=row>第{number}行</th><td>{number}</td></tr>" for number in range(1, 7))


@pytest.mark.parametrize("room", range(8, 40, 8))
def test_a_first_body_that_is_kept_goes_to_the_next_page_whole(room: int):
    above = f'<h1>题</h1><div style="height:{235 - room}mm"></div>'
    table = f'<h2 class="head">表</h2><table>{HEAD}<tbody class="keep">{ROWS}</tbody></table>'

    found = pages.survey(pages.html(above + table))

    shown = ["".join(block.text for block in page.blocks) for page in found.pages]
    assert [text.count("第") for text in shown] == [0, 6]
