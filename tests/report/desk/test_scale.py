"""Drawings of scores end where scores end: at 100, or above it where a scheme gives more for the best level."""

from __future__ import annotations

import dataclasses
import re
import shutil
from collections.abc import Callable, Mapping

import pytest

from rendered import SMALL
from reportgen import pipeline
from reportgen.analysis.material import Material
from reportgen.model.definition import LanguageMode
from reportgen.model.schemes import Grade
from reportgen.report import marks
from reportgen.report.desk.context import HospitalContext
from reportgen.report.desk.grades import scale
from reportgen.report.desk.tables.drawings import DrawnUnit

COEFFICIENTS = "      coefficients: [1.1, 0.8, 0.6, 0.4, 0.2, 0.0]\n      weights: given\n"


@pytest.fixture(scope="module")
def generous(tmp_path_factory: pytest.TempPathFactory) -> Material:
    """The clinic by a scheme that gives 110 for the best level."""
    case = tmp_path_factory.mktemp("generous") / "case"
    shutil.copytree(SMALL / "clinic", case)
    (file,) = (case / "schemes").iterdir()
    text = file.read_text("utf-8").replace("      weights: given\n", COEFFICIENTS)
    file.write_text(text, "utf-8")
    return pipeline.evaluate(pipeline.check(case), period="2025")


def test_the_scale_ends_at_a_hundred_where_no_score_can_be_higher(materials: Callable[..., Material]):
    context = HospitalContext.of(materials("renhe", "2025"), "zh")

    assert scale.ceiling(context) == 100
    assert scale.bounds(context)[-1][1] == 100


def test_the_scale_ends_at_what_the_scheme_gives_for_the_best_level(generous: Material):
    context = HospitalContext.of(generous, "zh")
    scores = [one.score for one in generous.evaluation.indicators if one.score is not None]

    assert max(scores) > 100
    assert scale.ceiling(context) == 110
    assert scale.bounds(context)[-1][1:] == (110, Grade.EXCELLENT)
    drawn = marks.bullet(max(scores), None, None, scale.bullet_bands(context)).decode()
    assert all(inside(drawn, 44.0)), drawn


def inside(svg: str, width: float) -> list[bool]:
    """Whether each rectangle of a drawing ends within it."""
    rects = (dict(re.findall(r'(\w+)="([-0-9.]+)"', rect)) for rect in re.findall("<rect [^>]*>", svg))
    return [ends(one) <= width + 0.01 for one in rects]


def ends(rect: Mapping[str, str]) -> float:
    return float(rect.get("x", 0)) + float(rect["width"])


def test_a_score_above_all_that_the_scheme_names_stays_on_the_scale(generous: Material):
    best = dataclasses.replace(generous.evaluation, score=123.4)
    context = HospitalContext.of(dataclasses.replace(generous, evaluation=best), "zh")

    assert scale.ceiling(context) == 125


@pytest.mark.slow
def test_its_pages_pass_their_own_lint(generous: Material):
    found = pipeline.render(generous, report="board", mode="zh-en").findings

    assert not [one for one in found if one.rule in {"L02", "L10"}]


@pytest.mark.parametrize(("mode", "unit"), [("zh", "万元"), ("zh-en", "万元"), ("en", "¥ thousand")])
def test_small_amounts_in_yuan_are_drawn_in_thousands_beside_english_alone(
    materials: Callable[..., Material], mode: LanguageMode, unit: str
):
    context = HospitalContext.of(materials("renhe", "2025"), mode)
    drawn = DrawnUnit.of(context, [450_000.0])

    assert drawn.name.in_language(context.language) == unit
    assert str(drawn.printed(450_000.0)) == {"万元": "45.0", "¥ thousand": "450"}[unit]


@pytest.mark.parametrize(
    ("amount", "mode", "unit", "printed"),
    [
        (6_046_000.0, "zh", "万元", "604.6"),
        (27_387_800.0, "zh", "万元", "2,739"),
        (381_750_684.0, "zh", "万元", "38,175"),
        (15_114_400_000.0, "zh", "亿元", "151.14"),
        (27_387_800.0, "zh-en", "百万元", "27.4"),
        (27_387_800.0, "en", "¥ m", "27.4"),
    ],
)
def test_drawings_in_chinese_alone_have_the_units_of_its_sentences(
    materials: Callable[..., Material], amount: float, mode: LanguageMode, unit: str, printed: str
):
    """A bar of 27.4 百万元 stood under a sentence of 2,739万元."""
    context = HospitalContext.of(materials("renhe", "2025"), mode)
    drawn = DrawnUnit.of(context, [amount])

    assert drawn.name.in_language(context.language) == unit
    assert str(drawn.printed(amount)) == printed


@pytest.mark.parametrize(
    ("amount", "unit", "printed"),
    [(1_265_000.0, "$ m", "1.27"), (740_000.0, "$ thousand", "740"), (6_046_000.0, "$ m", "6.0")],
)
def test_drawings_beside_sentences_in_millions_are_in_millions(
    materials: Callable[..., Material], amount: float, unit: str, printed: str
):
    """A bar of 1,265 in $ thousand stood under a sentence of $1.3 m."""
    drawn = DrawnUnit.of(HospitalContext.of(materials("us-cms", "2021"), "en"), [amount])

    assert drawn.name.in_language("en") == unit
    assert str(drawn.printed(amount)) == printed


@pytest.mark.parametrize(("balance", "printed"), [(95e7, "95,000"), (2e9, "200,000"), (2e10, "200.00")])
def test_a_balance_in_ten_thousands_has_six_digits_at_the_most(
    materials: Callable[..., Material], balance: float, printed: str
):
    context = HospitalContext.of(materials("renhe", "2025"), "zh")

    assert str(DrawnUnit.of(context, [2e7], beside=balance).printed(balance)) == printed


@pytest.mark.parametrize(("balance", "printed"), [(6_729_045.0, "6,729"), (940e6, "940.0")])
def test_a_balance_is_told_in_the_unit_of_the_flows_beside_it_unless_that_is_long(
    materials: Callable[..., Material], balance: float, printed: str
):
    """Flows of 7 and 198 thousand would be 0.0 and 0.2 in millions."""
    context = HospitalContext.of(materials("us-cms", "2021"), "en")

    assert str(DrawnUnit.of(context, [-6_628.0, 198_362.0], beside=balance).printed(balance)) == printed


@pytest.mark.slow
@pytest.mark.parametrize(("low", "said"), [(-591e4, "−5.9 to −5.3"), (520e4, "5.2–5.8")])
def test_a_range_with_a_minus_in_it_is_joined_by_a_word(materials: Callable[..., Material], low: float, said: str):
    context = HospitalContext.of(materials("renhe", "2025"), "en")
    high = -530e4 if low < 0 else 580e4

    assert DrawnUnit.of(context, [low, high]).spanned(context, low, high) == said
