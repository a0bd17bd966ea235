"""One number, step by step: it ends in the number the table prints, and it begins in cells."""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from reportgen import compute
from reportgen.catalog.builtin import Aliases
from reportgen.model.dataset import Observation, View, from_observations
from reportgen.model.place import NOWHERE, Place
from reportgen.model.terms import Terms
from reportgen.model.values import Reason
from reportgen.pipeline.evaluation import _not_taken as not_taken
from reportgen.pipeline.periods import with_quarters

Make = Callable[..., Any]
PERIODS = [
    "2022",
    "2023",
    "2024",
    "2025",
    "2024-12",
    "2025-12",
    "2025-Q4",
    "2025-01",
    "2025-02",
    "2025-03",
    "2024-03",
    "2024-Q1",
    "2025-Q1",
]
ITEMS = [
    "assets", "net_assets", "short_term_loans", "interest_expense", "total_income", "income", "visits",
    "available_bed_days", "avg_open_beds", "beds_open", "cmi", "budget_income", "period_days",
    "budget_total_expense", "budget_total_expense_original", "budget_total_expense_adjusted", "inpatients_begin",
]  # fmt: skip
VIEWS = ["", "open", "ytd", "comp", "budget"]
NUMBERS = some.sampled_from([0.0, 1.0, -1.0, 0.004, 7.0, 29.0, 30.0, 1e6, -250.5, 1 / 3])


def formulas():
    leaves = some.one_of(
        some.sampled_from([*ITEMS, "days", "months", "other"]), some.sampled_from(["0", "1", "2.5", "12"])
    )

    def grown(inner: some.SearchStrategy[str]) -> some.SearchStrategy[str]:
        return some.one_of(
            some.tuples(inner, some.sampled_from(["+", "-", "*", "/"]), inner).map(lambda p: f"({p[0]} {p[1]} {p[2]})"),
            some.tuples(inner, some.sampled_from(["2", "0.5", "-1"])).map(lambda p: f"({p[0]}) ** {p[1]}"),
            some.tuples(
                some.sampled_from(
                    ["open", "prev", "last", "avg", "month", "ytd", "annualised", "budget", "comp", "abs"]
                ),
                inner,
            ).map(lambda p: f"{p[0]}({p[1]})"),
            inner.map(lambda p: f"prev({p}, 2)"),
            some.tuples(some.sampled_from(["sum", "max", "min", "npv", "irr"]), inner, inner).map(
                lambda p: f"{p[0]}({p[1]}, {p[2]})"
            ),
            inner.map(lambda p: f"irr({p})"),
            inner.map(lambda p: f"-{p}"),
        )

    return some.recursive(leaves, grown, max_leaves=6)


def ledgers():
    keys = some.tuples(some.sampled_from(ITEMS), some.sampled_from(PERIODS), some.sampled_from(VIEWS))
    return some.dictionaries(
        keys.map(lambda k: f"{k[0]}@{k[1]}" + (f"/{k[2]}" if k[2] else "")), NUMBERS, min_size=1, max_size=40
    )


@pytest.mark.slow
@settings(max_examples=200, deadline=None)
@given(
    formula=formulas(),
    figures=ledgers(),
    basis=some.sampled_from(["ytd", "month"]),
    average=some.sampled_from(["strict", "closing_allowed"]),
    forms=some.lists(some.sampled_from(PERIODS), max_size=2),
    terms=some.fixed_dictionaries(
        {},
        optional={
            "first_month": some.sampled_from([1, 7]),
            "first_year": some.sampled_from([2023, 2025]),
            "breaks": some.sampled_from([(2025,), (2023, 2024)]),
            "averages": some.just("monthly"),
            "annualise": some.just("days"),
            "day_base": some.just(360),
            "invalid": some.sampled_from(
                [frozenset({("assets", "renhe", "2025")}), frozenset({("income", "renhe", "2025-01")})]
            ),
        },
    ),
    definition=some.fixed_dictionaries(
        {},
        optional={
            "valid_from": some.just(2024),
            "valid_to": some.just(2024),
            "earlier": some.just(({"formula": "assets / income", "valid_to": 2023, "source": "before"},)),
        },
    ),
)
def test_a_derivation_ends_in_the_number_the_table_prints(
    small_catalog: Make,
    small_dataset: Make,
    formula: str,
    figures: dict[str, float],
    basis: str,
    average: str,
    forms: list[str],
    terms: dict[str, Any],
    definition: dict[str, Any],
):
    catalog = small_catalog({"it": formula, "other": "avg(assets) / income"}, average, **definition)
    dataset = small_dataset(figures, tuple(forms))
    whole = Terms(basis, **terms)

    table = compute.indicators(dataset, catalog, terms=whole)

    for entity, period in dataset.values.index:
        printed = table.at("it", entity, period)
        derived = compute.derive(dataset, catalog, "it", entity, period, terms=whole)
        assert derived.reason == printed.reason, (period, formula)
        assert derived.value == printed.value, (period, formula)
        assert printed.value is None or math.isfinite(printed.value)


