"""Names and units: what a formula may say about which quantities."""

from __future__ import annotations

import pytest

from reportgen.catalog import load_catalog
from reportgen.compute.derivation import in_words
from reportgen.formula import Symbol, check, check_all, check_rule, in_order, parse
from reportgen.formula.check import agrees, dimension_of, power, product, spelled

UNITS = {
    "money": "money",
    "loans": "money",
    "staff": "person",
    "visits": "count",
    "bed_days": "bed_day",
    "cmi": "index",
}
SYMBOLS = {name: Symbol.of_unit(unit) for name, unit in UNITS.items()}


def rules(text: str, unit: str | None = None, *, comparisons: bool = False) -> list[tuple[str, int]]:
    found = check(parse(text), SYMBOLS, unit, comparisons=comparisons)
    return [(problem.rule, problem.column) for problem in found]


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("money / loans", "percent"),
        ("money / staff", "money_per_person"),
        ("money / visits", "money_each"),
        ("avg(money) * days / loans", "days"),
        ("bed_days / visits", "days"),
        ("bed_days / staff / days", "count"),
        ("visits / staff", "times"),
        ("(money / prev(money)) ** (1 / 3) - 1", "percent"),
        ("1 - money / loans", "ratio"),
        ("max(0, money)", "money"),
        ("npv(cmi, money, loans)", "money"),
        ("cmi * 2 + 1", "score"),
        ("money ** 2 / loans", "money"),
        ("(money * loans) ** 2 / money ** 3", "money"),
        ("max(1, money, -1)", "money"),
        ("min(1, 2)", "ratio"),
        ("money ** 0 + 1", "ratio"),
        ("cmi ** 0.5", "ratio"),
        ("cmi ** cmi", "ratio"),
        ("irr(money, loans)", "percent"),
        ("fv(cmi, visits, money)", "money"),
        ("avg(prev(money, 2)) / abs(loans)", "ratio"),
        ("visits * days", "count"),
        ("visits / days", "count"),
        ("money / days", "money_each"),
    ],
)
def test_units_that_fit(text: str, unit: str) -> None:
    assert rules(text, unit) == []


@pytest.mark.parametrize(
    ("text", "unit", "found"),
    [
        ("money + staff", "money", ("F10", 7)),
        ("money + 1", "money", ("F10", 7)),
        ("sum(money, staff)", "money", ("F10", 12)),
        ("money / staff", "percent", ("F11", 1)),
        ("money * loans", "money", ("F11", 1)),
        ("money / loans", "days", ("F11", 1)),
        ("money ** (1 / 3)", "money", ("F13", 7)),
        ("money > 0", "ratio", ("F09", 7)),
        ("max(1, money, staff)", "money", ("F10", 15)),
        ("min(money, -1, staff)", "money", ("F10", 16)),
        ("sum(money, 1)", "money", ("F10", 12)),
        ("2 ** money", "money", ("F13", 3)),
        ("money ** cmi", "money", ("F13", 7)),
        ("money / visits and 1", "money", ("F09", 16)),
        ("money / visits", "percent", ("F11", 1)),
        ("npv(money, cmi)", "money", ("F11", 1)),
        ("irr(money, loans)", "money", ("F11", 1)),
        ("fv(cmi, visits, money)", "percent", ("F11", 1)),
        ("money / days", "money", ("F11", 1)),
        ("bed_days * days", "count", ("F11", 1)),
    ],
)
def test_units_that_do_not(text: str, unit: str, found: tuple[str, int]) -> None:
    assert rules(text, unit) == [found]


def test_both_units_that_differ_are_named() -> None:
    (found,) = check(parse("max(money, staff)"), SYMBOLS)

    assert (found.facts["left"], found.facts["right"]) == ("money", "person")


@pytest.mark.parametrize(
    ("unit", "dimension"),
    [
        ("bed_day", {"bed": 1, "day": 1}),
        ("days", {"day": 1}),
        ("money_per_person", {"money": 1, "person": -1}),
        ("money_each", {"money": 1}),
        ("per_money", {"money": -1}),
        ("percent", {}),
        ("bed", {"bed": 1}),
    ],
)
def test_a_unit_is_made_of_base_units(unit: str, dimension: dict[str, int]) -> None:
    assert dimension_of(unit) == dimension


