"""What the rules compute, held against slower or independent ways."""

from __future__ import annotations

import math
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from report.lint.pages import html, survey
from reportgen.model.printing import digits_of
from reportgen.report.digits import amounts_of, disagreement, is_rounding, unmatched, value_of
from reportgen.report.lint import drawing
from reportgen.report.lint.found import SheetArea, over
from reportgen.report.lint.layout import joined
from reportgen.report.lint.rules.charts import meets
from reportgen.report.lint.rules.pages import OVERLAP_MM, colliding
from reportgen.report.tokens import contrast

SIDE = st.integers(0, 60)
LENGTH = st.integers(1, 20)
RECTANGLES = st.lists(st.tuples(SIDE, SIDE, LENGTH, LENGTH), max_size=14)


@given(RECTANGLES)
def test_the_sweep_finds_what_comparing_all_pairs_finds(rectangles: list[tuple[int, int, int, int]]) -> None:
    areas = [SheetArea(x, y, x + w, y + h) for x, y, w, h in rectangles]
    things = [(area, str(n), "") for n, area in enumerate(areas)]

    swept = {frozenset((one[1], other[1])) for one, other in colliding(things)}
    compared = {
        frozenset((str(i), str(j)))
        for (i, one), (j, other) in combinations(enumerate(areas), 2)
        if one.left + OVERLAP_MM < other.right and other.left + OVERLAP_MM < one.right
        and one.top + OVERLAP_MM < other.bottom and other.top + OVERLAP_MM < one.bottom
    }  # fmt: skip

    assert swept == compared


POINT = st.tuples(st.integers(-20, 20), st.integers(-20, 20))


@given(POINT, POINT)
def test_a_line_meets_a_box_as_its_points_do(start: tuple[int, int], end: tuple[int, int]) -> None:
    box = (-5.0, -3.0, 6.0, 4.0)
    points = [
        (start[0] + t * (end[0] - start[0]) / 2000, start[1] + t * (end[1] - start[1]) / 2000) for t in range(2001)
    ]
    sampled = any(box[0] <= x <= box[2] and box[1] <= y <= box[3] for x, y in points)
    grown = (box[0] - 0.05, box[1] - 0.05, box[2] + 0.05, box[3] + 0.05)

    assert not sampled or meets(start, end, box)
    assert not meets(start, end, box) or any(grown[0] <= x <= grown[2] and grown[1] <= y <= grown[3] for x, y in points)


COLOURS = st.from_regex(r"#[0-9A-F]{6}", fullmatch=True)


@pytest.mark.slow
@given(COLOURS, COLOURS)
def test_contrast_is_the_formula_of_wcag(one: str, other: str) -> None:
    def luminance(colour: str) -> float:
        red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
        linear = [c / 12.92 if c <= 0.03928 else math.pow((c + 0.055) / 1.055, 2.4) for c in (red, green, blue)]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)

    assert contrast(one, other) == pytest.approx((lighter + 0.05) / (darker + 0.05), rel=1e-3)
    assert contrast(one, other) == contrast(other, one) >= 1


@given(COLOURS, COLOURS)
def test_a_translucent_colour_lies_between_itself_and_its_ground(colour: str, ground: str) -> None:
    assert over(colour, 1.0, ground) == colour
    assert over(colour, 0.0, ground) == ground


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=2))
def test_a_printed_number_is_read_back(number: object) -> None:
    printed = f"{number:,}".replace("-", "\N{MINUS SIGN}")

    assert value_of(printed) == float(number)  # type: ignore[arg-type]
    assert list(digits_of(f"为{printed}元")) == [f"{number:f}".lstrip("-")]


@given(st.lists(st.integers(0, 9999), max_size=6), st.permutations(range(6)))
def test_the_same_numbers_in_any_order_agree(numbers: list[int], order: list[int]) -> None:
    zh = "，".join(f"共{number}项" for number in numbers)
    en = ", ".join(f"{numbers[at]} of them" for at in order if at < len(numbers))

    assert unmatched(zh, en) == ([], [])