READ = (
    "{}", "open({})", "month({})", "ytd({})", "budget({})", "comp({})", "annualised({})", "avg({})", "last({})",
    "last(last({}))", "prev({})", "prev({}, 2)", "prev(last({}))", "open(prev({}))", "open(last({}))", "ytd(prev({}))",
    "month(last({}))", "annualised(prev({}))", "avg(prev({}))", "avg(last({}))", "npv(0.1, {})",
)  # fmt: skip
"""Every way in which a formula may read an item."""
OF_EACH_KIND = (
    "assets", "short_term_loans", "income", "visits", "avg_open_beds", "beds_open", "budget_income",
    "inpatients_begin", "budget_total_expense_adjusted", "days", "months",
)  # fmt: skip
TIMES = [
    time
    for year in (2023, 2024, 2025)
    for time in (f"{year}", *(f"{year}-{m:02}" for m in range(1, 13)), *(f"{year}-Q{q}" for q in range(1, 5)))
]
LEDGERS: list[tuple[str, dict[str, Any]]] = [
    ("", {}),
    ("", {"basis": "month"}),
    ("open", {"averages": "monthly"}),
    ("open", {"basis": "month", "averages": "monthly", "breaks": (2024,)}),
    ("open comp", {"first_year": 2024}),
    ("open ytd", {"breaks": (2025,), "first_month": 7}),
    ("ytd", {"annualise": "days"}),
    ("ytd", {"basis": "month", "annualise": "days", "first_month": 7}),
    ("ytd open comp budget", {"day_base": 360}),
    ("ytd open comp budget", {"basis": "month", "day_base": 360, "first_year": 2025, "breaks": (2024, 2025)}),
    ("comp", {"invalid": frozenset({("income", "renhe", "2024"), ("assets", "renhe", "2024-12")})}),
    ("budget", {"invalid": frozenset({("visits", "renhe", "2025-03"), ("avg_open_beds", "renhe", "2025-Q1")})}),
]  # fmt: skip


def dense(views: str, fill: float, seed: int) -> tuple[dict[str, float], list[str]]:
    """Figures of most items in most of the rows that there are, and the rows of which a form was read."""
    dice = random.Random(seed)  # noqa: S311 - a sample, not a secret
    rows = [time for time in TIMES if dice.random() < (1.0 if fill > 0.9 else 0.8)]
    odd = {f"period_days@{time}": dice.choice([181.0, 365.0, 400.0]) for time in rows if dice.random() < 0.05}
    figures = {
        f"{item}@{time}" + (f"/{view}" if view else ""): dice.choice([0.0, 3.0, 7.5, 250.0, 1e6, -12.0])
        for item in OF_EACH_KIND[:-2]
        for time in rows
        for view in ("", *views.split())
        if dice.random() < (fill if not view else fill / 2)
    }
    return figures | odd, [time for time in rows if dice.random() < 0.3]


