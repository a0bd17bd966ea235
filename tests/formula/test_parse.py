"""Text to tree: precedence, columns, and nothing that can hang or overflow."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from reportgen.formula import FormulaError, names_in, parse, say
from reportgen.model.expression import Binary, Call, Name, Number, Unary


def refused(text: str) -> tuple[str, int]:
    with pytest.raises(FormulaError) as caught:
        parse(text)
    return caught.value.rule, caught.value.column


def test_products_bind_tighter_than_sums_and_powers_tighter_than_signs() -> None:
    assert parse("a + b * c") == Binary("+", Name("a", 1), Binary("*", Name("b", 5), Name("c", 9), 7), 3)
    assert parse("-2 ** 2") == Unary("-", Binary("**", Number(2.0, 2), Number(2.0, 7), 4), 1)


def test_differences_and_quotients_read_from_the_left_powers_from_the_right() -> None:
    assert say(parse("(a - b) - c"), {}) == say(parse("a - b - c"), {}) == "a − b − c"
    assert say(parse("a - (b - c)"), {}) == "a − (b − c)"
    assert say(parse("a / b / c"), {}) == "a ÷ b ÷ c"
    assert say(parse("a / (b / c)"), {}) == "a ÷ (b ÷ c)"
    assert say(parse("a ** b ** c"), {}) == say(parse("a ** (b ** c)"), {})


def test_a_call_knows_its_arguments_and_its_column() -> None:
    assert parse("1 + prev(x, 2)").right == Call("prev", (Name("x", 10), Number(2.0, 13)), 5)  # type: ignore[union-attr]


def test_between_is_two_comparisons_and_both_bounds_belong_to_it() -> None:
    value = Name("a", 1)
    expected = Binary("and", Binary(">=", value, Number(1.0, 11), 3), Binary("<=", value, Number(2.0, 17), 3), 3)

    assert parse("a between 1 and 2") == expected


def test_rules_join_several_claims() -> None:
    assert say(parse("a == b + c and d >= 0"), {}) == "a = b + c and d ≥ 0"
    assert names_in(parse("a == b + c and d >= 0 and a < 2")) == ("a", "b", "c", "d")


def test_brackets_are_those_of_the_language_and_only_where_a_part_needs_them() -> None:
    said = {"brackets": "（{}）", "separator": "，", "annualised": "{}", "max": "最大（{}）"}

    assert say(parse("annualised(a + b) / c"), {}, said) == "（a + b）÷ c"
    assert say(parse("annualised(a) / max(b, c)"), {}, said) == "a ÷ 最大（b，c）"


@pytest.mark.parametrize(
    ("text", "rule", "column"),
    [
        ("a # b", "F01", 3),
        ("资产 # b", "F01", 4),
        ("a b", "F02", 3),
        ("a + * b", "F02", 5),
        ("3x", "F03", 1),
        ("1_000", "F03", 1),
        ("1e999", "F03", 1),
        ("", "F04", 1),
        ("a +", "F04", 4),
        ("avrg(a)", "F07", 1),
        ("1 + avg()", "F08", 5),
        ("avg(a, b)", "F08", 1),
        ("prev(a, b)", "F12", 1),
        ("prev(a, 0)", "F12", 1),
        ("prev(a, 1.5)", "F12", 1),
        ("prev(a, 101)", "F12", 1),
        ("a == b == c", "F14", 8),
        ("(a ]", "F01", 4),
        ("(a b)", "F14", 4),
        ("(a", "F15", 3),
        ("a between 1", "F15", 12),
        ("__import__('os')", "F01", 12),
    ],
)
def test_what_makes_no_sense_is_told_with_its_column(text: str, rule: str, column: int) -> None:
    assert refused(text) == (rule, column)


@pytest.mark.parametrize("years", [1, 100])
def test_years_before_are_counted_from_one_to_a_hundred(years: int) -> None:
    found = parse(f"prev(a, {years})")

    assert isinstance(found, Call)
    assert found.arguments[1] == Number(years, column=9)


def test_an_unknown_function_gets_the_nearest_right_name() -> None:
    with pytest.raises(FormulaError) as caught:
        parse("annualized(a)")

    assert caught.value.facts["nearest"] == "annualised"


@pytest.mark.parametrize(
    "text",
    ["(" * 20_000, "(" * 9_000 + "1" + ")" * 9_000, "-" * 15_000 + "1", "avg(" * 4_000 + "a", "2**" * 6_000 + "2", "+".join(["a"] * 9_000), "a" * 30_000],
    ids=["open", "nested", "signs", "calls", "powers", "chain", "long"],
)  # fmt: skip
def test_no_text_is_too_deep_or_too_long_to_be_refused(text: str) -> None:
    assert refused(text)[0] == "F06"


def test_averages_of_averages_double_and_are_refused_in_time() -> None:
    assert refused("avg(" * 90 + "a" + ")" * 90)[0] == "F06"


def test_a_hundred_brackets_are_allowed() -> None:
    assert parse("(" * 100 + "a" + ")" * 100) == Name("a", 101)


def test_a_tree_of_a_hundred_and_fifty_levels_is_allowed_and_the_next_is_not() -> None:
    assert parse("+".join(["a"] * 150)).column == 298
    assert refused("+".join(["a"] * 151)) == ("F06", 1)


def of_weight(steps: int) -> str:
    """A formula whose derivation takes so many steps: a sign takes one more, an average one more than twice as many."""
    if steps == 1:
        return "a"
    return f"avg({of_weight((steps - 1) // 2)})" if steps % 2 else f"-{of_weight(steps - 1)}"


def test_ten_thousand_steps_are_allowed_and_the_next_is_not() -> None:
    assert names_in(parse(of_weight(10_000))) == ("a",)
    assert refused(of_weight(10_001)) == ("F06", 1)


def test_a_series_of_years_weighs_as_ten_of_them() -> None:
    assert parse(f"irr({of_weight(999)})")
    assert refused(f"irr({of_weight(1_000)})") == ("F06", 1)


def test_twenty_thousand_characters_are_allowed_and_the_next_is_not() -> None:
    assert parse("a" * 20_000).id == "a" * 20_000  # type: ignore[union-attr]
    assert refused("a" * 20_001) == ("F06", 20_001)


@pytest.mark.parametrize(
    ("name", "counts"),
    [
        *((name, {1}) for name in ("open", "last", "avg", "month", "ytd", "annualised", "budget", "comp", "abs")),
        *((name, {1, 2, 3, 4, 5, 6}) for name in ("sum", "max", "min", "irr")),
        ("npv", {2, 3, 4, 5, 6}),
        ("fv", {3, 4, 5}),
    ],
)
def test_a_function_takes_as_many_figures_as_it_is_made_for(name: str, counts: set[int]) -> None:
    for count in range(1, 7):
        text = f"{name}({', '.join('abcdef'[:count])})"
        assert (parse(text) is not None) if count in counts else refused(text) == ("F08", 1)


def test_prev_takes_a_number_of_years() -> None:
    assert parse("prev(a)")
    assert parse("prev(a, 2)")
    assert refused("prev(a, 2, 3)") == ("F08", 1)


@given(some.text(alphabet="ab1.+-*/()<>=, andprevoksum", max_size=40))
def test_any_text_is_a_tree_or_a_formula_error(text: str) -> None:
    try:
        tree = parse(text)
    except FormulaError as error:
        column = error.column
    else:
        column = max((len(name) for name in names_in(tree)), default=1)
    assert 1 <= column <= len(text) + 1


def formulas() -> some.SearchStrategy[str]:
    leaves = some.sampled_from(["a", "b", "2", "0.5"])
    return some.recursive(
        leaves,
        lambda inner: some.one_of(
            some.tuples(inner, some.sampled_from(["+", "-", "*", "/", "**"]), inner).map(
                lambda p: f"({p[0]} {p[1]} {p[2]})"
            ),
            inner.map(lambda p: f"-({p})"),
            inner.map(lambda p: f"avg({p})"),
        ),
    )


PLAIN = str.maketrans({"×": "*", "÷": "/", "−": "-", "^": "@"})


@given(formulas())
def test_the_words_of_a_formula_mean_the_same_formula(text: str) -> None:
    words = say(parse(text), {})

    again = words.translate(PLAIN).replace("@", "**")

    assert say(parse(again), {}) == words