@pytest.mark.parametrize(
    ("text", "unit", "fits"),
    [
        ("visits / days", "count", True),
        ("visits * days", "count", True),
        ("visits / days / days", "count", False),
        ("visits * days * days", "count", False),
        ("money / visits / days", "money_each", True),
        ("money / visits * days", "money_each", False),
        ("money / visits / days / days", "money_each", False),
        ("months * money / loans", "ratio", True),
        ("days * money / loans", "ratio", False),
        ("days * days * money / loans", "days", False),
    ],
)
def test_a_count_may_be_one_a_day_and_money_for_each_may_be_one_a_day(text: str, unit: str, *, fits: bool) -> None:
    assert (rules(text, unit) == []) is fits


def test_all_unknown_names_are_told_at_once_with_the_nearest_right_ones() -> None:
    found = check(parse("moneys / lons"), SYMBOLS)

    assert [(p.rule, p.column, p.facts["nearest"]) for p in found] == [("F05", 1, "money"), ("F05", 10, "loans")]


def test_a_comparison_with_a_literal_fits_any_quantity() -> None:
    assert rules("money >= 0 and money / visits between 50 and 2000", comparisons=True) == []
    assert rules("money == staff", comparisons=True) == [("F10", 7)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("money == loans and money / visits between 1 and 2", []),
        ("open(each) == prev(each)", []),
        ("money + loans", [("F17", 7)]),
        ("money == loans and staff", [("F17", 20)]),
        ("money == loans + (staff > 1)", [("F09", 25)]),
        ("money == lones", [("F05", 10)]),
    ],
)
def test_the_rule_of_a_check_compares(text: str, found: list[tuple[str, int]]) -> None:
    assert [(problem.rule, problem.column) for problem in check_rule(parse(text), SYMBOLS)] == found


def test_every_rule_of_the_catalogue_is_right() -> None:
    catalog = load_catalog()
    symbols = {name: Symbol.of_unit(item.unit) for name, item in catalog.items.items()}

    assert {name: check_rule(parse(rule.rule), symbols) for name, rule in catalog.checks.items()} == dict.fromkeys(
        catalog.checks, ()
    )


def test_an_indicator_may_use_others_and_takes_over_their_units() -> None:
    formulas = {"twice": parse("each * 2"), "each": parse("money / visits"), "wrong": parse("each + money")}
    declared = {"twice": "money_each", "each": "money_each", "wrong": "money"}

    order, circular = in_order(formulas, UNITS)

    assert order.index("each") < order.index("twice")
    assert not circular
    assert [p.rule for p in check_all(formulas, declared, UNITS)["wrong"]] == ["F10"]
    assert "twice" not in check_all(formulas, declared, UNITS)


def test_a_circle_is_told_for_each_indicator_in_it_and_the_others_are_computed() -> None:
    formulas = {"a": parse("1 + b"), "b": parse("a"), "c": parse("money / loans"), "itself": parse("itself + 1")}

    problems = check_all(formulas, dict.fromkeys(formulas, "ratio"), UNITS)

    assert {name: (p[0].rule, p[0].column) for name, p in problems.items()} == {
        "a": ("F16", 5), "b": ("F16", 1), "itself": ("F16", 1),
    }  # fmt: skip


def test_a_long_chain_of_indicators_is_refused_before_it_can_overflow() -> None:
    formulas = {f"i{n}": parse(f"i{n - 1} + 1" if n else "cmi") for n in range(2_000)}

    problems = check_all(formulas, dict.fromkeys(formulas, "ratio"), UNITS)

    assert {p[0].rule for p in problems.values()} == {"F06"}


def test_indicators_that_double_each_other_are_refused_before_a_derivation_explodes() -> None:
    formulas = {f"i{n}": parse(f"i{n - 1} + i{n - 1}" if n else "cmi") for n in range(60)}

    problems = check_all(formulas, dict.fromkeys(formulas, "ratio"), UNITS)

    assert "i5" not in problems
    assert problems["i59"][0].rule == "F06"


def over_limits(formulas: dict[str, str]) -> dict[str, object]:
    """Indicators that are too much to be derived, each with the limit that it is told."""
    problems = check_all(
        {name: parse(text) for name, text in formulas.items()}, dict.fromkeys(formulas, "ratio"), UNITS
    )
    assert {p[0].rule for p in problems.values()} <= {"F06"}
    return {name: p[0].facts["limit"] for name, p in problems.items()}


def test_two_hundred_levels_are_allowed_and_the_next_is_not_whatever_else_an_indicator_names() -> None:
    chain = {f"i{n}": f"i{n - 1} + cmi" if n else "-cmi" for n in range(102)}

    assert over_limits(chain) == dict.fromkeys(list(chain)[-2:], 200)


