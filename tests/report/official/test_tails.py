"""Tables of official documents that would end on a nearly empty page: closer if that saves the page, else with more air."""

from __future__ import annotations

import io
import re

import pypdfium2
import pytest

from rendered import Wanted, rendered
from reportgen.report import page_sets
from reportgen.report.pdf import PageText

MM = 72 / 25.4
A4 = (210 * MM, 297 * MM)
ROWS = 60
FULL_ENOUGH = 0.35
"""Share of the height of a page that words reach down."""


def document(*sheets: str, own_page: bool = False) -> str:
    manner = "upright own-page" if own_page else "upright"
    tables = "".join(
        f'<div id="{name}" class="sheet {manner}"><table>{"<tr></tr>" * ROWS}</table><div id="{name}-ends"></div></div>'
        for name in sheets
    )
    return f'<section class="attachment upright">{tables}</section>'


def page(number: int, used: float = 0.0, **at_mm: float) -> PageText:
    """A page with marks, in millimetres under the top of the text block; `used`: how far words reach."""
    reach = {name.replace("_", "-"): ((37 + at) * MM, (37 + at) * MM) for name, at in at_mm.items()}
    return PageText(number, "", tuple(reach), A4, reach, used)


def air(html: str | None) -> list[float]:
    return [float(found) for found in re.findall(r"--air:([0-9.]+)mm", html or "")]


def test_a_table_that_fits_or_fills_its_last_page_is_left_alone():
    one = [page(1, a=20, a_ends=200)]
    two = [page(1, a=20), page(2, a_ends=150)]
    assert page_sets.settled(document("a"), one) is None
    assert page_sets.settled(document("a"), two) is None


def test_rows_come_closer_where_that_saves_a_page():
    (found,) = air(page_sets.settled(document("a"), [page(1, a=20), page(2, a_ends=12)]))
    assert found < page_sets.USUAL_MM
    assert ROWS * 2 * (page_sets.USUAL_MM - found) >= 12


def test_rows_spread_where_they_cannot_come_close_enough():
    (found,) = air(page_sets.settled(document("a"), [page(1, a=20), page(2, a_ends=70)]))
    assert ROWS * 2 * (found - page_sets.USUAL_MM) == pytest.approx(page_sets.WANTED * 225 - 70, abs=0.2)


def test_what_stands_under_a_table_counts_as_of_its_last_page():
    pages = [page(1, a=20), page(2, used=0.8, a_ends=70)]
    assert page_sets.settled(document("a"), pages) is None


def test_tables_in_groups_are_left_where_their_last_page_is_about_half_used():
    pages = [page(1, a=20), page(2, a_ends=120)]
    assert air(page_sets.settled(document("a"), pages))
    grouped = document("a").replace("<tr></tr>" * ROWS, '<tbody class="keep"><tr></tr><tr></tr></tbody>' * (ROWS // 2))
    assert page_sets.settled(grouped, pages) is None


def test_rows_get_no_more_air_than_looks_like_a_table():
    few = document("a").replace("<tr></tr>" * ROWS, "<tr></tr>" * 12)
    assert air(page_sets.settled(few, [page(1, a=20), page(2, a_ends=70)])) == [page_sets.MOST_MM]


def test_tables_that_follow_each_other_are_settled_together():
    pages = [page(1, a=20, a_ends=190, b=195), page(2, b_ends=70)]
    assert len(air(page_sets.settled(document("a", "b"), pages))) == 2
    assert (
        air(page_sets.settled(document("a", "b", own_page=True), [page(1, a=20, a_ends=190), page(2, b=5, b_ends=70)]))
        == []
    )


def test_a_document_is_settled_once():
    pages = [page(1, a=20), page(2, a_ends=70)]
    settled = page_sets.settled(document("a"), pages)
    assert settled is not None
    assert page_sets.settled(settled, pages) is None


@pytest.mark.serves("000-22")
@pytest.mark.parametrize(
    ("sample", "period"), [pytest.param("renhe", "2026-10", marks=pytest.mark.slow), ("us-cms", "2021")]
)
def test_no_page_of_a_submission_is_nearly_empty(sample: str, period: str):
    """Words reach well down every one; the imprint stands at the foot of the last, which is an even one.

    Where the text fills an even page the one before the imprint is empty, and bears no number (GB/T 9704-2012, 7.5).
    """
    found = rendered(Wanted("agency", sample, period), "zh")
    pages = list(pypdfium2.PdfDocument(io.BytesIO(found.pdf)))
    for number, one in enumerate(pages, start=1):
        is_wide = one.get_width() > one.get_height()
        top, height = page_sets.WIDE_MM if is_wide else page_sets.UPRIGHT_MM
        words = one.get_textpage()
        feet = [one.get_height() - words.get_charbox(at)[1] for at in range(words.count_chars())]
        inside = [foot / MM - top for foot in feet if foot / MM <= top + height + 1]
        if max(inside) < 0 and number == len(pages) - 1:
            assert f"— {number} —" not in words.get_text_range().replace("\u2005", " ").replace("\u2014", "—")
            continue
        assert max(inside) / height >= FULL_ENOUGH, number
