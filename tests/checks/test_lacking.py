"""What is still missing, and what each piece unlocks: one answer, the same in `check`, `evaluate` and on pages."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from typer.testing import CliRunner

from pages import page_of
from rendered import SAMPLES, group
from reportgen import checks
from reportgen.catalog import Catalog
from reportgen.checks import needs
from reportgen.checks.needs import Lacking, MissingKind, told
from reportgen.checks.telling import counted
from reportgen.cli.app import app
from reportgen.model.dataset import Dataset, Observation, View, from_observations
from reportgen.model.place import NOWHERE

Make = Callable[..., Any]
YEAR = {"cash_and_bank@2025-{m}": 1.0, "current_assets@2025-{m}": 5.0, "current_liabilities@2025-{m}": 4.0}
"""Of the balance sheet the lines above liquidity alone."""


def ask(dataset: Dataset, catalog: Catalog, period: str, *, is_rated: bool = False) -> tuple[checks.Lacking, ...]:
    scheme = catalog.schemes["comprehensive_80_20"]
    return checks.lacking(dataset, catalog, scheme, "renhe", period, is_rated=is_rated)


def books(ledger: Make, *months: str) -> Dataset:
    figures = {key.replace("{m}", month): value for month in months for key, value in YEAR.items()}
    found: Dataset = ledger(figures, [f"会政财01@2025-{month}" for month in months])
    return found


def test_each_piece_names_its_form_its_items_and_what_it_unlocks(ledger: Make, catalog: Catalog) -> None:
    found = ask(books(ledger, "01"), catalog, "2025-01")
    by_form = {one.form: one for one in found if one.kind is MissingKind.FORM}
    counts = [len(one.indicators) for one in found]

    assert "total_assets" in by_form["会政财01"].items
    assert "current_assets" not in by_form["会政财01"].items
    assert {"asset_liability_ratio", "total_asset_turnover"} <= {*by_form["会政财01"].indicators}
    assert "current_ratio" not in by_form["会政财01"].indicators
    assert counts == sorted(counts, reverse=True)
    words = told(by_form["会政财01"], catalog)
    assert words.zh.startswith("资产负债表：")
    assert f" → {len(by_form['会政财01'].indicators)}项指标（" in words.zh
    assert words.en.startswith("Balance sheet: ") or words.en.startswith("Statement of financial position: ")


def test_an_indicator_that_a_piece_unlocks_is_called_by_its_short_name_where_it_has_one(catalog: Catalog) -> None:
    short = next(name for name, one in catalog.indicators.items() if one.short is not None)
    plain = next(name for name, one in catalog.indicators.items() if one.short is None)
    known = catalog.indicators[short].short
    assert known is not None

    for identifier, words in ((short, known.en), (plain, catalog.indicators[plain].name.en)):
        said = told(Lacking(MissingKind.FORM, "会政财01", ("current_assets",), ("2025",), (identifier,)), catalog)
        assert said.en.endswith(f"({words})")


@pytest.mark.parametrize(("n", "unlocks"), [(1, " → 1 indicator ("), (2, " → 2 indicators (")])
def test_what_one_piece_unlocks_is_counted(n: int, unlocks: str, catalog: Catalog) -> None:
    names = ("current_ratio", "cash_ratio")[:n]

    assert unlocks in told(Lacking(MissingKind.FORM, "会政财01", ("current_assets",), ("2025",), names), catalog).en


@pytest.mark.parametrize(
    ("stated", "asks"),
    [
        ({}, {"medical_income_growth", "total_asset_growth", "total_asset_turnover", "return_on_assets"}),
        ({"total_assets@2025/open": 4.0}, {"medical_income_growth"}),
        ({"total_assets@2025/open": 4.0, "medical_income@2025/comp": 3.0}, set()),
    ],
)
def test_the_year_before_is_not_asked_for_where_the_form_of_this_year_states_it(
    ledger: Make, catalog: Catalog, stated: dict[str, float], asks: set[str]
) -> None:
    dataset = ledger({"total_assets@2025": 5.0, "medical_income@2025": 4.0} | stated, ["会政财01@2025"])
    found = [one for one in ask(dataset, catalog, "2025") if one.kind is MissingKind.EARLIER]

    assert {name for one in found for name in one.indicators} == asks


def test_experts_the_year_before_and_months_left_out_are_pieces_too(ledger: Make, catalog: Catalog) -> None:
    dataset = books(ledger, "01", "03")
    kinds = {one.kind: one for one in ask(dataset, catalog, "2025-03")}

    assert len(kinds[MissingKind.EXPERTS].indicators) == 7
    assert kinds[MissingKind.EARLIER].periods == ("2024-03",)
    assert "medical_income_growth" in kinds[MissingKind.EARLIER].indicators
    assert (kinds[MissingKind.MONTHS].form, kinds[MissingKind.MONTHS].periods) == ("会政财01", ("2025-02",))
    assert MissingKind.EXPERTS not in {one.kind for one in ask(dataset, catalog, "2025-03", is_rated=True)}
    assert MissingKind.MONTHS not in {one.kind for one in ask(books(ledger, "01", "02"), catalog, "2025-02")}


@pytest.mark.parametrize(("count", "more"), [(6, False), (7, True)])
def test_six_names_are_spelled_out_and_of_more_it_is_told_how_many_there_are(
    catalog: Catalog, count: int, *, more: bool
) -> None:
    names = [catalog.indicators[name].name for name in list(catalog.indicators)[:count]]
    said = counted(names, catalog, needs.MOST)

    assert said is not None
    assert [name.en in said.en for name in names] == [True] * 6 + [False] * (count - 6)
    assert ("7" in said.en, "7" in said.zh) == (more, more)


def test_a_budget_is_asked_for_beside_the_line_that_it_plans_and_not_for_itself(ledger: Make, catalog: Catalog) -> None:
    for figures in ({"total_income@2025": 5.0}, {"total_assets@2025": 5.0}):
        dataset = ledger(figures, ["会政财01@2025"])
        assert not needs.is_missing(dataset, catalog, "budget_total_income", "renhe", "2025")
        asked = needs.is_missing(dataset, catalog, "total_income", "renhe", "2025")
        assert asked is ("total_income@2025" not in figures)


def test_what_lies_before_the_hospital_began_is_not_missing(ledger: Make, catalog: Catalog) -> None:
    dataset, scheme = books(ledger, "03", "05"), catalog.schemes["comprehensive_80_20"]

    def asked(first_year: int | None) -> dict[MissingKind, tuple[str, ...]]:
        found = checks.lacking(dataset, catalog, scheme, "renhe", "2025-05", is_rated=True, first_year=first_year)
        return {one.kind: one.periods for one in found if one.periods}

    def completeness(first_year: int | None) -> float:
        outcome = checks.all_of(dataset, catalog)
        return checks.quality(
            outcome, (), dataset, catalog, scheme, "renhe", "2025-05", (), first_year
        ).completeness  # fmt: skip

    before = {MissingKind.EARLIER: ("2024-05",), MissingKind.MONTHS: ("2025-01", "2025-02", "2025-04")}
    assert (asked(None), asked(2024)) == (before, before)
    assert asked(2025) == {MissingKind.MONTHS: ("2025-04",)}
    assert completeness(2025) == pytest.approx(completeness(None) * 5 / 3)
    assert completeness(2024) == completeness(None)


@pytest.mark.slow
@pytest.mark.parametrize("command", ["check", "evaluate"])
def test_commands_end_with_it_hospital_by_hospital_and_pages_say_the_same(command: str) -> None:
    shown = CliRunner().invoke(app, [command, str(SAMPLES / "lianhe"), "--lang", "zh"]).output
    line = "收入费用表：单位管理费用 → 1项指标（管理费用率）"
    member = group("lianhe", "2025").by_id
    lacking = next(one for one in member.values() if one.dataset.entities[one.entity].name.startswith("口腔"))

    assert "口腔医院（示例）还缺" in shown
    assert line in shown
    assert "第一人民医院（示例）还缺" not in shown
    assert line in page_of(lacking, "quality", "zh").text


def test_json_and_the_page_of_the_group_say_what_the_terminal_says() -> None:
    arguments = ["check", str(SAMPLES / "lianhe")]
    shown = CliRunner().invoke(app, [*arguments, "--lang", "en"]).output
    said = json.loads(CliRunner().invoke(app, [*arguments, "--format", "json"]).stdout)["lacking"]
    page = page_of(group("lianhe", "2025"), "group_quality", "en", kind="group").text

    assert said
    assert {piece["kind"] for piece in said} >= {"form"}
    for piece in said:
        assert piece["message"]["en"].split(" → ")[0] in " ".join(shown.split())
    own = [
        piece
        for piece in said
        if piece["kind"] in {"form", "months", "items"} and piece["entity"] in group("lianhe", "2025").by_id
    ]
    assert {"form", "items"} <= {piece["kind"] for piece in own}
    assert all(piece["message"]["en"] in page for piece in own), "no hospital of the sample lacks what all lack"
    assert "still lacks: " in page


def test_what_four_quarters_add_up_to_is_not_asked_for(ledger: Make, catalog: Catalog) -> None:
    quarters = {f"medical_income@2025-Q{number}": 1.0 for number in range(1, 5)}
    closing = {"total_assets@2025": 5.0}

    def asked(figures: dict[str, float]) -> set[str]:
        return {item for one in ask(ledger(figures | closing, []), catalog, "2025") for item in one.items}

    assert "medical_income" in asked({key: value for key, value in quarters.items() if not key.endswith("Q2")})
    assert "medical_income" not in asked(quarters)


def test_periods_that_all_others_of_the_group_have_are_missing(catalog: Catalog) -> None:
    """A member without its year before is told by name; what only some have is nobody's to bring."""
    years = {"renhe": ("2025",), "b": ("2023", "2024", "2025"), "c": ("2024", "2025")}
    figures = [
        Observation("total_assets", entity, year, View.PERIOD, 1.0, "money", NOWHERE)
        for entity, there in years.items()
        for year in there
    ]
    scheme = catalog.schemes["comprehensive_80_20"]

    def periods(entity: str) -> list[tuple[str, ...]]:
        dataset = from_observations(figures)
        found = checks.lacking(dataset, catalog, scheme, entity, "2025", is_rated=True, in_group=True)
        return [one.periods for one in found if one.kind is MissingKind.PERIODS]

    assert periods("renhe") == [("2024",)]
    assert periods("c") == []


