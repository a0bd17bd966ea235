"""Figures against their own past, and digits that ledgers seldom have."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from analysis.cases import write
from reportgen import checks, pipeline
from reportgen.catalog import Catalog
from reportgen.model.dataset import Observation, View, from_observations
from reportgen.model.place import NOWHERE

Make = Callable[..., Any]
MONTHS = [f"{number:02}" for number in range(1, 13)]


def months(item: str, amounts: list[float]) -> dict[str, float]:
    return {f"{item}@2025-{month}": amount for month, amount in zip(MONTHS, amounts, strict=False)}


def rules(outcome: Any) -> list[str]:
    return [finding.rule for finding in outcome.findings]


@pytest.mark.parametrize(
    ("amounts", "found"),
    [
        ([50_000.0, 52_000.0, -51_000.0], ["W32"]),
        ([50_000.0, 52_000.0, 51_000.0], []),
        ([50_000.0, -52_000.0, -51_000.0], []),
        ([50_000.0, 52_000.0, -5_000.0], []),
        ([50_000.0, 54_000.0, -26_000.0], ["W32"]),
        ([50_000.0, 54_000.0, -25_900.0], []),
        ([50_000.0, 54_000.0, -104_000.0], ["W32"]),
        ([50_000.0, 54_000.0, -104_100.0], []),
        ([19_000.0, 19_000.0, -10_000.0], ["W32"]),
        ([19_000.0, 19_000.0, -9_999.0], []),
    ],
    ids=[
        "turned",
        "as ever",
        "changes its sign",
        "small",
        "half of the usual",
        "less than half",
        "twice the usual",
        "more than twice",
        "just worth asking",
        "not worth asking",
    ],
)
def test_w32_the_usual_amount_with_the_other_sign(amounts: list[float], found: list[str], checked: Make) -> None:
    assert rules(checked(months("rental_income", amounts))) == found


@pytest.mark.parametrize("surplus", ["period_surplus", "medical_surplus"])  # what is left, and what of it is medical
def test_w32_a_surplus_may_change_its_sign(surplus: str, checked: Make) -> None:
    assert not checked(months(surplus, [50_000.0, 52_000.0, -51_000.0])).findings


def test_w32_a_total_of_receipts_is_asked_about_as_its_lines_are(checked: Make) -> None:
    """Only what is left after a deduction may have either sign."""
    assert rules(checked(months("operating_cash_inflow", [50_000.0, 52_000.0, -51_000.0]))) == ["W32"]


QUIET = [100_000.0, 101_000.0, 99_000.0, 100_500.0, 102_000.0, 98_000.0, 100_000.0, 101_500.0]


def test_w33_a_month_far_from_the_months_before(checked: Make, catalog: Catalog) -> None:
    (found,) = checked(months("rental_income", [*QUIET, 400_000.0])).findings

    assert (found.rule, found.facts["period"], found.facts["count"]) == ("W33", "2025-09", 8)
    assert "100,250.00" in catalog.messages.say(found, "en").message
    assert not checked(months("rental_income", [*QUIET, 104_000.0])).findings
    assert not checked(months("rental_income", [*QUIET[:7], 400_000.0])).findings, "too few months"


@pytest.mark.parametrize(
    ("past", "now", "found"),
    [
        (QUIET, 150_375.0, []),
        (QUIET, 150_376.0, ["W33"]),
        (QUIET, 50_125.0, []),
        (QUIET, 50_124.0, ["W33"]),
        ([amount / 10 for amount in QUIET], 20_024.0, []),
        ([amount / 10 for amount in QUIET], 20_025.0, ["W33"]),
        ([90_000.0, 110_000.0] * 4, 218_600.0, []),
        ([90_000.0, 110_000.0] * 4, 218_620.0, ["W33"]),
        ([100_000.0] * 8, 400_000.0, []),
    ],
    ids=[
        "half more",
        "more than half more",
        "half",
        "less than half",
        "not worth asking",
        "just worth asking",
        "eight deviations",
        "more than eight",
        "never moved before",
    ],
)
def test_w33_far_is_more_than_half_and_more_than_eight_deviations_from_the_middle(
    past: list[float], now: float, found: list[str], checked: Make
) -> None:
    assert rules(checked(months("rental_income", [*past, now]))) == found


@pytest.mark.parametrize("amounts", [[50_000.0, 52_000.0, -51_000.0], [*QUIET, 400_000.0]])
def test_a_count_is_no_amount_that_its_past_is_held_against(amounts: list[float], checked: Make) -> None:
    assert not {"W32", "W33"} & {*rules(checked(months("outpatient_visits", amounts)))}


@pytest.mark.parametrize(("hospitals", "asked"), [(20, 20), (21, 0)])
def test_more_than_twenty_hospitals_are_a_panel_of_which_the_past_is_not_asked(
    hospitals: int, asked: int, catalog: Catalog
) -> None:
    seen = [
        Observation("rental_income", f"h{number}", f"2025-0{month}", View(""), amount, "money", NOWHERE, 0.01)
        for number in range(hospitals)
        for month, amount in ((1, 50_000.0), (2, 52_000.0), (3, -51_000.0))
    ]

    assert rules(checks.all_of(from_observations(seen, []), catalog)).count("W32") == asked


@pytest.mark.parametrize(("months_before", "found"), [(1, []), (2, ["W32"])])
def test_w32_two_periods_before_agree_on_a_sign(months_before: int, found: list[str], checked: Make) -> None:
    assert rules(checked(months("rental_income", [50_000.0] * months_before + [-50_000.0]))) == found


@pytest.mark.parametrize(
    ("before", "found"), [(("2024-01", "2024-02"), ["W32"]), (("2023-12", "2024-01"), []), (("2023-11", "2023-12"), [])]
)
def test_w32_looks_back_twelve_months(before: tuple[str, str], found: list[str], checked: Make) -> None:
    figures = dict.fromkeys([f"rental_income@{month}" for month in before], 50_000.0)

    assert rules(checked(figures | {"rental_income@2025-01": -50_000.0})) == found


def test_w33_looks_back_twelve_months(checked: Make) -> None:
    """The thirteenth and the fourteenth before would put the middle elsewhere."""
    past = [9e6, 9e6, *QUIET, *QUIET[:4]]
    keys = [f"rental_income@{2024 + (n // 12)}-{n % 12 + 1:02}" for n in range(len(past) + 1)]
    figures = dict(zip(keys, [*past, 400_000.0], strict=True))

    (found,) = (one for one in checked(figures).findings if one.rule == "W33" and one.facts["period"] == "2025-03")

    assert found.facts["count"] == 12
    assert found.facts["median"] == 100_250.0


LINES = 24


def balance(catalog: Catalog, amount: float) -> dict[str, float]:
    rows = [row.item for row in (*catalog.forms["会政财01"].rows, *catalog.forms["会政财01"].right_rows) if row.item]
    return {f"{item}@2025": amount * (1 + number) for number, item in enumerate(rows[:LINES])}


def test_w29_a_form_of_round_amounts(checked: Make, catalog: Catalog) -> None:
    even = checked(balance(catalog, 7_000.0), ["会政财01@2025"])
    odd = checked(balance(catalog, 7_001.37), ["会政财01@2025"])

    assert [(f.facts["percent"], f.facts["count"]) for f in even.findings if f.rule == "W29"] == [(100.0, LINES)]
    assert "W29" not in rules(odd)


@pytest.mark.parametrize(("even", "found"), [(6, [30.0]), (5, [])])
def test_w29_three_in_ten_of_twenty_amounts_are_round(
    even: int, found: list[float], checked: Make, catalog: Catalog
) -> None:
    figures = dict(list(balance(catalog, 1_001.37).items())[:20])
    figures |= {key: 1_000.0 * number for number, key in enumerate([*figures][:even], start=1)}

    told = checked(figures, ["会政财01@2025"]).findings
    fewer = checked(dict(list(figures.items())[:19]), ["会政财01@2025"])

    assert [f.facts["percent"] for f in told if f.rule == "W29"] == found
    assert "W29" not in rules(fewer), "fewer than twenty amounts tell nothing"


def test_w29_hardly_fewer_than_three_in_ten_are_none(checked: Make, catalog: Catalog) -> None:
    rows = [row.item for row in (*catalog.forms["会政财01"].rows, *catalog.forms["会政财01"].right_rows) if row.item]
    figures = {f"{item}@2025": 1_001.37 * number for number, item in enumerate(rows[:37], start=1)}
    for even, found in ((11, []), (12, [32.4])):
        figures |= {key: 1_000.0 * number for number, key in enumerate([*figures][:even], start=1)}
        told = checked(figures, ["会政财01@2025"]).findings

        assert [f.facts["percent"] for f in told if f.rule == "W29"] == found


@pytest.mark.parametrize(
    ("twentieth", "found"),
    [(9_876.54, [20]), (0.0, []), (1_000.0, []), (-1_000.0, []), (1.0, [20])],
    ids=["another amount", "a nil", "the same again", "the same taken off", "one"],
)
def test_w29_counts_each_amount_once_and_no_nil(
    twentieth: float, found: list[int], checked: Make, catalog: Catalog
) -> None:
    keys = [*balance(catalog, 1.0)][:20]
    amounts = [1_000.0 * number for number in range(1, 10)] + [1_001.37 * number for number in range(1, 11)]
    figures = dict(zip(keys, [*amounts, twentieth], strict=True))

    told = checked(figures, ["会政财01@2025"]).findings

    assert [f.facts["count"] for f in told if f.rule == "W29"] == found


def test_w29_tells_the_months_of_a_year_once(checked: Make, catalog: Catalog) -> None:
    months = [f"2025-{month:02}" for month in (1, 2, 10)]
    figures = {key.replace("@2025", f"@{at}"): value for at in months for key, value in balance(catalog, 7e3).items()}

    found = checked(figures, [f"会政财01@{at}" for at in months]).findings

    (told,) = (f for f in found if f.rule == "W29")
    assert (told.facts["period"], told.facts["others"]) == ("2025-01", ("2025-02", "2025-10"))
    assert catalog.messages.say(told, "en").message.endswith("; the same in 2025-02, 2025-10")


@pytest.mark.serves("003-025")
def test_w34_a_surplus_without_cash_behind_it(checked: Make, catalog: Catalog) -> None:
    def found(surplus: float, cash: float) -> Any:
        figures = {"period_surplus@2025": surplus, "net_operating_cash_flow@2025": cash}
        return [f for f in checked(figures).findings if f.rule == "W34"]

    (one,) = found(5.0, -3.0)
    message = catalog.messages.both(one).message
    for words in (message.zh, message.en):
        assert "5.00" in words
        assert "−3.00" in words
    assert message.en.endswith("the surplus has no cash behind it")
    assert not found(5.0, 3.0)
    assert not found(-5.0, -3.0)
    assert not [f for f in checked({"net_operating_cash_flow@2025": -3.0}).findings if f.rule == "W34"]


@pytest.mark.serves("001-34")
def test_w35_cash_against_the_bank(checked: Make) -> None:
    (found,) = checked({"cash_and_bank@2025": 10.0, "bank_confirmed_balance@2025": 8.0}).findings

    assert (found.rule, found.facts["gap"], found.place.cell, found.places[0].cell) == ("W35", 2.0, "C1", "C2")


@pytest.mark.serves("000-19")
def test_expense_above_the_budget_of_the_year(checked: Make) -> None:
    def found(spent: float) -> list[str]:
        return rules(checked({"admin_expense@2025-06/ytd": spent, "admin_expense@2025/budget": 100.0}))

    assert (found(101.0), found(99.0)) == (["W36"], [])


@pytest.mark.serves("003-177", "000-19")
@pytest.mark.parametrize("item", ["hospitality_expense", "travel_expense", "office_expense"])
def test_hospitality_travel_and_office_expense_above_budget_is_told_with_both_amounts(
    item: str, checked: Make, catalog: Catalog
) -> None:
    def found(spent: float) -> Any:
        return checked({f"{item}@2025-06/ytd": spent, f"{item}@2025/budget": 100.0}).findings

    (one,) = found(101.5)
    said = catalog.messages.say(one, "en").message
    assert one.rule == "W37"
    assert f"{catalog.items[item].name.en} year to date = 101.50, above the budget of the year, 100.00" in said
    assert found(100.0) == ()


@pytest.mark.serves("003-170")
def test_w38_retention_below_five_per_cent(checked: Make, catalog: Catalog) -> None:
    (found,) = checked({"retention_money@2025": 40.0, "contract_value@2025": 1000.0}).findings

    said = catalog.messages.say(found, "en").message
    assert found.rule == "W38"
    assert "retention is 4.00%, below 5.00%" in said
    assert "40.00" in said
    assert "1,000.00" in said
    assert not checked({"retention_money@2025": 50.0, "contract_value@2025": 1000.0}).findings


@pytest.mark.serves("003-170")
def test_a_hospital_sets_its_own_line_for_retention(tmp_path: Path) -> None:
    write(tmp_path, {"retention_money@2025": 40.0, "contract_value@2025": 1000.0})
    (tmp_path / "checks").mkdir()
    own = "W38:\n  name: {zh: 质保金, en: Retention}\n  replaces: W38\n  severity: warning\n  source: 本院\n"
    for line, words in (("0.03", []), ("0.045", ["retention is 4.00%, below 4.50%"])):
        rule = f'  rule: retention_money / contract_value >= {line}\n  tolerance: "0"\n'
        (tmp_path / "checks" / "own.yaml").write_text(own + rule, encoding="utf-8")
        found = pipeline.check(tmp_path)
        said = [found.catalog.messages.say(one, "en").message for one in found.findings if one.rule == "W38"]
        assert [message.partition("; ")[2] for message in said] == words


def test_w04_a_slip_of_ten_thousand_is_told_alone(checked: Make) -> None:
    slip = {"total_income@2025-01": 120_000_000.0, "total_income@2025-02": 12_000.0}

    assert rules(checked(slip)) == ["W04"]


def spread(catalog: Catalog, amounts: list[float]) -> dict[str, float]:
    rows = [row.item for form in ("会政财01", "会政财02", "会政财02附01") for row in
            (*catalog.forms[form].rows, *catalog.forms[form].right_rows) if row.item]  # fmt: skip
    return {f"{item}@2025": amount for item, amount in zip(dict.fromkeys(rows), amounts, strict=False)}


def test_w47_first_digits_of_a_ledger_that_somebody_made_up(checked: Make, catalog: Catalog) -> None:
    forms = ["会政财01@2025", "会政财02@2025", "会政财02附01@2025"]
    grown = spread(catalog, [1000.37 * 1.083**number for number in range(130)])
    even = spread(catalog, [100_000.31 + 6_666.67 * number for number in range(130)])
    few, enough = (dict(list(even.items())[:count]) for count in (99, 100))

    assert "W47" not in rules(checked(grown, forms)), "powers follow the law of first digits"
    assert "W47" not in rules(checked(few, forms))
    assert "W47" in rules(checked(enough, forms))
    [told] = [f for f in checked(even, forms).findings if f.rule == "W47"]
    assert (told.facts["count"], told.facts["digit"], told.facts["usual"]) == (130, 1, 30.1)
