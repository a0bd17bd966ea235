"""A quarter of a hospital that has months only: what is blank, missing or unreadable in one of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache

import pytest

from rendered import checked
from reportgen import compute, pipeline
from reportgen.catalog import Catalog, load_catalog
from reportgen.cli.tree import print_explanation
from reportgen.model.dataset import Dataset, FormReading, Observation, View, from_observations
from reportgen.model.place import Place
from reportgen.model.terms import Terms
from reportgen.model.values import Derivation, Measured, Reason
from reportgen.pipeline import periods
from reportgen.pipeline.evaluation import _not_taken as not_taken

INCOME, POSITION = "会政财02", "会政财01"
LINE, LOANS = "fiscal_project_income", "short_term_loans"
OWN = {"flow": f"month({LINE})", "to_date": f"ytd({LINE})", "loans": LOANS, "opening": f"open({LOANS})"}
MONTHS = tuple(f"2025-{number:02}" for number in range(6, 10))
QUARTER = "2025-Q3"


@cache
def catalog() -> Catalog:
    whole = load_catalog()
    some = whole.indicators["cash_ratio"]
    return replace(whole, indicators={name: some.model_copy(update={"formula": text}) for name, text in OWN.items()})


def sheet(form: str, period: str) -> Place:
    return Place(f"{period}.xlsx", form)


def read(
    line: Mapping[str, tuple[float | None, float | None]],
    *,
    loans: Mapping[str, tuple[float | None, float | None]] | None = None,
    lacking: tuple[tuple[str, str], ...] = (),
    unread: tuple[tuple[str, str], ...] = (),
) -> Dataset:
    """June to September: of a line the month and the year to date, of loans the closing and the opening balance."""
    figures = {
        (LINE, when, view): value for when, pair in line.items() for view, value in zip(("", "ytd"), pair, strict=True)
    }
    figures |= {
        (LOANS, when, view): value for when, pair in (loans or {}).items()
        for view, value in zip(("", "open"), pair, strict=True)
    }  # fmt: skip
    others = (("total_income", ""), ("total_income", "ytd"), ("total_assets", ""), ("total_assets", "open"))
    figures |= {(item, when, view): 1.0 for item, view in others for when in MONTHS}
    forms = [FormReading("h", when, form, sheet(form, when), rows=9, filled=1)
             for when in MONTHS for form in (INCOME, POSITION) if (form, when) not in lacking]  # fmt: skip
    found = from_observations(
        [Observation(item, "h", when, View(view), value, "money", Place(f"{when}.xlsx", INCOME, "C9"))
         for (item, when, view), value in figures.items() if value is not None],
        forms,
    )  # fmt: skip
    return replace(found, unread={(item, "h", when): (Place(f"{when}.xlsx", INCOME, "D9"),) for item, when in unread})


def at(dataset: Dataset, name: str, period: str = QUARTER) -> Measured:
    """What all rows at once say, which is what the derivation says."""
    found, terms = with_terms(dataset)
    printed = compute.indicators(found, catalog(), terms=terms).at(name, "h", period)
    tree = derived(dataset, name, period)
    assert (tree.value, tree.reason) == (printed.value, printed.reason)
    return printed


def derived(dataset: Dataset, name: str, period: str = QUARTER) -> Derivation:
    found, terms = with_terms(dataset)
    return compute.derive(found, catalog(), name, "h", period, terms=terms)


def with_terms(dataset: Dataset) -> tuple[Dataset, Terms]:
    found = periods.with_quarters(dataset, catalog().items)
    return found, Terms(invalid=not_taken(found))


FULL = {"2025-06": (10.0, 40.0), "2025-07": (1.0, 41.0), "2025-08": (2.0, 43.0), "2025-09": (3.0, 46.0)}
NONE = (None, None)


def test_a_quarter_of_years_to_date_alone_tells_both_of_them():
    (told,) = derived(read({"2025-06": (None, 40.0), "2025-09": (None, 46.0)}), "flow").parts

    assert (told.expression, told.value) == (f"difference({LINE})", 6.0)
    assert [(part.period, part.view, part.value) for part in told.parts] == [
        ("2025-09", "ytd", 46.0), ("2025-06", "ytd", 40.0),
    ]  # fmt: skip


def test_a_quarter_is_its_three_months():
    assert (at(read(FULL), "flow").value, at(read(FULL), "to_date").value) == (6.0, 46.0)


@pytest.mark.parametrize("blank", ["2025-07", "2025-08"])
def test_a_month_of_which_nothing_is_written_does_not_make_the_quarter_missing(blank: str):
    assert at(read({**FULL, blank: NONE}), "flow").value == 6.0


def test_a_quarter_before_which_the_year_was_blank_is_the_year_to_date():
    line = {"2025-06": NONE, "2025-07": NONE, "2025-08": (None, 5.0), "2025-09": (None, 9.0)}

    assert at(read(line), "flow").value == 9.0


def test_where_no_figure_of_a_single_month_is_written_two_from_the_start_of_the_year_tell():
    line = {when: (None, to_date) for when, (_, to_date) in FULL.items()}

    assert at(read(line), "flow").value == 6.0


def test_where_the_year_to_date_is_not_written_either_a_blank_month_is_nil():
    line = {"2025-06": NONE, "2025-07": (1.0, None), "2025-08": NONE, "2025-09": (3.0, None)}

    assert at(read(line), "flow").value == 4.0


def test_a_line_that_is_blank_in_every_month_is_nil_in_the_quarter_as_in_each_of_them():
    found = read({}, loans={})

    for name in OWN:
        assert [at(found, name, when).value for when in (*MONTHS[1:], QUARTER)] == [0.0] * 4, name


@pytest.mark.parametrize("opening", [7.0, None])
def test_a_balance_that_is_blank_at_the_end_is_nil(opening: float | None):
    found = read(FULL, loans={"2025-07": (7.0, 7.0), "2025-08": (7.0, 7.0), "2025-09": (None, opening)})

    assert (at(found, "loans").value, at(found, "opening").value) == (0.0, opening or 0.0)


def test_a_balance_needs_its_form_at_the_end_only():
    found = read(FULL, loans={"2025-09": NONE}, lacking=((POSITION, "2025-07"), (POSITION, "2025-08")))

    assert (at(found, "loans").value, at(found, "loans", "2025-08").reason) == (0.0, Reason.MISSING_INPUT)


@pytest.mark.parametrize("lacking", MONTHS[1:])
def test_a_flow_needs_its_form_in_every_month(lacking: str):
    found = read({}, lacking=((INCOME, lacking),))

    assert at(found, "flow").reason is Reason.MISSING_INPUT
    assert at(found, "to_date").value == (None if lacking == MONTHS[-1] else 0.0)


def test_what_is_told_from_the_start_of_the_year_makes_up_for_a_form_that_is_not_there():
    found = read({**FULL, "2025-08": NONE}, lacking=((INCOME, "2025-08"),))

    assert at(found, "flow").value == 6.0


def test_without_any_of_the_two_the_quarter_is_missing():
    line = {"2025-07": (1.0, None), "2025-08": NONE, "2025-09": (3.0, None)}

    assert at(read(line, lacking=((INCOME, "2025-08"),)), "flow").reason is Reason.MISSING_INPUT


def test_a_month_that_could_not_be_read_is_not_nil():
    line = {"2025-07": (1.0, None), "2025-08": NONE, "2025-09": (3.0, None)}
    found = read(line, unread=((LINE, "2025-08"),))

    assert at(found, "flow").reason is Reason.INVALID_INPUT
    assert with_terms(found)[0].unread[LINE, "h", QUARTER] == (Place("2025-08.xlsx", INCOME, "D9"),)


def test_a_month_that_could_not_be_read_is_what_the_year_to_date_makes_it():
    found = read({**FULL, "2025-08": (None, 43.0)}, unread=((LINE, "2025-08"),))

    assert at(found, "flow").value == 6.0


def test_a_year_to_date_of_the_month_before_that_could_not_be_read_is_not_nil():
    line = {"2025-06": NONE, "2025-07": NONE, "2025-08": (2.0, 43.0), "2025-09": (3.0, 46.0)}
    found = read(line, unread=((LINE, "2025-06"), (LINE, "2025-07")))

    assert at(found, "flow").value is None


def test_a_figure_beside_an_unreadable_one_stays():
    found = read({**FULL, "2025-09": (None, 46.0)}, unread=((LINE, "2025-09"),))

    assert (at(found, "flow").value, at(found, "to_date").value) == (6.0, 46.0)


def test_a_cell_of_a_month_that_could_not_be_read_is_not_nil_beside_its_year_to_date():
    found = read({"2025-07": (None, 41.0)}, unread=((LINE, "2025-07"),), lacking=((INCOME, "2025-06"),))

    assert (at(found, "flow", "2025-07").value, at(found, "to_date", "2025-07").value) == (None, 41.0)


def test_a_balance_that_could_not_be_read_at_the_end_is_not_nil():
    loans = {"2025-07": (7.0, 7.0), "2025-08": (7.0, 7.0), "2025-09": (None, None)}

    assert at(read(FULL, loans=loans, unread=((LOANS, "2025-09"),)), "loans").reason is Reason.INVALID_INPUT
    assert at(read(FULL, loans=loans, unread=((LOANS, "2025-08"),)), "loans").value == 0.0


def test_the_first_quarter_begins_with_nothing():
    made = [Observation(LINE, "h", "2025-03", View.YEAR_TO_DATE, 5.0, "money", sheet(INCOME, "2025-03"))]
    made += [
        Observation("total_income", "h", f"2025-0{n}", View.PERIOD, 1.0, "money", sheet(INCOME, "x")) for n in (1, 2, 3)
    ]
    forms = [FormReading("h", f"2025-0{n}", INCOME, sheet(INCOME, f"2025-0{n}"), rows=9, filled=1) for n in (1, 2, 3)]
    found = from_observations(made, forms)

    assert at(found, "flow", "2025-Q1").value == 5.0


def test_what_a_quarter_begins_with_is_that_of_its_first_month():
    made = [Observation("inpatients_begin", "h", when, View.PERIOD, value, "count", sheet("A", when))
            for when, value in zip(MONTHS, (1.0, 2.0, 3.0, 4.0), strict=True)]  # fmt: skip

    assert (
        periods.with_quarters(from_observations(made), catalog().items).value("inpatients_begin", "h", QUARTER) == 2.0
    )


def parts(dataset: Dataset, name: str) -> list[tuple[str, float | None, str | None, str | None]]:
    (line,) = derived(dataset, name).parts
    return [
        (one.period, one.value, one.place and one.place.cell, one.blank and str(one.blank))
        for one in (line, *line.parts)
    ]


def test_the_derivation_names_the_months_and_the_sheet_on_which_a_cell_is_empty():
    line = {"2025-07": (1.0, None), "2025-08": NONE, "2025-09": (3.0, None)}

    assert parts(read(line), "flow") == [
        (QUARTER, 4.0, None, None),
        ("2025-07", 1.0, "C9", None),
        ("2025-08", 0.0, None, f"2025-08.xlsx › {INCOME}"),
        ("2025-09", 3.0, "C9", None),
    ]


def test_the_derivation_names_the_year_to_date_before_that_is_empty():
    line = {"2025-06": NONE, "2025-07": NONE, "2025-08": (None, 5.0), "2025-09": (None, 9.0)}

    assert parts(read(line), "flow") == [
        (QUARTER, 9.0, None, None),
        ("2025-09", 9.0, "C9", None),
        ("2025-06", 0.0, None, f"2025-06.xlsx › {INCOME}"),
    ]


def test_the_derivation_of_an_empty_quarter_names_the_sheet_at_its_end():
    assert parts(read({}), "flow") == [(QUARTER, 0.0, None, f"2025-09.xlsx › {INCOME}")]
    assert parts(read({}), "loans") == [(QUARTER, 0.0, None, f"2025-09.xlsx › {POSITION}")]


@pytest.mark.slow
def test_who_asks_how_a_quarter_came_about_is_told_where_the_cell_is_empty(capsys: pytest.CaptureFixture[str]) -> None:
    found = checked("renhe")
    values = found.reading.dataset.values.copy()
    values.loc[("renhe", "2026-09"), (LOANS, "")] = float("nan")
    changed = replace(found, reading=replace(found.reading, dataset=replace(found.reading.dataset, values=values)))

    print_explanation(pipeline.evaluate(changed, period="2026-Q3"), "cash_to_short_term_debt", "en")

    (line,) = (line for line in capsys.readouterr().out.splitlines() if LOANS in line and "2026-Q3" in line)
    assert "= 0 · " in line
    assert "Blank or not listed on the form, counted as nil · " in line
    assert line.endswith("data/2026/2026年09月报表.xlsx › 资产负债表")
