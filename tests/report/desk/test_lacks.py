"""What is missing is asked for by the table on which it stands."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from reportgen.analysis.answer import Unavailable
from reportgen.analysis.material import Material
from reportgen.model.definition import Text
from reportgen.model.values import Reason
from reportgen.report.desk.context import HospitalContext
from reportgen.report.desk.tables.answers import reasons


@pytest.fixture(scope="module")
def renhe_context(materials: Callable[..., Material]) -> HospitalContext:
    return HospitalContext.of(materials("renhe", "2026-10"), "zh-en")


def lack(context: HospitalContext, item: str, why: str = "item") -> Unavailable:
    facts = {"item": context.material.catalog.items[item].name}
    return Unavailable(why, Reason.MISSING_INPUT, facts | ({"period": "2026-10"} if why == "item_of" else {}))


@pytest.mark.parametrize(
    ("item", "where"),
    [
        ("total_income", "《收入费用表》"),
        ("cash_and_bank", "《资产负债表》"),
        ("fixed_cost", "报表补充资料"),
        ("discharges", "运营数据表"),
        ("budget_visits", "年度预算表"),
    ],
)
def test_a_missing_figure_is_asked_for_on_its_form_or_table(renhe_context: HospitalContext, item: str, where: str):
    (said,) = reasons(renhe_context, [lack(renhe_context, item)])
    (dated,) = reasons(renhe_context, [lack(renhe_context, item, "item_of")])

    assert said.zh.endswith(f"请在{where}中填报。")
    assert dated.zh.endswith(f"请在该期间的{where}中填报。")


def test_figures_of_one_table_share_a_sentence_and_those_of_another_do_not(renhe_context: HospitalContext):
    names = ("total_income", "total_expense", "discharges")
    said = reasons(renhe_context, [lack(renhe_context, name) for name in names])

    assert [one.en for one in said] == [
        (
            "Missing: Total income of the period, Total expense of the period. "
            "Supply it in the form “Statement of financial performance”."
        ),
        "Missing: Discharges. Supply it in the table of operations.",
    ]


def test_under_rules_without_forms_of_ours_no_form_is_named(materials: Callable[..., Material]):
    context = HospitalContext.of(materials("us-cms", "2021"), "en")
    (said,) = reasons(context, [lack(context, "total_income")])

    assert said.en == "Missing: Total income of the period. Supply the figures on the statements or in the notes."


def test_under_rules_without_forms_of_ours_no_line_of_an_official_schedule_is_asked_for(
    materials: Callable[..., Material],
):
    context = HospitalContext.of(materials("us-cms", "2021"), "en")
    asked, told = reasons(context, [lack(context, one) for one in ("personnel_expense", "outpatient_drug_income")])

    assert asked.en.startswith("Missing: Personnel expense.")
    assert told.en == (
        "Only forms of Chinese public hospitals have a line of this, so nothing is said of it: Outpatient drug income."
    )


def test_an_amount_that_lacks_an_explanation_is_in_the_currency_of_the_case(materials: Callable[..., Material]):
    lack = Unavailable("bridge", Reason.MISSING_INPUT, {"item": Text(zh="收入", en="Income"), "gap": 12.0})
    dollars, yuan = (
        reasons(HospitalContext.of(materials(*about), "zh"), [lack])[0].zh
        for about in (("us-cms", "2021"), ("renhe", "2026-10"))
    )

    assert "12.00美元" in dollars
    assert "12.00元" in yuan


def test_one_year_is_spoken_of_as_one(renhe_context: HospitalContext):
    lack = Unavailable(
        "whole_years", Reason.MISSING_INPUT, {"item": Text(zh="收入", en="Income"), "have": 1, "need": 4}
    )

    assert reasons(renhe_context, [lack])[0].en.startswith("Income: known for 1 whole year in a row")


def test_an_indicator_without_a_value_is_not_looked_up_where_no_table_has_it(renhe_context: HospitalContext):
    lack = Unavailable("indicator", Reason.MISSING_INPUT, {"indicator": Text(zh="流动比率", en="current ratio")})

    assert "table" not in reasons(renhe_context, [lack])[0].en


@pytest.mark.parametrize("why", ["months", "months_of", "cases", "years", "whole_years"])
@pytest.mark.parametrize(("have", "odd"), [(0, False), (2, True)])
def test_nothing_at_all_is_not_told_as_only_nought(renhe_context: HospitalContext, why: str, have: int, *, odd: bool):
    """“There are only 0 whole years” was said where there is none."""
    name = Text(zh="本期收入", en="Income")
    (said,) = reasons(
        renhe_context,
        [Unavailable(why, Reason.MISSING_INPUT, {"item": name, "indicator": name, "have": have, "need": 4})],
    )

    assert ("只有" in said.zh) is odd
    assert (str(have) in said.en) is odd
    assert "4" in said.zh
    assert "4" in said.en