def test_a_line_that_may_stay_blank_on_its_form_is_missing_where_no_such_form_was_read(
    ledger: Make, catalog: Catalog
) -> None:
    """The indicators that rest on it have no value then."""
    figures = {"cash_and_bank@2025": 1.0}
    assert catalog.items["fiscal_quota_receivable"].blank_is_zero

    def missing(*forms: str) -> bool:
        return needs.is_missing(ledger(figures, list(forms)), catalog, "fiscal_quota_receivable", "renhe", "2025")

    assert missing()
    assert missing("会政财02@2025")
    assert not missing("会政财01@2025")


def test_what_is_made_from_other_lines_is_asked_for_where_one_of_these_is_missing(
    ledger: Make, catalog: Catalog
) -> None:
    def missing(*figures: str) -> bool:
        dataset = ledger({f"{name}@2025": 1.0 for name in figures}, [])
        return needs.is_missing(dataset, catalog, "cash_and_equivalents", "renhe", "2025")

    assert missing("cash_and_bank")
    assert not missing("cash_and_bank", "fiscal_quota_receivable")
    assert not missing("cash_and_equivalents")


@pytest.mark.parametrize(("period", "kind"), [("2025-Q1", MissingKind.OPENING), ("2025", MissingKind.EARLIER)])
def test_what_the_year_began_with_is_asked_for_where_a_mean_needs_it(
    ledger: Make, catalog: Catalog, period: str, kind: MissingKind
) -> None:
    def unlocked(**more: float) -> set[str]:
        closing = {f"accounts_receivable_net@{period}": 5.0}
        figures = closing | {key.replace("__", "@"): value for key, value in more.items()}
        found = ask(ledger(figures, []), catalog, period)
        return {name for one in found if one.kind is kind for name in one.indicators}

    assert "receivable_turnover_days" in unlocked()
    assert "receivable_turnover_days" not in unlocked(accounts_receivable_net__2024=4.0)


