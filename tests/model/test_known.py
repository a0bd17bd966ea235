"""Values that know where they come from keep it through arithmetic, and say it as a formula."""

from __future__ import annotations

import pickle

import pytest

from reportgen.model import printing
from reportgen.model.known import (
    Sets,
    TracedNumber,
    by,
    count,
    few,
    rank,
    scale_of,
    source_of,
    sources,
    under,
    unscaled,
    values,
    whole_under,
)
from reportgen.model.place import Place

SETS = Sets({"group": frozenset("ABCDEF"), "level.1": frozenset("ABC")})


def said(value: float) -> str:
    source = source_of(value)
    assert source is not None
    return SETS.formula(source)


@pytest.mark.parametrize(
    ("value", "number", "formula"),
    [
        (under(3.0, "score.total", "A"), 3.0, "A.score.total"),
        (under(3.0, "x", "A") - under(1.0, "2024.x", "A"), 2.0, "A.x - A.2024.x"),
        ((100.0 - under(40.0, "x", "A")) * under(0.5, "w", "A"), 30.0, "(100 - A.x) * A.w"),
        (sum([under(1.0, "x", "A"), under(2.0, "x", "B")]), 3.0, "A.x + B.x"),
        (abs(under(1.0, "x", "A") - 3), 2.0, "0 - (A.x - 3)"),
        (-under(1.0, "x", "A"), -1.0, "0 - A.x"),
        (under(1.0, "x", "A") / 4, 0.25, "A.x / 4"),
        (by("median", 2.0, [under(2.0, "x", one) for one in "ABC"]), 2.0, "median(x of level.1)"),
        (by("median", 2.0, [under(2.0, "x", one) for one in "ABDEF"]), 2.0, "median(x of group except C)"),
        (count("AB", "grade"), 2, "count(grade of level.1 except C)"),
        (count(["A", "Z"]), 2, "count(A, Z)"),
        (count([]), 0, "count()"),
        (count("AB") + count("D"), 3, "count(level.1 except C) + count(D)"),
        (values([under(1.0, "x", "A"), under(2.0, "y", "B")]), 2, "count(A.x, B.y)"),
        (
            rank(2, "A", "score.total", sources("ABC", "score.total")),
            2,
            "rank(A.score.total among score.total of level.1)",
        ),
    ],
)
def test_a_value_is_the_number_and_its_formula(value: float, number: float, formula: str):
    assert value == number
    assert said(value) == formula


def test_figures_keep_the_source_in_every_unit():
    share = under(0.056, "quality.completeness", "A")
    for figure in (printing.percent(share), printing.number(share, 2), printing.whole(whole_under(3, "rank.low", "A"))):
        assert source_of(figure.value) is not None
    assert printing.percent(share) == "5.6%"


def test_a_number_that_nobody_knows_leaves_what_is_made_of_it_unknown():
    assert source_of(by("median", 1.0, [under(1.0, "x", "A"), 1.0])) is None
    assert source_of(values([1.0])) is None
    assert source_of(2.0) is None


def test_copies_know_it_too():
    for value in (under(1.5, "x", "A"), count("AB")):
        copy = pickle.loads(pickle.dumps(value))  # noqa: S301 - our own
        assert copy == value
        assert source_of(copy) == source_of(value)
    assert isinstance(under(1.0, "x") * 2, TracedNumber)


@pytest.mark.parametrize(
    ("currency", "amounts", "scale"),
    [
        ("CNY", (3e8, 2e7, 1e7, 4e3), printing.WAN),
        ("CNY", (4_000.0, -900.0, 0.0, 2e6), 1.0),
        ("CNY", (), printing.WAN),
        ("USD", (4e8, -2e7, 3e6, 3e5), printing.MILLION),
        ("USD", (412_345.0, 51_200.0, -4_875.0), printing.THOUSAND),
        ("USD", (4_100.0, 90.0, 12.0), 1.0),
        ("USD", (0.0, 0.0), printing.MILLION),
    ],
)
def test_the_unit_of_tables_is_one_in_which_most_amounts_can_be_read(
    currency: str, amounts: tuple[float, ...], scale: float
) -> None:
    assert printing.table_scale(currency, amounts) == scale


@pytest.mark.parametrize("scale", [1.0, 1e2, 1e4, 1e6, 1e8])
def test_a_figure_in_another_unit_is_the_same_figure(scale: float):
    shown = source_of(under(5e8, "cash", "A") / scale)
    assert shown is not None

    assert SETS.formula(unscaled(shown)) == "A.cash"
    assert scale_of(shown) == scale
    other = source_of(under(5e8, "cash", "A") / 3.0)
    assert other is not None
    assert unscaled(other) == other


@pytest.mark.parametrize(("count_of", "told"), [(24, 24), (25, 1)])
def test_twenty_four_cells_are_listed_and_of_more_the_sheets(count_of: int, told: int):
    assert len(few(Place("a.xlsx", "s", f"B{row}") for row in range(count_of))) == told