def of_weight(steps: int) -> dict[str, str]:
    """Indicators by the steps that their derivations take, up to one of so many."""
    if steps == 1:
        return {"i1": "cmi"}
    below = (steps - 1) if steps % 2 == 0 else (steps - 1) // 2
    return {**of_weight(below), f"i{steps}": f"-i{below}" if steps % 2 == 0 else f"i{below} + i{below}"}


def test_ten_thousand_steps_are_allowed_and_the_next_is_not() -> None:
    assert over_limits(of_weight(10_000)) == {}
    assert over_limits(of_weight(10_001)) == {"i10001": 10_000}


def test_of_an_indicator_too_deep_and_too_much_the_depth_is_told() -> None:
    deep = {f"i{n}": f"i{n - 1} + i{n - 1}" if n else "-cmi" for n in range(102)}

    assert over_limits(deep) == {f"i{n}": 200 if n > 99 else 10_000 for n in range(12, 102)}


def test_every_indicator_of_the_catalogue_is_right() -> None:
    catalog = load_catalog()
    units = {name: item.unit for name, item in catalog.items.items()}
    declared = {name: indicator.unit for name, indicator in catalog.indicators.items()}

    assert check_all(catalog.expressions, declared, units) == {}
    assert len(catalog.indicators) >= 254


def test_indicators_not_to_be_scored_together_are_indicators() -> None:
    indicators = load_catalog().indicators

    for name, indicator in indicators.items():
        assert name not in indicator.same_as
        assert set(indicator.same_as) <= set(indicators), name


def test_short_names_are_short() -> None:
    for name, indicator in load_catalog().indicators.items():
        if indicator.short:
            assert len(indicator.short.zh) <= 9, name
            assert len(indicator.short.en) <= 21, name


def test_a_formula_is_said_in_both_languages() -> None:
    catalog = load_catalog()

    said = in_words(catalog.expressions["receivable_turnover_days"], catalog)

    assert said.zh == "平均应收账款净额 × 天数 ÷ 医疗收入"
    assert said.en.lower() == "average accounts receivable, net × days ÷ medical income"


@pytest.mark.parametrize(
    ("unit", "other", "above", "below"),
    [
        ({}, {}, "1", "1"),
        ({"money": 1}, {}, "money", "money"),
        ({}, {"money": 1}, "money", "1 / money"),
        ({"money": 1}, {"money": 1}, "money^2", "1"),
        ({"money": 1}, {"money": -1}, "1", "money^2"),
        ({"bed": 1, "day": 1}, {"person": 2}, "bed·day·person^2", "bed·day / person^2"),
        ({"bed": 1}, {"day": 1, "person": 1}, "bed·day·person", "bed / day·person"),
    ],
)
def test_units_multiply_divide_and_are_said(
    unit: dict[str, int], other: dict[str, int], above: str, below: str
) -> None:
    assert spelled(product(unit, other)) == above
    assert spelled(product(unit, other, -1)) == below


def test_a_power_multiplies_exponents_and_the_power_zero_has_no_unit() -> None:
    assert [power({"bed": 1, "day": -2}, n) for n in (-1, 0, 3)] == [{"bed": -1, "day": 2}, {}, {"bed": 3, "day": -6}]


@pytest.mark.parametrize(
    ("found", "declared", "right"),
    [
        ({"money": 1, "person": -1}, "money_per_person", True),
        ({"money": 1, "visits": -1}, "money_per_person", True),
        ({"money": 1}, "money_per_person", True),
        ({"money": 2}, "money_per_person", False),
        ({"person": 1}, "count", True),
        ({"person": 1, "day": -1}, "count", True),
        ({"person": 1, "day": 1}, "count", True),
        ({"person": 1, "day": 2}, "count", False),
        ({"money": 1, "day": -1}, "money_each", True),
        ({"money": 1, "day": 1}, "money_each", False),
        ({"money": -1, "bed": 1}, "per_money", True),
        ({"day": 1}, "days", True),
        ({"day": 1}, "percent", False),
        ({"bed": 1}, "percent", True),
        ({}, "days", False),
    ],
)
def test_money_and_days_have_to_agree_and_what_is_counted_cancels(
    found: dict[str, int],
    declared: str,
    right: bool,  # noqa: FBT001
) -> None:
    assert agrees(found, declared) is right


def test_an_order_waits_for_all_that_an_indicator_names_once_or_often() -> None:
    formulas = {
        "top": parse("left + right + left"), "left": parse("base"), "right": parse("base * left"), "base": parse("cmi"),
        "round": parse("turn"), "turn": parse("round + base"), "beside": parse("turn + 1"), "cmi": parse("top"),
    }  # fmt: skip

    assert in_order(formulas, UNITS) == (("base", "left", "right", "top", "cmi"), {"round", "turn", "beside"})
