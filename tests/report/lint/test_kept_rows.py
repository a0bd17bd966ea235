"""Rows that belong together stay on one page, also where they are the first of their table."""

from __future__ import annotations

import pytest

from report.lint import pages
from reportgen.report.tokens import folder

HEAD = "<thead><tr><th scope=col>项目</th><th scope=col>数</th></tr></thead>"
ROWS = "".join(f"<tr><th scope=row>第{number}行</th><td>{number}</td></tr>" for number in range(1, 7))


@pytest.mark.parametrize("room", range(8, 40, 8))
def test_a_first_body_that_is_kept_goes_to_the_next_page_whole(room: int):
    above = f'<h1>题</h1><div style="height:{235 - room}mm"></div>'
    table = f'<h2 class="head">表</h2><table>{HEAD}<tbody class="keep">{ROWS}</tbody></table>'

    found = pages.survey(pages.html(above + table))

    shown = ["".join(block.text for block in page.blocks) for page in found.pages]
    assert [text.count("第") for text in shown] == [0, 6]


@pytest.mark.slow
def test_a_page_ends_with_no_table_that_has_only_begun():
    assert all(begun == 0 or begun >= 3 for begun, _ in parted("sheet dense", "<tbody>{}</tbody>"))


@pytest.mark.slow
def test_the_rest_and_the_sum_of_effects_take_a_row_with_them():
    assert all(left == 0 or left >= 3 for _, left in parted("effects-by-indicator", "<tbody>{}</tbody>"))


def parted(manner: str, body: str) -> list[tuple[int, int]]:
    """Rows on the first page and on the second, of a table that begins ever lower."""
    css = (folder("styles") / "sections" / "attribution.css").read_text("utf-8")
    table = f'<h2 class="head">表</h2><table class="{manner}">{HEAD}{body.format(ROWS)}</table>'
    found = []
    for room in range(8, 56, 4):
        above = f'<h1>题</h1><div style="height:{235 - room}mm"></div>'
        layout = pages.survey(pages.html(above + table, css=css))
        shown = ["".join(block.text for block in page.blocks).count("第") for page in layout.pages]
        found.append((shown[0], sum(shown[1:])))
    assert len({first for first, _ in found} | {0, 6}) > 2, "the table is parted somewhere"
    return found


def test_the_mark_of_a_reason_stays_below_the_rule_over_its_row():
    row = '<tr><th scope=row>第{}行</th><td class="n">—<span class="sup">①</span></td></tr>'
    table = f'<h1>题</h1><table class="sheet dense">{HEAD}<tbody>{row.format(1)}{row.format(2)}</tbody></table>'
    (page,) = pages.survey(pages.html(table + pages.FILLER)).pages
    for body in page.tables[0].body:
        runs = [run for cell in body.cells for block in cell.blocks for line in block.lines for run in line.runs]
        mark = next(run for run in runs if run.text == "①")
        dash = next(run for run in runs if run.text == "—")
        assert mark.area.bottom - dash.area.bottom > -1.0


def placed(below: str, css: str = "") -> list[list[str]]:
    """What stands on each page that is not the first, of a table and what belongs to it, begun ever lower."""
    table = f'<h2 class="head">表</h2><table class="sheet">{HEAD}<tbody>{ROWS}</tbody></table>'
    found = []
    for room in range(8, 72, 4):
        above = f'<h1>题</h1><div style="height:{235 - room}mm"></div>'
        layout = pages.survey(pages.html(above + table + below, css=css))
        found += [[block.text for block in page.blocks] for page in layout.pages[1:]]
    assert any("第" in "".join(words) for words in found), "the table is parted somewhere"
    return found


@pytest.mark.parametrize("words", ["注一。", "注一，" * 90 + "完。"])
def test_notes_of_a_table_stand_where_its_last_rows_do(words: str):
    """Notes are never the first of a page, and none of them is parted from the others."""
    told = placed(f'<p class="note">{words}</p><p class="note">注二。</p>')

    assert all("第6行" in "".join(page) for page in told if any("注" in text for text in page))
    assert all("注二" in "".join(page) for page in told if any("注一" in text for text in page))


def test_the_key_of_a_scorecard_stands_where_its_last_rows_do():
    css = (folder("styles") / "sections" / "scorecard.css").read_text("utf-8")
    notes = '<p class="note">读法。</p><div class="notes"><p class="note">注一。</p><p class="note">注二。</p></div>'
    told = placed(f'{notes}<p class="grade-keys"><span class="grade-key">优 85以上</span></p>', css)

    assert all("第6行" in "".join(page) for page in told if any("85" in text for text in page))
    assert any("85" in text for page in told for text in page)
