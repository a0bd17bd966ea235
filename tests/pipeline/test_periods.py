"""Which period is evaluated where nobody asks for one, and what is answered to a wish that nothing meets."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pytest

from rendered import checked
from reportgen import pipeline
from reportgen.catalog import Catalog, load_catalog
from reportgen.errors import Refused
from reportgen.model.dataset import Dataset, FormReading, Observation, View, extended, from_observations
from reportgen.model.period import PeriodKind
from reportgen.model.place import Place
from reportgen.model.schemes import Scheme
from reportgen.pipeline import periods

AT = Place("book.xlsx", "Sheet")
POSITION, INCOME = "会政财01", "会政财02"


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load_catalog()


def scheme(catalog: Catalog) -> Scheme:
    return catalog.schemes["comprehensive_80_20"]


def statements(*, to_date: View = View.YEAR_TO_DATE) -> Dataset:
    """Both statements of 2024; of 2025 the balance sheet of the year, and the income statement of December."""
    figures = [("total_assets", "2024", ""), ("total_income", "2024", ""), ("total_assets", "2025", "")]
    figures += [("total_income", "2025-12", ""), ("total_income", "2025-12", str(to_date))]
    forms = [(POSITION, "2024"), (INCOME, "2024"), (POSITION, "2025"), (INCOME, "2025-12")]
    return from_observations(
        [Observation(item, "h", period, View(view), 1.0, "money", AT) for item, period, view in figures],
        [FormReading("h", period, form, AT) for form, period in forms],
    )


def test_the_newest_year_is_complete_with_the_year_to_date_of_its_december(catalog: Catalog) -> None:
    assert periods.chosen(statements(), catalog, "h", scheme(catalog), None) == "2025"


def test_a_december_without_a_year_to_date_completes_no_year(catalog: Catalog) -> None:
    assert periods.chosen(statements(to_date=View.PERIOD), catalog, "h", scheme(catalog), None) == "2024"


@pytest.mark.parametrize(
    ("item", "view"),
    [("total_income", "budget"), ("total_income", "budget_original"), ("budget_total_income", "")],
)
def test_a_period_of_budgets_alone_is_refused_and_never_offered(catalog: Catalog, item: str, view: str) -> None:
    planned = Observation(item, "h", "2026", View(view), 1.0, "money", AT)
    actual = Observation("total_income", "h", "2025", View.PERIOD, 1.0, "money", AT)
    for asked, rule in (("2026", "C15"), ("2027", "C01")):
        with pytest.raises(Refused) as refusal:
            periods.chosen(from_observations([actual, planned]), catalog, "h", scheme(catalog), asked)

        (finding,) = refusal.value.findings
        assert (finding.rule, finding.facts["known"]) == (rule, ("2025",))


def test_who_asks_for_a_period_in_vain_is_told_all_that_there_are(catalog: Catalog) -> None:
    with pytest.raises(Refused) as refusal:
        periods.chosen(statements(), catalog, "h", scheme(catalog), "2026")

    (finding,) = refusal.value.findings
    assert (finding.rule, finding.facts["known"]) == ("C01", ("2024", "2025-12", "2025"))


def test_the_usual_length_of_a_report_goes_before_what_is_newer(catalog: Catalog) -> None:
    newer = [
        Observation(item, "h", "2026-05", View(view), 1.0, "money", AT)
        for item, view in (("total_assets", ""), ("total_income", ""), ("total_income", "ytd"))
    ]
    held = statements()
    forms = [*held.forms, FormReading("h", "2026-05", POSITION, AT), FormReading("h", "2026-05", INCOME, AT)]
    found = extended(replace(held, forms=tuple(forms)), newer, {})

    assert periods.chosen(found, catalog, "h", scheme(catalog), None) == "2026-05"
    assert periods.chosen(found, catalog, "h", scheme(catalog), None, PeriodKind.YEAR) == "2025"
    assert periods.chosen(held, catalog, "h", scheme(catalog), None, PeriodKind.QUARTER) == "2025"


def test_a_year_of_months_alone_is_there_where_years_are_wanted(catalog: Catalog) -> None:
    figures = [("total_assets", "2025-12", ""), ("total_income", "2025-12", "ytd"), ("total_income", "2025", "")]
    made = [Observation(item, "h", period, View(view), 1.0, "money", AT) for item, period, view in figures]
    found = from_observations(made, [FormReading("h", "2025-12", form, AT) for form in (POSITION, INCOME)])

    assert periods.chosen(found, catalog, "h", scheme(catalog), None) == "2025-12"
    assert periods.chosen(found, catalog, "h", scheme(catalog), None, PeriodKind.YEAR) == "2025"


def test_a_year_with_columns_of_the_year_before_alone_is_not_submitted(catalog: Catalog) -> None:
    """A new year's file whose columns of last year are filled in was taken for the newest year."""
    before = [("total_assets", "2026", "open"), ("total_income", "2026", "comp")]
    made = [Observation(item, "h", period, View(view), 1.0, "money", AT) for item, period, view in before]
    held = statements()
    forms = [*held.forms, FormReading("h", "2026", POSITION, AT), FormReading("h", "2026", INCOME, AT)]
    found = extended(replace(held, forms=tuple(forms)), made, {})

    assert periods.chosen(found, catalog, "h", scheme(catalog), None, PeriodKind.YEAR) == "2025"
    with pytest.raises(Refused) as refusal:
        periods.chosen(found, catalog, "h", scheme(catalog), "2026")
    assert refusal.value.findings[0].rule == "C15"


