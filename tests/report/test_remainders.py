"""What follows the end of a section runs on below it, where that end would have a page nearly to itself."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rendered import Wanted, rendered
from reportgen.report.page_flow import run_on
from reportgen.report.pdf import PageText

UPRIGHT = (595.0, 842.0)
WIDE = (842.0, 595.0)
SECTIONS = (
    '<section class="page" data-key=""><h1 id="first" class="title">一</h1></section>'
    '<section class="page{manner}" data-key=""><h1 id="second" class="title">二</h1></section>'
)


def page(number: int, used: float, *anchors: str, size: tuple[float, float] = UPRIGHT) -> PageText:
    return PageText(number, "", anchors, size, {}, used)


def test_a_section_comes_under_the_remainder_of_the_one_before_it() -> None:
    pages = [page(1, 1.0, "first"), page(2, 0.2), page(3, 0.9, "second")]

    revised = run_on(SECTIONS.format(manner=""), pages)

    assert revised == SECTIONS.format(manner=" follow")
    assert run_on(revised, pages) is None


def test_a_statement_comes_under_it_only_as_a_whole_and_is_never_parted() -> None:
    pages = [page(1, 1.0, "first"), page(2, 0.2), page(3, 0.9, "second")]

    revised = run_on(SECTIONS.format(manner=" statement-page exact"), pages)

    assert revised == SECTIONS.format(manner=" statement-page exact follow whole")
    assert run_on(revised, [page(1, 0.2, "first"), page(2, 0.9, "second")]) is None


@pytest.mark.parametrize("after", [(), ("third",)])
def test_a_statement_that_no_page_holds_begins_under_it_and_goes_on(after: tuple[str, ...]) -> None:
    """The end of a statement of income had a page to itself, since the balance sheet behind it is a page and a half."""
    third = '<section class="page follow" data-key=""><h1 id="third" class="title">三</h1></section>'
    pages = [page(1, 1.0, "first"), page(2, 0.2), page(3, 1.0, "second"), page(4, 0.9, *after)]
    if after:
        pages[3] = replace(pages[3], block=(50.0, 700.0), reach={"third": (400.0, 420.0)})

    revised = run_on(SECTIONS.format(manner=" statement-page") + third, pages)

    assert revised == SECTIONS.format(manner=" statement-page follow") + third


def test_one_that_runs_on_only_as_a_whole_is_parted_instead() -> None:
    pages = [page(1, 0.2, "first"), page(2, 0.9, "second")]

    assert run_on(SECTIONS.format(manner=" follow whole"), pages) == SECTIONS.format(manner=" follow")


def test_what_runs_on_and_yet_begins_a_page_after_a_remainder_stands_closer() -> None:
    """The first piece of the contents is in one piece, and was half a line too high for the rest of a page."""
    pages = [page(1, 0.2, "first"), page(2, 0.9, "second")]

    revised = run_on(SECTIONS.format(manner=" follow"), pages)

    assert revised == SECTIONS.format(manner=" follow compact")
    assert run_on(revised, pages) is None
    assert run_on(SECTIONS.format(manner=" follow"), [page(1, 0.5, "first"), page(2, 0.9, "second")]) is None


def block(number: int, used: float, height: float, *anchors: str, size: tuple[float, float] = UPRIGHT) -> PageText:
    return PageText(number, "", anchors, size, {}, used, "", (50.0, height))


PART = '<section class="part"><h1 id="part" class="title">部</h1></section>'
TURNS = (
    '<section class="page{manner}" data-key=""><h1 id="first" class="title">一</h1></section>{part}'
    '<section class="page wide" data-key=""><h1 id="wide" class="title">宽</h1></section>'
)


@pytest.mark.parametrize("part", ["", PART])
def test_a_section_nearly_alone_before_the_paper_turns_goes_onto_the_turned_paper(part: str) -> None:
    """A scorecard of two indicators had a page to itself before a table of five years on its side."""
    anchors = ("part", "wide") if part else ("wide",)
    pages = [block(1, 0.25, 700.0, "first"), block(2, 0.5, 480.0, *anchors, size=WIDE)]

    revised = run_on(TURNS.format(manner="", part=part), pages)

    assert revised == TURNS.format(manner=" wide turned", part=part)
    after = [block(1, 0.92, 480.0, "first", *anchors, size=WIDE)]
    assert run_on(revised, after) is None


@pytest.mark.parametrize(
    ("used", "after", "manner"),
    [
        pytest.param(0.25, 0.7, "", id="there is no room for it"),
        pytest.param(0.45, 0.2, "", id="its page is used"),
        pytest.param(0.25, 0.5, " statement-page", id="a statement"),
        pytest.param(0.25, 0.5, " member", id="a page of its own"),
    ],
)
def test_else_it_stays_on_upright_paper(used: float, after: float, manner: str) -> None:
    pages = [block(1, used, 700.0, "first"), block(2, after, 480.0, "wide", size=WIDE)]

    assert run_on(TURNS.format(manner=manner, part=""), pages) is None


@pytest.mark.parametrize(
    ("used", "after", "is_one"),
    [
        pytest.param(0.45, 0.45, True, id="both fit on one page"),
        pytest.param(0.45, 0.52, False, id="together they are too long"),
        pytest.param(0.55, 0.2, True, id="the second is short"),
        pytest.param(0.75, 0.2, False, id="the first leaves too little"),
    ],
)
def test_two_pages_of_which_one_is_less_than_half_used_become_one(used: float, after: float, *, is_one: bool):
    pages = [page(1, used, "first"), page(2, after, "second")]

    assert run_on(SECTIONS.format(manner=""), pages) == (SECTIONS.format(manner=" follow") if is_one else None)


def test_two_wide_pages_become_one_and_a_wide_one_joins_no_other() -> None:
    wide = SECTIONS.replace('"page"', '"page wide"').format(manner=" wide")
    pages = [page(1, 0.5, "first", size=WIDE), page(2, 0.3, "second", size=WIDE)]

    assert run_on(wide, pages) == wide.replace("page wide", "page wide follow").replace("wide follow", "wide", 1)
    assert run_on(SECTIONS.replace('"page"', '"page wide"').format(manner=""), pages) is None


@pytest.mark.parametrize(
    ("pages", "manner"),
    [
        pytest.param([page(1, 0.9, "first"), page(2, 0.5), page(3, 0.9, "second")], "", id="a page that is used"),
        pytest.param([page(1, 0.2, "first"), page(2, 0.9, "second", size=WIDE)], " wide", id="the paper turns"),
        pytest.param([page(1, 0.2, "first"), page(2, 0.9)], "", id="no section begins after it"),
        pytest.param([page(1, 0.9, "first"), page(2, 0.1, "second")], "", id="a section that begins on the last page"),
        pytest.param([page(1, 0.2, "first"), page(2, 0.9, "second")], " member", id="a page of its own"),
    ],
)
def test_else_it_stays_where_it_is(pages: list[PageText], manner: str) -> None:
    assert run_on(SECTIONS.format(manner=manner), pages) is None


@pytest.mark.parametrize(
    ("used", "manner"),
    [
        pytest.param(0.7, " follow", id="it has room below the remainder"),
        pytest.param(0.8, " follow compact", id="closer rows give it room"),
        pytest.param(0.95, " follow parted", id="its end would have the page to itself"),
    ],
)
def test_before_the_paper_turns_a_section_leaves_no_small_end(used: float, manner: str) -> None:
    turned = '<section class="page wide" data-key=""><h1 id="third" class="title">三</h1></section>'
    pages = [page(1, 0.9, "first"), page(2, 0.2), page(3, used, "second"), page(4, 0.9, "third", size=WIDE)]

    revised = run_on(SECTIONS.format(manner="") + turned, pages)

    assert revised == SECTIONS.format(manner=manner) + turned


def test_the_last_section_moves_up_where_that_saves_a_nearly_empty_last_page() -> None:
    pages = [page(1, 0.7, "first"), page(2, 1.0, "second"), page(3, 0.2)]

    assert run_on(SECTIONS.format(manner=""), pages) == SECTIONS.format(manner=" follow")


@pytest.mark.parametrize("used", [0.9, 1.0])
def test_else_the_rows_of_the_last_section_stand_closer(used: float) -> None:
    pages = [page(1, used, "first"), page(2, 1.0, "second"), page(3, 0.2)]
    revised = run_on(SECTIONS.format(manner=""), pages)

    assert revised == SECTIONS.format(manner=" compact")
    assert run_on(revised, pages) is None


def test_where_that_is_not_enough_those_of_the_section_above_it_do_too() -> None:
    """The last section runs on under the first, and its closer rows still leave some to a page of their own."""
    pages = [page(1, 1.0, "first"), page(2, 1.0, "second"), page(3, 0.08)]
    closer = SECTIONS.format(manner=" follow compact")

    revised = run_on(closer, pages)

    assert revised == closer.replace('"page"', '"page compact"', 1)
    assert run_on(revised, pages) is None


@pytest.mark.parametrize(
    ("top", "left", "manner"),
    [
        pytest.param(600.0, 0.4, " own-page", id="a last section that one page holds"),
        pytest.param(300.0, 0.4, " follow", id="the page before would stay hardly used"),
        pytest.param(600.0, 0.6, " follow", id="much of a page is left over"),
    ],
)
def test_a_last_section_that_parts_gets_a_page_of_its_own(top: float, left: float, manner: str) -> None:
    first = PageText(1, "", ("first", "second"), UPRIGHT, {"second": (top, top + 20)}, 1.0)

    revised = run_on(SECTIONS.format(manner=" follow"), [first, page(2, left)])

    assert (revised or SECTIONS.format(manner=" follow")) == SECTIONS.format(manner=manner)


def test_of_one_that_would_hardly_use_a_page_of_its_own_the_rows_stand_closer_first() -> None:
    """Marks explained in a third of a page were torn, and then had a page of their own before the paper turned."""
    two = (
        SECTIONS.format(manner=" follow")
        + '<section class="page wide" data-key=""><h1 id="w" class="title">三</h1></section>'
    )
    first = PageText(
        1, "", ("first", "second"), UPRIGHT, {"first": (50.0, 60.0), "second": (650.0, 670.0)}, 1.0, "", (50.0, 700.0)
    )
    pages = [first, block(2, 0.17, 700.0), block(3, 0.97, 480.0, "w", size=WIDE)]
    closer = two.replace('"page"', '"page compact"', 1).replace('"page follow"', '"page follow compact"', 1)

    assert run_on(two, pages) == closer
    assert run_on(closer, pages) == closer.replace('"page follow compact"', '"page own-page"', 1)


def test_a_last_section_that_closer_rows_did_not_take_in_gets_a_page_of_its_own() -> None:
    """Three rows of a glossary stood on the last page, while the sections above it came closer for nothing."""
    first = PageText(1, "", ("first", "second"), UPRIGHT, {"second": (300.0, 320.0)}, 1.0)
    closer = SECTIONS.format(manner=" follow compact")
    both = closer.replace('"page"', '"page follow compact"', 1)

    assert run_on(closer.replace('"page"', '"page follow"', 1), [first, page(2, 0.05)]) == both
    apart = run_on(both, [first, page(2, 0.05)])
    assert apart == both.replace(
        '"page follow compact" data-key=""><h1 id="second"', '"page own-page" data-key=""><h1 id="second"'
    )
    assert run_on(apart, [page(1, 0.35, "first"), page(2, 0.68, "second")]) is None


VERDICT = (
    '<section class="verdict{manner}"><h1 id="said" class="title">优</h1></section>'
    '<section class="page" data-key=""><h1 id="first" class="title">一</h1></section>'
)


@pytest.mark.parametrize(
    ("pages", "manner", "revised"),
    [
        ([page(1, 1.0, "said"), page(2, 0.05), page(3, 0.9, "first")], "", " compact"),
        ([page(1, 1.0, "said"), page(2, 0.9, "first")], "", None),
        ([page(1, 1.0, "said"), page(2, 0.8), page(3, 0.9, "first")], "", None),
        ([page(1, 1.0, "said"), page(2, 0.05), page(3, 0.9, "first")], " compact", None),
    ],
    ids=["a few lines over", "one page", "much more than a page", "closer already"],
)
def test_a_verdict_of_a_page_and_a_few_lines_is_set_closer(
    pages: list[PageText], manner: str, revised: str | None
) -> None:
    found = run_on(VERDICT.format(manner=manner), pages)

    assert found == (None if revised is None else VERDICT.format(manner=revised))


THREE = (
    SECTIONS.format(manner=" follow whole")
    + '<section class="page statement-page follow whole" data-key=""><h1 id="third" class="title">三</h1></section>'
)
"""Of the third it is known that it fits on no page with anything else."""


@pytest.mark.parametrize(
    ("top", "left", "is_apart"),
    [(400.0, 0.2, True), (400.0, 0.4, False), (320.0, 0.4, False), (400.0, 0.33, True)],
)
def test_one_that_leaves_next_to_nothing_before_a_page_of_its_own_gets_a_page(
    top: float, left: float, *, is_apart: bool
) -> None:
    first = PageText(1, "", ("first", "second"), UPRIGHT, {"first": (50.0, 60.0), "second": (top, top + 10)}, 1.0)
    pages = [first, page(2, left), page(3, 0.9, "third")]

    revised = run_on(THREE, pages)

    assert revised == (THREE.replace(" follow whole", " own-page", 1) if is_apart else None)


def test_one_whose_end_the_next_can_follow_stays_where_it_is() -> None:
    first = PageText(1, "", ("first", "second"), UPRIGHT, {"first": (50.0, 60.0), "second": (400.0, 410.0)}, 1.0)
    free = THREE.replace("statement-page follow whole", "own")

    assert run_on(free, [first, page(2, 0.2), page(3, 0.9, "third")]) == free.replace('"page own"', '"page own follow"')
    assert run_on(THREE, [first, page(2, 0.9, "third")]) is None


def test_only_the_section_that_goes_on_gets_a_page_and_those_above_it_stay_where_they_are() -> None:
    above = '<section class="page follow compact" data-key=""><h1 id="zeroth" class="title">〇</h1></section>'
    reach = {"zeroth": (60.0, 80.0), "first": (400.0, 420.0), "second": (560.0, 580.0)}
    four = (above + THREE).replace('"page"', '"page follow compact"').replace(" follow whole", " follow compact", 1)
    pages = [PageText(1, "", tuple(reach), UPRIGHT, reach, 0.9), page(2, 0.2), page(3, 0.9, "third")]

    revised = run_on(four, pages)

    assert revised is not None
    assert revised.count("own-page") == 1
    assert revised.index("own-page") > revised.index("first")


@pytest.mark.parametrize(("top", "is_apart"), [(300.0, True), (240.0, False)])
def test_what_opens_a_part_may_leave_more_of_its_page_free(top: float, *, is_apart: bool) -> None:
    opened = THREE.replace('class="page"', 'class="part"', 1)
    first = PageText(1, "", ("first", "second"), UPRIGHT, {"first": (50.0, 60.0), "second": (top, top + 10)}, 1.0)

    revised = run_on(opened, [first, page(2, 0.2), page(3, 0.9, "third")])

    assert revised == opened.replace(" follow whole", " apart" if is_apart else " follow whole airy", 1)


OPENED = SECTIONS.format(manner=" statement-page").replace('class="page"', 'class="page part"', 1)
"""A part, and the statement that begins it."""


@pytest.mark.parametrize(("before", "is_raised"), [(0.6, True), (0.9, False)])
def test_a_section_that_nothing_may_follow_on_its_page_moves_up_where_there_is_room(
    before: float, *, is_raised: bool
) -> None:
    volume = '<section class="page follow"><h1 id="third" class="title">三</h1></section>'
    brief = SECTIONS.replace('class="page"', 'class="verdict"', 1).format(manner=" brief") + volume
    pages = [page(1, before, "first"), page(2, 0.1, "second"), page(3, 0.9, "third")]

    assert ("page brief follow" in (run_on(brief, pages) or brief)) == is_raised


def test_a_statement_that_no_page_holds_begins_under_the_opening_of_its_part() -> None:
    pages = [page(1, 0.9), page(2, 0.1, "first"), page(3, 1.0, "second"), page(4, 0.5)]

    assert run_on(OPENED, pages) == OPENED.replace("statement-page", "statement-page parted")


@pytest.mark.parametrize(("before", "is_loose"), [(0.6, True), (0.9, False)])
def test_else_the_part_opens_on_the_page_before_where_there_is_room(before: float, *, is_loose: bool) -> None:
    pages = [page(1, before), page(2, 0.1, "first"), page(3, 1.0, "second")]

    assert ("part loose" in (run_on(OPENED, pages) or OPENED)) == is_loose


@pytest.mark.parametrize(
    ("used", "manner"),
    [
        pytest.param(1.0, "airy", id="no room"),
        pytest.param(0.9, "compact", id="most of the room that it wants is there"),
    ],
)
def test_the_rows_of_a_statement_make_way_for_its_end_or_stand_apart(used: float, manner: str) -> None:
    top = PageText(2, "", ("second",), UPRIGHT, {"second": (50.0, 60.0)}, used)
    pages = [page(1, 0.7, "first"), top, page(3, 0.16), page(4, 0.9, "third")]
    stated = SECTIONS.format(manner=" statement-page") + '<section class="page part"><h1 id="third" class="title"></h1>'

    assert run_on(stated, pages) == stated.replace("statement-page", f"statement-page {manner}")


@pytest.mark.parametrize(("left", "manner"), [(0.14, "compact"), (0.16, "airy")])
def test_a_page_of_words_and_rows_takes_in_what_little_it_leaves(left: float, manner: str) -> None:
    first = PageText(1, "", ("second",), UPRIGHT, {"second": (80.0, 90.0)}, 1.0)
    pages = [page(1, 0.9, "first"), first, page(3, left), page(4, 0.9, "third")]

    assert f" follow whole {manner}" in (run_on(THREE, pages) or THREE)


@pytest.mark.parametrize(
    ("top", "manner"), [(400.0, "own-page"), (240.0, "follow whole airy")], ids=["a page less", "more on the last"]
)
def test_one_of_several_pages_leaves_no_nearly_empty_last_one_either(top: float, manner: str) -> None:
    """Steps of factors over two pages and a sixth, before a page that turns."""
    first = PageText(1, "", ("first", "second"), UPRIGHT, {"first": (50.0, 60.0), "second": (top, top + 10)}, 1.0)
    pages = [first, page(2, 1.0), page(3, 0.2), page(4, 0.9, "third")]

    assert run_on(THREE, pages) == THREE.replace("follow whole", manner, 1)


def test_rows_stand_apart_where_neither_page_nor_section_can_do_without_the_other() -> None:
    first = PageText(1, "", ("first", "second"), UPRIGHT, {"first": (50.0, 60.0), "second": (240.0, 250.0)}, 1.0)
    pages = [first, page(2, 0.2), page(3, 0.9, "third")]

    revised = run_on(THREE, pages)

    assert revised == THREE.replace(" follow whole", " follow whole airy", 1)
    assert run_on(revised, pages) == THREE.replace(" follow whole", " follow whole airy airier", 1)
    assert run_on(THREE.replace(" follow whole", " follow whole airy airier", 1), pages) is None


@pytest.mark.parametrize(("left", "manner"), [(0.06, " own compact"), (0.2, " own")])
def test_a_few_lines_before_the_paper_turns_are_taken_in(left: float, manner: str) -> None:
    first = PageText(1, "", ("first",), UPRIGHT, {"first": (50.0, 60.0)}, 1.0)
    second = PageText(2, "", ("second",), UPRIGHT, {"second": (50.0, 60.0)}, 1.0)
    own = THREE.replace(" follow whole", " own", 1).replace("statement-page follow whole", "wide")

    revised = run_on(own, [first, second, page(3, left), page(4, 0.9, "third", size=WIDE)])

    assert (revised or own) == own.replace(" own", manner, 1)


def test_what_goes_on_behind_a_verdict_has_its_running_head():
    """The contents of a small archive begin under its verdict; where they went on no head said that it is a draft."""
    found = rendered(Wanted("annual", "clinic", "2025"), "zh")

    assert [one.rule for one in found.findings if one.rule == "L21"] == []