@pytest.mark.parametrize("fill", [0.97, 0.6])
@pytest.mark.parametrize(("views", "terms"), LEDGERS)
def test_every_way_to_read_an_item_leads_row_by_row_where_all_rows_at_once_lead(
    small_catalog: Make, small_dataset: Make, views: str, terms: dict[str, Any], fill: float
):
    formulas = {f"{n}-{item}": way.format(item) for n, way in enumerate(READ) for item in OF_EACH_KIND}
    catalog = small_catalog(formulas)
    figures, forms = dense(views, fill, LEDGERS.index((views, terms)))
    dataset = small_dataset(figures, tuple(forms))
    whole = Terms(**terms)

    table = compute.indicators(dataset, catalog, terms=whole)

    dice = random.Random(1)  # noqa: S311 - a sample, not a secret
    for name, formula in formulas.items():
        for entity, period in dice.sample(list(dataset.values.index), 6):
            printed = table.at(name, entity, period)
            tree = compute.derive(dataset, catalog, name, entity, period, terms=whole)
            assert (tree.value, tree.reason) == (printed.value, printed.reason), (period, formula)


LINES = ("income", "visits", "avg_open_beds", "short_term_loans", "beds_open")
"""Of every kind; in the quarters that follow a blank of each of them means nil."""


@pytest.mark.slow
@settings(max_examples=100, deadline=None)
@given(
    figures=some.dictionaries(
        some.tuples(
            some.sampled_from(LINES), some.integers(1, 9), some.sampled_from(["", "", "open", "ytd"])
        ).map(lambda key: f"{key[0]}@2025-{key[1]:02}" + (f"/{key[2]}" if key[2] else "")),
        some.sampled_from([0.0, 1.0, 7.0, -250.5, 1 / 3]),
        max_size=40,
    ),
    blank=some.sets(some.integers(1, 9), max_size=9),
    unread=some.sets(some.tuples(some.sampled_from(LINES), some.integers(1, 9)), max_size=4),
    basis=some.sampled_from(["ytd", "month"]),
)  # fmt: skip
def test_a_quarter_put_together_of_months_with_blanks_is_told_alike(
    small_catalog: Make,
    small_dataset: Make,
    figures: dict[str, float],
    blank: set[int],
    unread: set[tuple[str, int]],
    basis: str,
):
    ways = ("{}", "open({})", "month({})", "ytd({})", "last({})", "avg({})", "annualised({})", "month(last({}))")
    formulas = {f"{n}-{item}": way.format(item) for n, way in enumerate(ways) for item in LINES}
    catalog = small_catalog(formulas)
    nil = {name: item.model_copy(update={"blank_is_zero": name in LINES}) for name, item in catalog.items.items()}
    catalog = replace(catalog, items=nil)
    rows = {f"assets@2025-{number:02}": 1.0 for number in range(1, 10)}
    read = small_dataset(rows | figures, tuple(f"2025-{number:02}" for number in sorted(blank)))
    lost = {(item, "renhe", f"2025-{number:02}"): (NOWHERE,) for item, number in unread}
    dataset = with_quarters(replace(read, unread=lost), nil)
    terms = Terms(basis, invalid=not_taken(dataset))

    table = compute.indicators(dataset, catalog, terms=terms)

    for period in ("2025-Q1", "2025-Q2", "2025-Q3", "2025-09"):
        for name, formula in formulas.items():
            printed = table.at(name, "renhe", period)
            tree = compute.derive(dataset, catalog, name, "renhe", period, terms=terms)
            assert (tree.value, tree.reason) == (printed.value, printed.reason), (period, formula)


def test_a_derivation_names_the_cells(computed: Make):
    tree = computed("surplus / income", {"surplus@2025": 3.0, "income@2025": 4.0}).tree("2025")

    (quotient,) = tree.parts
    assert (tree.kind, tree.id, tree.value, tree.expression) == ("indicator", "it", 0.75, "surplus / income")
    assert (quotient.kind, quotient.id, quotient.expression) == ("operation", "/", "surplus ÷ income")
    assert [(part.id, part.value, str(part.place)) for part in quotient.parts] == [
        ("surplus", 3.0, "book.xlsx › Sheet!C1"),
        ("income", 4.0, "book.xlsx › Sheet!C2"),
    ]


def test_a_derivation_names_the_voucher_by_which_a_cell_was_booked(small_catalog: Make, small_dataset: Make):
    read = small_dataset({"assets@2025": 8.0, "debts@2025": 2.0})
    booked = replace(read, vouchers={Place("book.xlsx", "Sheet", "C2"): "JV-12"})

    tree = compute.derive(booked, small_catalog({"it": "debts / assets"}), "it", "renhe", "2025")

    assert [(part.id, part.voucher) for part in tree.parts[0].parts] == [("debts", "JV-12"), ("assets", "")]


