"""Where a text is opened up and closed up."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.report.typography.spacing import AIR, NONE, WIDEST, air, spacing

TEXTS = st.text(alphabet="中文字，。（）“”AZ09 %", max_size=30)
STRETCHES = st.sampled_from([0.0, 0.03, WIDEST])


def gaps(text: str, widths: dict[int, float]) -> list[float]:
    """Between neighbours: half the spacing of each."""
    return [(widths.get(i, 0) + widths.get(i + 1, 0)) / 2 for i in range(len(text) - 1)]


def test_the_han_beside_a_number_carries_the_gap_and_digits_stay_together() -> None:
    assert air("共有12分整") == {1: 2 * AIR, 4: 2 * AIR}


def test_in_large_letters_no_gap_stands_between_han_before_a_number() -> None:
    text = "我院截至本月共有12分整"
    opened = gaps(text, air(text, is_large=True))

    assert opened[7] == pytest.approx(AIR)
    assert all(abs(gap) <= AIR / 4 + 1e-9 for gap in opened[:7])


def test_a_han_at_an_end_of_the_line_leaves_it_to_its_neighbour() -> None:
    assert air("中1.2文") == {1: AIR, 3: AIR}


def test_of_two_marks_in_a_row_one_gets_half_its_width() -> None:
    assert spacing("词。”后", 0.0).squeezed == ((3, 6),)


def test_latin_text_is_left_alone() -> None:
    assert spacing("The score is 74.93.", WIDEST) == NONE


@pytest.mark.parametrize("is_large", [False, True])
@given(TEXTS, STRETCHES)
def test_no_gap_is_as_wide_as_a_space(is_large: bool, text: str, stretch: float) -> None:  # noqa: FBT001 - a size
    widths = air(text, stretch, is_large=is_large)
    if stretch:
        widths = {**{i: stretch for i, c in enumerate(text) if c in "中文字，。（）“”"}, **widths}

    assert all(gap <= WIDEST + 1e-9 for gap in gaps(text, widths))


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
