"""Which period is evaluated where nobody asks for one, and what is answered to a wish that nothing meets."""

from __future__ import annotations

import pytest

from reportgen.catalog import Catalog, load_catalog
from reportgen.errors import Refused
from reportgen.model.dataset import Dataset, FormReading, Observation, View, from_observations
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
