"""The imprint: copies, office, day; at the foot of the last page, an even one."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from report.sections.reading import content
from reportgen.report import page_sets
from reportgen.report.pdf import PageText
from reportgen.report.section import Report

PORTRAIT, WIDE = (595.28, 841.89), (841.89, 595.28)
HTML = f"<section {page_sets.ALONE}>"


def page(number: int, size: tuple[float, float] = PORTRAIT, **reach: tuple[float, float]) -> PageText:
    return PageText(number, "", (), size, {name.replace("_", "-"): box for name, box in reach.items()})


def test_copies_and_day_are_those_of_the_case(reports: Callable[..., Report]):
    view = content(reports("renhe", "zh", kind="agency"), "imprint")
    assert view.copies.zh == "抄送：示例市财政局。"
    assert view.day.zh == "2026年11月5日印发"
    assert content(reports("us-cms", "zh", kind="agency"), "imprint").copies is None


def test_a_copy_in_english_takes_it_on_the_page_where_it_ends():
    pages = [page(3, end_of_text=(300, 300)), page(4, imprint=(680, 742))]
    revised = page_sets.placed(f"<div {page_sets.COURTESY}>{HTML}</div>", pages)
    assert revised is not None
    assert page_sets.ALONE not in revised
    assert page_sets.placed(f"{HTML}<div {page_sets.COURTESY}></div>", pages) is None


def test_after_an_odd_page_the_imprint_keeps_the_even_one_for_itself():
    assert page_sets.placed(HTML, [page(3, end_of_text=(300, 300)), page(4, imprint=(680, 742))]) is None


def test_on_an_even_page_with_room_it_stands_at_the_foot():
    pages = [page(4, end_of_text=(500, 500)), page(5), page(6, imprint=(680, 742))]
    revised = page_sets.placed(HTML, pages)
    assert revised is not None
    assert "height:241" in revised
    assert page_sets.ALONE not in revised


@pytest.mark.serves("000-22")
def test_without_room_or_after_a_page_on_its_side_it_stands_behind_an_empty_page():
    crowded = [page(4, end_of_text=(720, 720)), page(6, imprint=(680, 742))]
    wide = [page(4, WIDE, end_of_text=(100, 100)), page(6, imprint=(680, 742))]
    assert page_sets.placed(HTML, crowded) is None
    assert page_sets.placed(HTML, wide) is None