@pytest.mark.parametrize(("forms", "value"), [(("会政财01", "other"), 0.0), (("other", "another"), None)])
def test_a_blank_on_one_of_the_forms_of_a_line_is_zero(
    small_catalog: Make, small_dataset: Make, forms: tuple[str, ...], value: float | None
):
    read = small_dataset({"assets@2025": 8.0}, ("2025",))
    catalog = small_catalog({"it": "short_term_loans / assets"})
    loans = catalog.items["short_term_loans"].model_copy(update={"forms": forms})
    catalog = replace(catalog, items={**catalog.items, "short_term_loans": loans})

    assert compute.derive(read, catalog, "it", "renhe", "2025").value == value
    assert compute.indicators(read, catalog).at("it", "renhe", "2025").value == value


def test_a_derivation_says_from_which_period_and_column_a_figure_is(computed: Make):
    tree = computed(
        "avg(assets) / prev(income)", {"assets@2025": 3.0, "assets@2025/open": 1.0, "income@2024": 4.0}
    ).tree("2025")

    average, before = tree.parts[0].parts
    assert [(part.period, part.view, part.value) for part in average.parts] == [
        ("2025", "open", 1.0),
        ("2025", "", 3.0),
    ]
    assert (before.period, before.view, before.value) == ("2024", "", 4.0)


def test_a_figure_made_of_months_shows_them(computed: Make):
    tree = computed("visits", {"visits@2025-01": 10.0, "visits@2025-02": 20.0}).tree("2025-02")

    (visits,) = tree.parts
    assert [(part.period, part.value) for part in visits.parts] == [("2025-01", 10.0), ("2025-02", 20.0)]


@pytest.mark.parametrize(
    ("item", "figures", "expression", "parts"),
    [
        ("visits", {"-01": 10.0, "-02": 20.0, "-03": 40.0}, "sum(visits)", {"-01": 10.0, "-02": 20.0, "-03": 40.0}),
        ("avg_open_beds", {"-01": 90.0, "-02": 95.0, "-03": 115.0}, "mean(avg_open_beds)", {"-01": 90, "-02": 95, "-03": 115}),
        ("income", {"-03/ytd": 30.0, "-06/ytd": 70.0}, "difference(income)", {"-06": 70.0, "-03": 30.0}),
        ("income", {"-03/ytd": 30.0}, "income", {}),
        ("income", {"-01": 10.0, "-02": 20.0, "-03/ytd": 30.0}, "income", {}),
        ("income", {"-Q1": 31.0, "-01": 10.0, "-02": 20.0, "-03": 40.0}, "income", {}),
    ],
)  # fmt: skip
def test_a_quarter_shows_the_months_that_it_is_put_together_of(
    small_catalog: Make,
    small_dataset: Make,
    item: str,
    figures: dict[str, float],
    expression: str,
    parts: dict[str, float],
):
    """One that the books state themselves is not said to be a sum, and two figures to date are a difference."""
    catalog = small_catalog({"it": f"month({item})"})
    rows = {f"assets@2025-{number:02}": 1.0 for number in range(1, 7)}
    read = small_dataset(rows | {f"{item}@2025{when}": value for when, value in figures.items()})
    quarter = "2025-Q2" if "-06/ytd" in figures else "2025-Q1"

    (made,) = compute.derive(with_quarters(read, catalog.items), catalog, "it", "renhe", quarter).parts
    while made.kind != "item":
        (made,) = made.parts

    assert made.expression == expression
    assert made.view == ("ytd" if not parts and "-03/ytd" in figures else "")
    assert {part.period.removeprefix("2025"): part.value for part in made.parts} == parts


