"""The page about cash of the board's brief, as it is printed."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from analysis.cases import sample
from analysis.registers import with_rows, written
from population.hospitals import drawn, emptied
from report.sections.briefs import both
from reportgen import pipeline
from reportgen.analysis.answer import Figure, Unavailable
from reportgen.analysis.books import Books
from reportgen.analysis.comparison.cash_bridge import LASTING, LENT, PLANT
from reportgen.analysis.comparison.common_size import ASSETS, CLAIMS
from reportgen.analysis.material import Material
from reportgen.analysis.outlook import liquidity
from reportgen.catalog import load_catalog
from reportgen.model.registers import Record
from reportgen.report.desk.brief import brief_pages, cash_page
from reportgen.report.desk.brief.cash_days import known_days, limits
from reportgen.report.desk.context import HospitalContext
from reportgen.report.desk.tables.drawings import DrawnUnit


@pytest.fixture(scope="module")
def cash() -> Any:
    return both(sample().material)["liquidity"]


def test_days_of_cash_have_their_lines_and_what_was_borrowed(cash: Any):
    assert cash.title == "Cash covers 97.1 days of spending; without the new loan 88.0, below the warning line of 90"
    assert "Days of cash from 103.2 to 97.1, 88.0 without what was borrowed in Jun" in cash.drawings


def test_days_that_rest_on_figures_in_question_bear_the_mark_that_the_scorecard_gives_them(
    materials: Callable[..., Material],
):
    doubtful, plain = (
        cash_page.page(HospitalContext.of(materials(*one), "en")) for one in (("us-cms", "2021"), ("renhe",))
    )

    assert doubtful is not None
    assert plain is not None
    assert doubtful.headline.en.endswith("a year ago†")
    assert doubtful.wide[0].under is not None
    assert doubtful.wide[0].under.en.startswith(
        "†\N{NO-BREAK SPACE}Days cash on hand rests on figures in question (W48)"
    )
    assert "†" not in plain.headline.en
    assert plain.wide[0].under is None


def test_without_the_new_loan_days_are_those_of_the_rest_of_the_cash():
    books = sample().books
    days = books.indicator("days_cash_and_investments").value
    money = sum(
        books.to_date(item).value for item in ("cash_and_bank", "short_term_investments") if books.to_date(item).value
    )

    assert days * (1 - 30e6 / money) == pytest.approx(88.0, abs=0.05)


def test_sources_and_uses_print_both_sums(cash: Any):
    (words,) = [one for one in cash.drawings if one.startswith("Opening cash")]

    assert words == (
        "Opening cash 319.5; Own flows and repayments: ¥53.6 m out; Loans, payables and others: ¥52.8 m in; closing 318.7"
    )


def test_below_the_flows_stands_what_they_come_to(cash: Any):
    """The title tells by how much cash moved, and the drawing has the two balances alone."""
    bridge = sample().material.analysis["comparison.cash_bridge"]
    (come_to,) = re.findall(r"solid: out, hollow: in; in all ¥([0-9,.]+) m less", cash.text)

    assert float(come_to) * 1e6 == pytest.approx(bridge.start.value - bridge.end.value, abs=5001)
    assert -(bridge.own_sum + bridge.filled_sum) == pytest.approx(bridge.start.value - bridge.end.value)


def test_loans_stand_by_month_and_the_conclusion_names_the_test(cash: Any):
    assert "Due within six months 10.5; Dec 2026 10.5, May 2027 40.0, Jun 2027 30.0" in cash.drawings
    assert "only ¥10.5 m falls due within six months; the test is May–June 2027, when ¥70.0 m falls due." in cash.text


def test_payers_stand_by_age_with_their_change(cash: Any):
    (words,) = [one for one in cash.drawings if one.startswith("Owed by payer")]

    assert words.startswith("Owed by payer: Municipal insurance, employees 73.7, Municipal insurance, residents 48.1")
    assert "In all 183.3, of which 17.2 older than six months; +60.3 since the year began" in cash.text


def test_what_no_age_holds_is_not_said_to_be_young():
    def without_old_ages(row: Record) -> Record:
        cells = {name: value for name, value in row.cells.items() if name in {"payer", "within_3_months", "owed"}}
        return replace(row, cells=cells)

    text = both(with_rows("receivables_ageing", without_old_ages))["liquidity"].text

    assert "In all 183.3, which the ages do not make up; +60.3 since the year began" in text
    assert "older than six months" not in text


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ({"debts": True, "receivables_ageing": True}, "Loans of ¥80.5 m fall due within a year"),
        ({"debts": True, "receivables_ageing": False}, "Loans of ¥80.5 m fall due within a year"),
        ({"debts": False, "receivables_ageing": True}, "The hospital is owed ¥183.3 m"),
        ({"debts": False, "receivables_ageing": False}, None),
    ],
)
def test_where_no_cash_is_known_the_title_tells_what_falls_due_and_else_what_is_owed(
    monkeypatch: pytest.MonkeyPatch, rows: dict[str, bool], said: str | None
):
    monkeypatch.setattr(cash_page, "known_days", lambda _: None)
    material = sample().material
    values = material.dataset.values.copy()
    values["cash_and_bank"] = float("nan")
    kept = {name: own for name, own in material.registers.by_id.items() if rows.get(name, True)}
    without = replace(
        material, dataset=replace(material.dataset, values=values), registers=type(material.registers)(kept)
    )
    found = cash_page.page(HospitalContext.of(without, "en"))

    assert (found and found.headline.en) == said


def test_ages_told_by_years_are_drawn_so_and_nothing_is_said_about_six_months():
    young = ("within_3_months", "within_6_months", "within_1_year")

    def by_years(row: Record) -> Record:
        cells = {name: value for name, value in row.cells.items() if name not in young}
        return replace(row, cells={**cells, "under_1_year": sum(row.number(name) or 0.0 for name in young)})

    text = both(with_rows("receivables_ageing", by_years))["liquidity"].text

    assert re.search(r"In all 183\.3, of which [\d.]+ older than a year; \+60\.3 since the year began", text)
    assert "by age in years" in text
    assert "six months" not in text.split("Who owes us")[1].split("since the year began")[0]


def test_without_the_debts_neither_loans_nor_an_event_are_drawn():
    page = both(with_rows("debts", lambda _: None))["liquidity"]

    assert "Loans falling due" not in page.text
    assert page.title == "Cash covers 97.1 days of spending, against 103.2 a year ago"
    assert "Own flows and repayments took ¥53.6 m; loans, payables and others grew by ¥52.8 m." in page.text


def test_without_the_ages_nobody_is_named():
    assert "Who owes us" not in both(with_rows("receivables_ageing", lambda _: None))["liquidity"].text


@pytest.mark.parametrize(
    ("due", "said"),
    [
        ("2027-02-15", "On known payments cash runs out in Feb 2027; at the worst, in "),
        (
            "2030-01-01",
            "No loan in the table of debts matures within a year, but the balance sheet has ¥80.5 m falling due",
        ),
    ],
)
def test_the_conclusion_follows_the_dates(due: str, said: str):
    """The balance sheet has loans due within a year, so that it is not said that none is."""

    def change(row: Record) -> Record | None:
        return written(row, due=due) if row.text("loan") in {"DK-长贷-11", "DK-长贷-12"} else None

    assert said in both(with_rows("debts", change))["liquidity"].text


def test_months_in_which_nothing_falls_due_are_not_drawn():
    """A frame of six months with no column in it is a drawing of nothing."""

    def change(row: Record) -> Record:
        return written(row, due="2030-01-01")

    page = both(with_rows("debts", change))["liquidity"]

    assert "Loans falling due" not in page.text
    assert "No loan in the table of debts matures within a year" in page.text


def test_what_falls_due_only_later_in_the_year_is_not_set_against_nothing():
    def change(row: Record) -> Record:
        later = row.text("loan") == "DK-流贷-02"
        return written(row, due="2027-06-15", outstanding=5e6) if later else written(row, due="2030-01-01")

    page = both(with_rows("debts", change))["liquidity"]

    assert "Loans of ¥5.0 m fall due within a year, none of them within six months." in page.text
    assert "Loans falling due" not in page.text


def test_a_heap_within_six_months_is_told_beside_the_cash():
    def change(row: Record) -> Record:
        return written(row, due="2027-02-15", outstanding=50e6) if row.text("loan") == "DK-流贷-02" else row

    words = both(with_rows("debts", change))["liquidity"].text

    assert "The test is Feb 2027: ¥50.0 m falls due, 16% of the cash at hand." in words


@pytest.mark.slow
def test_the_days_of_last_year_that_the_title_tells_stand_beside_a_line_of_more_years(tmp_path: Path):
    """Of three years the drawing names the first and the last; the title compares with the one between."""
    checked = pipeline.check(drawn(81, emptied(tmp_path / "case")).folder)
    page = cash_page.page(HospitalContext.of(pipeline.grounds(checked, report="board"), "zh"))

    assert page is not None
    assert page.headline.zh == "现金够用98.7天，上年100.0天"
    assert "100.0" in page.wide[0].note.zh


def test_a_few_days_of_cash_stand_once_under_the_name_of_the_indicator(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(cash_page, "FEWEST", 99)
    page = cash_page.page(HospitalContext.of(sample().material, "zh"))
    assert page is not None
    assert (page.wide[0].title.zh, page.wide[0].note) == ("现金及短期投资可用天数", None)

    monkeypatch.setattr(cash_page, "_headline", lambda _: None)
    printed = both(sample().material, "zh")["liquidity"]
    assert printed.text.count("现金及短期投资可用天数") == 1  # as the title, which the panel does not repeat


FISCAL = """entity: {id: h, name: {en: H}}
regime: other
currency: USD
languages: en
scheme: none
fiscal_year_start: 7
"""
OF_YEARS = """item,period,value
cash_and_bank,2025,5102
cash_and_bank,2026,4210
short_term_investments,2025,2000
short_term_investments,2026,2100
medical_income,2025,43000
medical_income,2026,45000
medical_activity_expense,2025,42000
medical_activity_expense,2026,45000
total_expense,2025,42000
total_expense,2026,45000
depreciation_expense,2025,2000
depreciation_expense,2026,2000
"""


def test_days_of_cash_of_a_fiscal_year_are_of_years_and_no_december(tmp_path: Path):
    """The year that ends in June was told as “Dec 2026”, the last of its months were it one from January on."""
    (tmp_path / "data").mkdir()
    (tmp_path / "case.yaml").write_text(FISCAL, encoding="utf-8")
    (tmp_path / "data" / "figures.csv").write_text(OF_YEARS, encoding="utf-8")
    context = HospitalContext.of(pipeline.grounds(pipeline.check(tmp_path), report="board"), "en")
    found = known_days(context)

    assert found is not None
    assert found.periods == ("2025", "2026")


def test_cash_leaves_the_page_of_the_story_to_a_short_scorecard(renhe: Material, monkeypatch: pytest.MonkeyPatch):
    """Both beside each other left a scorecard of two rows alone on a page."""
    monkeypatch.setattr(brief_pages, "parts", lambda _: 1)
    monkeypatch.setattr(brief_pages, "fills_a_page", lambda _: False)
    short = replace(
        renhe, evaluation=replace(renhe.evaluation, indicators=renhe.evaluation.indicators[: brief_pages.FEW - 1])
    )
    joined = {
        name: brief_pages.is_joined(replace(HospitalContext.of(material, "zh"), anchors=frozenset(anchors)))
        for name, material, anchors in (
            ("many", renhe, {"story", "scorecard"}),
            ("few", short, {"story", "scorecard"}),
            ("none", short, {"story"}),
        )
    }

    assert joined == {"many": True, "few": False, "none": True}


def test_cash_in_three_rows_leaves_the_page_of_a_short_story(renhe: Material, monkeypatch: pytest.MonkeyPatch):
    """One above the other, the last row of them stood on the next page."""
    monkeypatch.setattr(brief_pages, "parts", lambda _: 1)
    context = replace(HospitalContext.of(renhe, "zh"), anchors=frozenset({"story", "scorecard"}))
    assert not brief_pages.is_joined(context)

    monkeypatch.setattr(brief_pages, "known_days", lambda _: None)
    assert brief_pages.is_joined(context)


def test_every_line_that_money_can_move_has_a_name_for_a_column():
    words = sample().material.catalog.words
    own = {"surplus", "deficit", "equity", "unpaid", "capital", "start", "end", "other"}
    lines = {*ASSETS, *CLAIMS, "other_assets", "other_claims"} - {*PLANT, "cash_and_bank", "net_assets"}

    assert [name for name in (*own, *lines) if f"liquidity.flows.{name}" not in words] == []


def test_what_moved_less_than_can_be_seen_has_no_column(monkeypatch: pytest.MonkeyPatch):
    material, columns = sample().material, []
    draw = cash_page.cash_flows
    bridge = material.analysis["comparison.cash_bridge"]
    first, *others = bridge.own
    assert first.id == "surplus"
    tiny = [replace(one, amount=replace(one.amount, value=12.0)) for one in others]
    monkeypatch.setitem(
        material.analysis._made, "comparison.cash_bridge", (replace(bridge, own=(first, *tiny)), frozenset())
    )
    monkeypatch.setattr(
        cash_page, "cash_flows", lambda steps, *rest, **sized: columns.extend(steps) or draw(steps, *rest, **sized)
    )
    cash_page.page(HospitalContext.of(material, "zh"))

    assert [one.name for one in columns[:2]] == ["年初现金", "本期盈余"]
    assert len(columns) < len(bridge.own) + 3
    assert {"0.0", "+0.0", "−0.0"}.isdisjoint(one.printed for one in columns)


@pytest.mark.parametrize(
    ("name", "amount", "said"),
    [("surplus", 5e6, "surplus"), ("surplus", 0.0, "surplus"), ("surplus", -5e6, "deficit"), ("other", -5e6, "other")],
)
def test_a_column_of_a_loss_is_called_a_deficit(name: str, amount: float, said: str):
    context = HospitalContext.of(sample().material, "en")
    unit = DrawnUnit.of(context, [1e7])
    step = cash_page._column(context, unit, name, amount)

    assert step.name == context.say.words[f"liquidity.flows.{said}"].en


@pytest.mark.parametrize(("surplus", "own", "others"), [(-5e6, "out", "in"), (5e6, "in", "more"), (0.0, "in", "more")])
def test_what_others_brought_is_more_where_own_flows_brought_some_too(surplus: float, own: str, others: str):
    bridge = sample().material.analysis["comparison.cash_bridge"]
    first = replace(bridge.own[0], amount=replace(bridge.own[0].amount, value=surplus))
    found = replace(bridge, own=(first,))
    said = {
        key: cash_page._sum(HospitalContext.of(sample().material, "en"), found, key).en for key in ("own", "filled")
    }

    assert said["own"].endswith(f" {own}")
    assert said["filled"].endswith(f" {others}")


@pytest.mark.parametrize("is_repaid", [True, False])
def test_repayments_are_spoken_of_where_something_was_repaid(monkeypatch: pytest.MonkeyPatch, *, is_repaid: bool):
    material = sample().material
    bridge = material.analysis["comparison.cash_bridge"]
    own = tuple(one for one in bridge.own if is_repaid or one.id not in LENT)
    assert bridge.has_repaid
    monkeypatch.setitem(
        material.analysis._made, "comparison.cash_bridge", (replace(bridge, own=own, filled=()), frozenset())
    )
    said = cash_page._of_flows(HospitalContext.of(material, "en"))

    assert said is not None
    assert ("repayments" in said.en) == is_repaid
    assert said.en.startswith("Own flows")


@pytest.mark.parametrize(
    ("known", "total", "words"),
    [
        (("short_term_loans", "accounts_payable"), None, "short-term loans and trade payables did not grow"),
        ((), -1.0, "total liabilities did not grow"),
        ((), 1.0, None),
        ((), None, None),
    ],
)
def test_debts_are_said_not_to_have_grown_only_where_their_lines_are_known(
    monkeypatch: pytest.MonkeyPatch, known: tuple[str, ...], total: float | None, words: str | None
):
    """Of a balance sheet that names no loan it was said that no loan or payable grew."""
    material = sample().material
    bridge = material.analysis["comparison.cash_bridge"]
    own = tuple(one for one in bridge.own if (one.amount.value or 0.0) > 0)
    changed = replace(bridge, own=own, filled=())
    monkeypatch.setitem(material.analysis._made, "comparison.cash_bridge", (changed, frozenset()))
    since = Books.since_opening

    def moved(books: Books, name: str) -> Figure:
        if name not in {"total_liabilities", *LASTING}:
            return since(books, name)
        value = total if name == "total_liabilities" else -1.0 if name in known else None
        return replace(since(books, name), value=value)

    monkeypatch.setattr(Books, "since_opening", moved)
    said = cash_page._of_flows(HospitalContext.of(material, "en"))

    assert said is not None
    assert ("did not grow" in said.en) == (words is not None)
    assert words is None or words in said.en


def test_without_any_drawing_no_page_is_made_and_nothing_entered(clinic: Material, monkeypatch: pytest.MonkeyPatch):
    assert cash_page.page(HospitalContext.of(clinic, "zh")) is not None

    silent = HospitalContext.of(clinic, "zh")
    for key in ("comparison.cash_bridge", "business.receivables", "outlook.debts"):
        lacking = (Unavailable("item"), frozenset())
        monkeypatch.setitem(silent.material.analysis._made, key, lacking)

    assert cash_page.page(silent) is None
    assert not silent.ledger.entries


@pytest.mark.parametrize(
    ("days", "told"),
    [(120.0, (90.0, 30.0)), (80.0, (90.0, 30.0)), (56.0, (60.0, 30.0)), (44.0, (45.0, 30.0)), (12.0, (90.0, 30.0))],
)
def test_the_line_that_is_told_is_the_gravest_that_is_reached(days: float, told: tuple[float, float]):
    """As the warning on the other pages names it."""
    line = load_catalog().warnings["public_hospital"].lines["days_cash_on_hand"]

    assert tuple(value for value, _ in limits(line, days)) == told


def test_that_no_loan_falls_due_is_said_where_the_balance_sheet_has_none_either(monkeypatch: pytest.MonkeyPatch):
    def change(row: Record) -> Record | None:
        return written(row, due="2030-01-01") if row.text("loan") in {"DK-长贷-11", "DK-长贷-12"} else None

    monkeypatch.setattr(liquidity, "DUE", ())

    page = both(with_rows("debts", change))["liquidity"]
    assert "No loan falls due within a year." in page.text


@pytest.mark.parametrize(
    ("room", "share"), [(200.0, 1.0), (44.0 + 96 * 0.9, 0.9), (60.0, brief_pages.LOWEST)], ids=["all", "less", "least"]
)
def test_drawings_beside_the_story_are_as_high_as_it_leaves_room_for(room: float, share: float):
    """In two languages the conclusion of an American hospital went on to the page of the scorecard."""
    assert brief_pages.lowered((44.0, 52.0), room, "zh-en") == pytest.approx((44.0 * share, 52.0 * share))
