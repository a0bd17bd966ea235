"""Numbers in words of both languages: amounts with their scale, labels and sentences, roundings."""

from __future__ import annotations

import pytest

from reportgen.report.digits import amounts_of, disagreement, is_rounding


@pytest.mark.parametrize(
    ("text", "value", "half"),
    [
        ("1.5亿元", 1.5e8, 5e6), ("1.5億元", 1.5e8, 5e6), ("27.4百万元", 27.4e6, 5e4), ("27.4百萬元", 27.4e6, 5e4),
        ("1,204万元", 1.204e7, 5e3), ("1,204萬元", 1.204e7, 5e3), ("¥27.4 m", 27.4e6, 5e4), ("27.4 million", 27.4e6, 5e4),
        ("1.51 bn", 1.51e9, 5e6), ("1.51 billion", 1.51e9, 5e6), ("740 thousand", 7.4e5, 500.0),
    ],
)  # fmt: skip
def test_an_amount_has_the_value_that_its_scale_gives_it(text: str, value: float, half: float):
    (found,) = amounts_of(text)

    assert (found.value, found.half) == pytest.approx((value, half))


@pytest.mark.parametrize(
    ("digits", "other", "same"),
    [
        ("11", "11.49", True),
        ("12", "11.49", False),
        ("12", "11.5", True),
        ("1", "11.49", False),
        ("11.49", "11", False),
    ],
)
def test_a_rounding_of_two_digits_or_more_is_known_again(digits: str, other: str, *, same: bool):
    assert is_rounding(digits, other) is same


@pytest.mark.parametrize(("length", "told"), [(16, []), (17, ["7"])])
def test_a_label_may_state_a_number_once_and_a_sentence_states_it_in_each_language(length: int, told: list[str]):
    assert disagreement("7" + "项" * (length - 1), "Items") == told
    assert disagreement("7" + "项" * (14) + "。", "Items") == ["7"]