def test_an_overspent_budget_is_a_fact_and_puts_no_figure_in_question(ledger: Make, catalog: Catalog) -> None:
    figures = {"total_expense@2025-12/ytd": 110.0, "total_expense@2025/budget": 100.0, "total_assets@2025-12": 10.0}
    spent = checks.all_of(ledger(figures), catalog).findings
    broken = checks.all_of(ledger(figures | {"liabilities_and_net_assets_total@2025-12": 9.0}), catalog).findings

    assert {one.rule for one in spent} == {"W36"}
    assert checks.in_question(spent, catalog, "renhe", "2025-12") == {}
    asked = checks.in_question(broken, catalog, "renhe", "2025-12")
    assert {rule for rules in asked.values() for rule in rules} == {"V01"}


@pytest.mark.parametrize(("months", "asks"), [(("09",), False), (("08", "09"), True)])
def test_one_month_beside_the_form_of_the_year_asks_for_no_others(
    ledger: Make, catalog: Catalog, months: tuple[str, ...], *, asks: bool
) -> None:
    """September of last year is brought for this September's to be compared with; the year has its own form."""
    figures = {key.replace("{m}", month): value for month in months for key, value in YEAR.items()}
    forms = ["会政财01@2025", *[f"会政财01@2025-{month}" for month in months]]
    dataset = ledger({**figures, "total_assets@2025": 5.0}, forms)

    assert (MissingKind.MONTHS in {one.kind for one in ask(dataset, catalog, "2025")}) is asks