def test_a_year_that_only_stands_beside_a_later_quarter_is_no_year_of_a_report(catalog: Catalog) -> None:
    """A balance sheet of September has that of the last December beside it."""

    def at(cell: str) -> Place:
        return Place("q3.xlsx", "BS", cell)

    made = [
        Observation("total_assets", "h", "2025-Q3", View.PERIOD, 2.0, "money", at("B4")),
        Observation("total_assets", "h", "2024", View.PERIOD, 1.0, "money", at("C4")),
        Observation("total_income", "h", "2025-Q3", View.YEAR_TO_DATE, 2.0, "money", Place("q3.xlsx", "IS", "B4")),
    ]
    plain = scheme(catalog).model_copy(update={"requires": ()})
    chosen = partial(periods.chosen, catalog=catalog, entity="h", scheme=plain, asked=None, usual=PeriodKind.YEAR)
    whole = Observation("total_income", "h", "2024", View.PERIOD, 2.0, "money", Place("q3.xlsx", "IS", "C4"))
    alone = replace(made[1], place=Place("year.xlsx", "BS", "B4"))

    assert chosen(from_observations(made)) == "2025-Q3"
    assert chosen(from_observations([*made, whole])) == "2024"
    assert chosen(from_observations([made[0], alone, made[2]])) == "2024"


def months(*numbers: int) -> Dataset:
    made = [
        Observation(item, "h", f"2025-{number:02}", View(view), value * number, "money", Place("m.xlsx", "S", f"C{number}"))
        for number in numbers
        for item, view, value in (
            ("total_assets", "", 100.0), ("total_assets", "open", 7.0), ("total_income", "", 10.0),
            ("total_income", "ytd", 50.0), ("avg_open_beds", "", 3.0),
        )
    ]  # fmt: skip
    return from_observations(made)


def test_a_quarter_is_made_of_its_three_months(catalog: Catalog) -> None:
    found = periods.with_quarters(months(4, 5, 6), catalog.items)
    value = partial(found.value, entity="h", period="2025-Q2")

    assert (value("total_assets"), value("total_assets", view="open")) == (600.0, 42.0)
    assert (value("total_income"), value("total_income", view="ytd")) == (150.0, 300.0)
    assert value("avg_open_beds") == 15.0
    assert found.derived(("total_income", "h", "2025-Q2", ""))
    assert found.place(("total_income", "h", "2025-Q2", "")) == Place("m.xlsx", "S", "C6")


def test_no_quarter_is_made_of_two_months_and_none_in_place_of_one_that_was_read(catalog: Catalog) -> None:
    assert set(periods.with_quarters(months(4, 6), catalog.items).periods("h")) == {"2025-04", "2025-06"}
    own = Observation("total_income", "h", "2025-Q2", View.PERIOD, 151.0, "money", AT)

    found = periods.with_quarters(extended(months(4, 5, 6), [own], {}), catalog.items)

    assert found.value("total_income", "h", "2025-Q2") == 151.0
    assert found.value("total_assets", "h", "2025-Q2") is None


@pytest.mark.slow
def test_who_asks_for_a_quarter_of_a_monthly_case_gets_it() -> None:
    quarter = pipeline.evaluate(checked("renhe"), period="2026-Q3")
    month = pipeline.evaluate(checked("renhe"), period="2026-09")

    assert quarter.period == "2026-Q3"
    assert quarter.evaluation.score == month.evaluation.score  # both are told from the start of the year
    assert "2026-Q3" not in pipeline.evaluate(checked("renhe"), period="2026-10").dataset.periods("renhe")