@pytest.mark.parametrize(
    ("printed", "year_at", "parts"),
    [
        (set(), "C4", ["2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4"]),
        (set(), "C9", []),
        ({"2025"}, "C4", []),
        ({"2025-Q4/ytd"}, "C4", []),
    ],
)
def test_a_year_shows_the_quarters_that_the_reader_added_up(
    small_catalog: Make, printed: set[str], year_at: str, parts: list[str]
):
    """They are, where neither the year nor the year to date was printed and the year stands where the last one does."""
    cells = {f"2025-Q{number}": (10.0 * number, f"C{number}") for number in (1, 2, 3, 4)}
    cells |= {"2025-Q4/ytd": (100.0, "C4"), "2025": (100.0, year_at)}
    derived = {"2025", "2025-Q4/ytd"} - printed
    read = [
        Observation(
            "income", "renhe", period, View(view), value, "money", replace(SHEET, cell=at), derived=name in derived
        )
        for name, (value, at) in cells.items()
        for period, _, view in (name.partition("/"),)
    ]

    tree = compute.derive(from_observations(read, ()), small_catalog({"it": "income"}), "it", "renhe", "2025")
    (income,) = tree.parts

    assert income.value == 100
    assert income.expression == ("sum(income)" if parts else "income")
    assert [part.period for part in income.parts] == parts


SHEET = Place("book.xlsx", "Sheet")


@pytest.mark.parametrize(
    ("expense", "place", "expression", "cells"),
    [
        (70.0, SHEET, "income − expense", ["C1", "C2"]),
        (60.0, SHEET, "surplus", []),
        (70.0, Place("book.xlsx", "Sheet", "C9"), "surplus", []),
        (70.0, Place("book.csv", line=9), "surplus", []),
    ],
)
def test_a_figure_that_no_cell_has_shows_the_lines_it_follows_from(
    small_catalog: Make, expense: float, place: Place, expression: str, cells: list[str]
):
    """Unless these come to another amount, or it stands somewhere itself."""
    lines = {
        "income": (100.0, Place("book.xlsx", "Sheet", "C1")),
        "expense": (expense, Place("book.xlsx", "Sheet", "C2")),
    }
    read = from_observations(
        [Observation(name, "renhe", "2025", View.PERIOD, value, "money", at)
         for name, (value, at) in {**lines, "surplus": (30.0, place)}.items()]
    )  # fmt: skip
    follows = Aliases(follows={"surplus": {"income": "+", "expense": "-"}})
    catalog = replace(small_catalog({"it": "surplus"}), aliases=follows)

    (found,) = compute.derive(read, catalog, "it", "renhe", "2025").parts

    assert (found.expression, found.value) == (expression, 30.0)
    assert [part.place.cell for made in found.parts for part in made.parts if part.place] == cells


def test_an_estimate_shows_what_it_is_made_from(computed: Make):
    tree = computed("available_bed_days", {"beds_open@2025": 100.0}).tree("2025")

    (item,) = tree.parts
    assert (item.value, item.estimated, item.expression) == (36500.0, True, "beds_open × days")


def test_an_indicator_of_indicators_shows_their_formulas(small_catalog: Make, small_dataset: Make):
    catalog = small_catalog({"margin": "surplus / income", "twice": "margin * 2"})
    dataset = small_dataset({"surplus@2025": 1.0, "income@2025": 4.0})

    tree = compute.derive(dataset, catalog, "twice", "renhe", "2025")

    (product,) = tree.parts
    assert tree.value == 0.5
    assert (product.parts[0].kind, product.parts[0].expression) == ("indicator", "surplus / income")


def test_what_is_missing_stays_in_the_tree_with_its_reason(computed: Make):
    tree = computed("surplus / income", {"surplus@2025": 1.0}).tree("2025")

    assert [part.reason for part in tree.parts[0].parts] == [None, Reason.MISSING_INPUT]


def test_a_period_without_a_row_has_no_number(computed: Make):
    tree = computed("surplus", {"surplus@2025": 1.0}).tree("2019")

    assert (tree.value, tree.reason) == (None, Reason.MISSING_INPUT)


@pytest.mark.parametrize("count", [1, 3])
def test_rows_do_not_look_into_other_entities(small_catalog: Make, count: int):
    rows = [
        Observation("income", f"h{number}", period, View.PERIOD, value * number, "money", NOWHERE)
        for number in range(1, count + 1)
        for period, value in (("2024", 100.0), ("2025", 150.0))
    ]
    values = compute.indicators(from_observations(rows), small_catalog({"it": "income / prev(income)"}))

    assert [values.at("it", f"h{n}", "2025").value for n in range(1, count + 1)] == [1.5] * count
    assert values.at("it", "h1", "2024").reason is Reason.MISSING_PRIOR