@pytest.mark.parametrize("beside", ["会政财01@2024", "other:会政财01@2025", "会政财02@2025"])
def test_the_form_of_another_year_or_hospital_makes_no_month_one_beside_the_year(
    ledger: Make, catalog: Catalog, beside: str
) -> None:
    figures = {key.replace("{m}", "09"): value for key, value in YEAR.items()}
    dataset = ledger({**figures, "total_assets@2025": 5.0}, [beside, "会政财01@2025-09"])

    (months,) = (one for one in ask(dataset, catalog, "2025") if one.kind is MissingKind.MONTHS)
    assert (months.form, months.periods) == ("会政财01", tuple(f"2025-{month:02}" for month in range(1, 9)))


@pytest.mark.parametrize(
    ("months", "period", "missing"),
    [
        (("01", "03"), "2025-03", ("02",)),
        (("01", "02", "03"), "2025-03", ()),
        (("03",), "2025-03", ("01", "02")),  # on which the year so far rests
        (("03", "05"), "2025-05", ("01", "02", "04")),
        (("01", "02"), "2025-03", ("03",)),
        (("01", "04"), "2025", ("02", "03")),  # of a year those before the last that is there
    ],
)
def test_months_that_a_form_leaves_out_are_missing_up_to_the_one_that_is_asked_about(
    ledger: Make, catalog: Catalog, months: tuple[str, ...], period: str, missing: tuple[str, ...]
) -> None:
    dataset = books(ledger, *months)

    found = [one.periods for one in ask(dataset, catalog, period) if one.kind is MissingKind.MONTHS]
    assert found == ([tuple(f"2025-{month}" for month in missing)] if missing else [])


@pytest.mark.parametrize("told_by", ["medical_income@2024", "medical_income@2025/comp", "medical_income@2024-12/ytd"])
def test_december_of_the_year_before_is_not_asked_for_where_the_form_of_that_year_is_there(
    ledger: Make, catalog: Catalog, told_by: str
) -> None:
    def asked(**more: float) -> set[str]:
        figures = {"medical_income@2025-12/ytd": 12.0, "total_assets@2025-12": 5.0, "total_assets@2024": 4.0}
        dataset = ledger(figures | {key.replace("__", "@"): value for key, value in more.items()}, [])
        found = ask(dataset, catalog, "2025-12")
        return {name for one in found if one.kind is MissingKind.EARLIER for name in one.indicators}

    assert "medical_income_growth" in asked()
    assert "total_asset_growth" not in asked()
    assert asked(**{told_by.replace("@", "__"): 10.0}) == set()


@pytest.mark.parametrize(
    ("there", "is_asked"),
    [
        ("", True),
        ("medical_income@2024", False),  # the year before is there, and of this December it is the line that is missing
        ("medical_income@2023", True),
        ("total_assets@2025-12", True),
    ],
)
def test_what_the_period_itself_lacks_is_not_asked_of_a_year_that_is_there(
    ledger: Make, catalog: Catalog, there: str, *, is_asked: bool
) -> None:
    figures = {"cash_and_bank@2025-12": 5.0, **({there: 4.0} if there else {})}
    found = ask(ledger(figures, []), catalog, "2025-12")
    asking = {name for one in found if one.kind is MissingKind.EARLIER for name in one.indicators}

    assert ("total_asset_growth" in asking) is is_asked


def test_a_year_tells_nothing_of_a_month_before_its_last(ledger: Make, catalog: Catalog) -> None:
    figures = {"medical_income@2025-11/ytd": 12.0, "medical_income@2024": 10.0}

    (earlier,) = (one for one in ask(ledger(figures, []), catalog, "2025-11") if one.kind is MissingKind.EARLIER)
    assert earlier.periods == ("2024-11",)
