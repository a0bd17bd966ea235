"""Where a text is opened up and closed up."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.report.typography.spacing import AIR, NONE, WIDEST, Sides, has_gap, sides, spacing

TEXTS = st.text(alphabet="中文字，。（）“”AZ09 %", max_size=30)
STRETCHES = st.sampled_from([0.0, 0.03, WIDEST])


def gaps(text: str, given: dict[int, Sides]) -> list[float]:
    """Between neighbours: the right side of one and the left side of the next."""
    none = Sides()
    return [given.get(i, none).right + given.get(i + 1, none).left for i in range(len(text) - 1)]


def test_the_han_beside_a_number_carries_the_gap_and_digits_stay_together() -> None:
    assert sides("共有12分整") == {1: Sides(right=AIR), 4: Sides(left=AIR)}


@pytest.mark.parametrize("text", ["我院截至本月共有12分整", "17家医院中15家数据完整", "共3家", "计12分34秒"])
def test_a_gap_stands_between_han_and_number_and_nowhere_else(text: str) -> None:
    beside = [(a.isdigit() != b.isdigit()) * AIR for a, b in pairwise(text)]

    assert gaps(text, sides(text))[1:-1] == pytest.approx(beside[1:-1])


def test_the_engine_that_halves_a_spacing_is_told_how_far_to_move_the_character() -> None:
    """Half of the spacing on each side, and the shift added on the left: 0 and all of the gap."""
    span = spacing("共有12分整", 0.0).opened[0]

    assert (span.em / 2 + span.shift, span.em / 2 - span.shift) == pytest.approx((0.0, AIR))


def test_a_han_at_an_end_of_the_line_leaves_it_to_its_neighbour() -> None:
    assert sides("中1.2文") == {1: Sides(left=AIR), 3: Sides(right=AIR)}


def test_a_line_that_would_end_short_opens_beside_numbers_and_behind_pauses_only() -> None:
    text = "收入增长，共12分整"
    plain, loose = (gaps(text, sides(text, WIDEST, loose=loose)) for loose in (0.0, 0.3))

    opened = [text[i : i + 2] for i, (before, after) in enumerate(zip(plain, loose, strict=True)) if after > before]
    assert opened == ["，共", "共1", "2分"]


@pytest.mark.parametrize(
    ("before", "after", "is_gap"), [("实际值", "1.77", True), ("分。", "上年", True), ("增", "长", False)]
)
def test_such_a_gap_may_stand_between_two_texts(before: str, after: str, is_gap: bool) -> None:  # noqa: FBT001 - expected
    assert has_gap(before, after) is is_gap


def test_of_two_marks_in_a_row_one_gets_half_its_width() -> None:
    assert spacing("词。”后", 0.0).squeezed == ((3, 6),)


def test_in_large_letters_an_opening_mark_at_the_start_gives_up_its_blank() -> None:
    assert spacing("「优」92.68分", 0.0, is_large=True).squeezed == ((0, 3),)
    assert spacing("「优」92.68分", 0.0).squeezed == ()


def test_latin_text_is_left_alone() -> None:
    assert spacing("The score is 74.93.", WIDEST) == NONE


@given(TEXTS, STRETCHES)
def test_no_gap_is_as_wide_as_a_space(text: str, stretch: float) -> None:
    assert all(gap <= WIDEST + 1e-9 for gap in gaps(text, sides(text, stretch)))


@given(TEXTS, STRETCHES)
def test_ranges_are_those_of_whole_characters(text: str, stretch: float) -> None:
    plan = spacing(text, stretch)
    content = text.encode()

    ranges = [(span.start, span.end) for span in plan.opened] + list(plan.spaces) + list(plan.squeezed)
    assert all(len(content[start:end].decode()) == 1 for start, end in ranges)


@pytest.mark.parametrize("stretch", [0.0, 0.05])
def test_spaces_are_stretched_only_when_a_line_is(stretch: float) -> None:
    assert bool(spacing("中文 中文", stretch).spaces) == bool(stretch)


def test_on_a_grid_no_air_stands_between_han_and_latin() -> None:
    assert spacing("共有12分整", 0.0, is_aired=False) == NONE
    assert spacing("词。”后", 0.0, is_aired=False).squeezed == ((3, 6),)


@pytest.mark.parametrize(
    ("text", "close"),
    [
        ("这一段话要分几行才说得完，末行不能只剩一个字。", "个字。"),
        ("短名不拆。", None),
        ("⑥ 无评价标准", "标准"),
        ("这一段话要分几行才说得完，总分为76.60", None),
        ("这一段话要分几行才说得完，评为等级「优良」。", "优良」。"),
    ],
)
def test_the_close_of_a_paragraph_is_kept_in_one_line(text: str, close: str | None) -> None:
    kept = spacing(text, 0.0).kept

    assert [text.encode()[start:end].decode() for start, end in kept] == ([close] if close else [])


def test_on_a_grid_lines_are_filled_to_the_last_character() -> None:
    assert spacing("这一段话要分几行才说得完，末行不能只剩一个字。", 0.0, is_aired=False).kept == ()


@pytest.mark.parametrize("text", ["a settlement of \N{MINUS SIGN}¥5.4 m, in other", "结算差额\N{MINUS SIGN}541.69万元"])
def test_no_line_ends_between_a_sign_and_its_number(text: str):
    first, last = (text.encode().index(part.encode()) for part in ("\N{MINUS SIGN}", "5"))

    assert (first, last + 1) in spacing(text, 0.0).kept