@pytest.mark.parametrize(("zh", "en"), [
    ("到10月，收入增长3.4%。", "Income grew 3.4% to October."),
    ("其中3项下降，占两成。", "Three of them fell."),
    ("收入11.49亿元，支出5亿元。", "Income ¥1,148.7 m, expense ¥500.0 m."),
    ("比2025年10月低，口径不同。", "Below October 2025, not like for like."),
    ("每百元收入消耗的材料，为23元。", "Materials per 100 yuan of income, 23 yuan."),
    ("收入比上年同期低，口径不同。", "Income below Q2 2025, not like for like."),
    ("第3季度收入增长，支出下降。", "Income grew in Q3, less expense."),
    ("收入38,150.06亿元，支出不详。", "Income $3,815.0 bn, expense unknown."),
    ("合计1.2亿元，不含税。", "In all 1.2 × 10⁸ yuan, without tax."),
    ("同级中间50%，虚线为标准。", "The middle half of the peers; dashed: standard."),
    ("5项能力得分", "Score by ability"),
    ("医院财务制度（财社〔2010〕306号），附件。", "Financial rules of hospitals, 2010, annex."),
    ("《信息公开条例》第十条、第一百一十五条，国务院令。", "Open Government Information, Articles 10 and 115."),
    ("CMS Form 2552-10, Worksheet G-3", "Cost report, statement of income"),
])  # fmt: skip
def test_ways_of_saying_one_number_in_two_languages(zh: str, en: str) -> None:
    assert disagreement(zh, en) == []


@pytest.mark.parametrize(("zh", "en", "numbers"), [
    ("收入增长3.4%，支出下降。", "Income grew 4.3%.", ["3.4", "4.3"]),
    ("其中3项下降，其余上升。", "Four of them fell.", ["3"]),
    ("收入11.49亿元，支出下降。", "Income ¥1,188.7 m, less expense.", ["11.49", "1188.7"]),
    ("《信息公开条例》第十五条，向社会公开。", "Open Government Information, Article 16.", ["16"]),
    ("收入比第2季度低，支出下降。", "Income below Q3, less expense.", ["2", "3"]),
    ("较上月77.04", "v September, 77.40", ["77.04", "77.40"]),
    ("指标共15项，均已评分。", "All indicators are scored.", ["15"]),
])  # fmt: skip
def test_numbers_that_differ(zh: str, en: str, numbers: list[str]) -> None:
    assert disagreement(zh, en) == numbers


def test_amounts_of_either_language_are_one_value() -> None:
    (one,), (other,) = amounts_of("9.86亿元"), amounts_of("¥986.4 m")

    assert one.is_same(other)
    assert (one.value, other.value) == (9.86e8, 986.4e6)


@given(st.integers(10**7, 10**10), st.integers(2, 6))
def test_a_scaled_amount_is_known_again_in_the_finer_number(fen: int, digits: int) -> None:
    fine = f"{fen // 100}.{fen % 100:02}"
    shift = 10 ** (len(str(fen)) - digits)
    rounded = str((fen + shift // 2) // shift)

    assert is_rounding(rounded, fine)
    assert not is_rounding(str(int(rounded) + 1), fine)


def test_lines_are_joined_as_they_were_before_they_were_broken() -> None:
    assert joined(["收入", "增长"]) == "收入增长"
    assert joined(["income", "growth"]) == "income growth"
    assert joined([]) == ""


WORDS = ["流动比率", "1,204.56", "−0.30", "Net assets 12%", "应收账款（净额）", "AV To"]


@pytest.mark.parametrize("bold", [False, True])
def test_texts_are_as_wide_as_the_engine_sets_them(bold: bool) -> None:  # noqa: FBT001
    weight = 700 if bold else 400
    body = "".join(f'<p style="font-size:10pt;font-weight:{weight}">{word}</p>' for word in WORDS)
    page = survey(html(body)).pages[0]

    for _, run in page.runs[: len(WORDS)]:
        em = run.size * 25.4 / 72
        width = drawing.advance(run.text, "Noto Sans CJK SC", bold=bold) * em
        assert run.area.width == pytest.approx(width, abs=0.09 * em * len(run.text) / 2), run.text  # kerning, air


def test_ink_lies_within_the_advance_and_the_em_box() -> None:
    left, top, right, bottom = drawing.ink("中8", "Noto Sans CJK SC")

    assert 0 <= left < right <= drawing.advance("中8", "Noto Sans CJK SC")
    assert -0.88 <= top < bottom <= 0.12
