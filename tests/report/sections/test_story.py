"""The story of the board's brief, as it is printed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

from analysis.cases import case, sample
from pages import page_of, section_of
from population.hospitals import drawn, emptied
from report.sections.briefs import both
from reportgen import pipeline
from reportgen.analysis.material import Material
from reportgen.analysis.signals.follow_up import FollowUp, Status
from reportgen.model.definition import LanguageMode
from reportgen.model.registers import Registers
from reportgen.model.reports import Options
from reportgen.report.desk.brief import brief_pages, happened
from reportgen.report.desk.context import HospitalContext
from reportgen.report.desk.grades import outlook
from reportgen.report.desk.tables.answers import scribe
from reportgen.report.sections import story as section

MET_BY_MORE = 9230
"""A drawn hospital that built by more than debts."""


@pytest.fixture(scope="module")
def told() -> Any:
    return both(sample().material)["story"]


def test_the_story_stands_in_its_order(told: Any):
    assert told.headings(2) == [
        "What happened",
        "Why, in money",
        "What we said, what came",
        "By the year's end",
        "What we propose",
    ]


def test_a_bar_that_holds_more_than_debts_is_not_called_debts(tmp_path: Path):
    """What suppliers and loans leave of the use stood under “debts of the same time”."""
    material = pipeline.evaluate(pipeline.check(drawn(MET_BY_MORE, emptied(tmp_path / "case")).folder))

    page = page_of(material, "story", kind="board")

    bars = next(one for one in page.drawings if "other sources" in one)
    assert "Met by: suppliers" in bars
    assert "Debts" not in bars


def test_the_use_and_its_sources_are_drawn_to_one_sum(told: Any):
    bars = next(one for one in told.drawings if one.startswith("Receivables"))

    assert bars.startswith("Receivables 58.3: Municipal insurance, employees 27.2")
    assert "rest 0.9" in bars  # 58.3 − 27.2 − 17.8 − 8.3 − 4.1, in full digits
    assert bars.endswith("Met by: suppliers 18.7, other sources 39.6")


def test_the_year_is_drawn_to_its_end_beside_its_budget(told: Any):
    assert "Surplus to date 21.0, expected 24.3 for the year, budget 32.4" in told.drawings
    assert "Expected ¥8.1 m short of budget." in told.text
    assert "in 8 tests the months ahead were off by 20%" in told.text


def test_a_promise_that_was_missed_has_a_filled_dot(told: Any):
    assert told.row("Receivable days, Sep") == ["Receivable days, Sep", "36.0", "43.2", "●1 month late"]
    assert told.row("Insurance rejection rate")[3] == "○kept on time"


def test_proposals_have_owner_date_worth_points_and_class_or_a_blank(told: Any):
    heap, measure = told.row("Loans of"), told.row("Reconcile")

    assert heap[1:] == ["", "2027-05-20", "costs ¥2.2 m a year", "", "Decision"]
    assert measure[1:] == [
        "Head of the insurance office",
        "2026-09-30 late",
        "frees ¥24.8 m on average",
        "+1.76",
        "Assurance",
    ]
    assert told.row("All done")[:2] == ["All done: 78.35, still Good", "+1.76"]
    assert (
        "Track record to 31 October 2026: 4 due, 2 closed on time, 2 late; of 2 closed, 1 reached the aim; 4 not yet due."
        in told.text
    )


def test_detail_of_a_cause_goes_before_the_cause_where_the_page_is_full():
    full, airy = (section._page(HospitalContext.of(sample().material, mode)) for mode in ("zh-en", "zh"))

    assert [one.id for one in section.fitted(full, "zh-en").causes] == ["funds", "cost", "budget"]
    assert not any(one.detail for one in section.fitted(full, "zh-en").causes)
    assert section.fitted(airy, "zh").causes[-1].detail is not None


@pytest.mark.parametrize(("mode", "told"), [("zh-en", False), ("zh", True)])
def test_a_number_whose_sentence_found_no_room_is_not_in_the_list_of_numbers(mode: LanguageMode, told: bool):  # noqa: FBT001
    """Whoever verifies the file looks for each of them on its page."""
    context = HospitalContext.of(sample().material, mode)
    (piece,) = section.pieces(context, Options("story"))
    entries = context.ledger.entries

    assert ("story.budget.medical_surplus" in entries) is told
    assert {"story.funds", "story.cost.first", "story.budget.surplus"} <= entries.keys()
    assert piece.content.causes[-1].id == "budget"


def test_to_ask_whether_there_is_a_story_enters_no_number():
    context = HospitalContext.of(sample().material, "en")

    assert brief_pages.parts(context) > 0
    assert not context.ledger.entries


def test_a_track_record_counts_nothing_of_which_there_is_none():
    """The page told 0 late, 0 that reached their aim and 0 more."""
    context = HospitalContext.of(sample().material, "en")
    found: FollowUp = context.material.analysis["signals.follow_up"]
    done = next(one for one in found.actions if one.status is Status.DONE)
    missed = replace(done, due="2026-01-31", moved="", closed="2026-01-30", is_reached=False)

    with mock.patch.object(
        type(context.material.analysis), "__getitem__", return_value=replace(found, actions=(missed,))
    ):
        told = section._track(context)

    assert told is not None
    assert told.en == (
        "Track record to 31 October 2026: 1 due, 1 closed on time, none late; of 1 closed, none reached the aim."
    )


def test_what_is_not_proposed_is_told_with_its_reason(told: Any):
    assert "5 not proposed: asset growth, interest cover (follow from other figures)" in told.text
    assert "current ratio, consumables per 100 (aim beyond any step seen in a year)" in told.text


def test_both_languages_stand_on_the_page_and_one_in_its_own():
    words = both(sample().material, "zh-en")["story"].text
    assert "盈余由2,469万元降到2,095万元" in words
    assert "so the surplus fell 15.1%" in words
    assert "surplus" not in both(sample().material, "zh")["story"].text


def test_a_hospital_of_few_figures_has_both_pieces_on_one_page(tmp_path: Path):
    figures = {
        "cash_and_bank": (100.0, 90.0), "accounts_receivable_net": (50.0, 80.0), "short_term_loans": (30.0, 45.0),
        "net_assets": (120.0, 125.0), "total_assets": (150.0, 170.0), "liabilities_and_net_assets_total": (150.0, 170.0),
    }  # fmt: skip
    cells = {f"{item}@2025:open": old * 1e6 for item, (old, _) in figures.items()}
    cells |= {f"{item}@2025": new * 1e6 for item, (_, new) in figures.items()}
    material = case(tmp_path, cells, "2025").material
    printed = both(material)

    assert printed.names == ["story"]
    assert "Sources and uses since the start of the year" in printed["story"].text
    assert section_of(material, "liquidity") is not None  # by itself, where the report has no story


def test_a_hospital_without_any_of_it_has_neither(tmp_path: Path):
    assert both(case(tmp_path, {"beds_open@2025": 20.0}, "2025").material).names == []


def test_without_a_register_no_measure_is_invented():
    bare = replace(sample().material, registers=Registers())
    page = page_of(bare, "story")

    assert "Reconcile" not in page.text
    assert not [table for table in page.tables if table and "Owner" in table[0] and len(table) > 2]


def test_the_title_tells_of_proposals_only_where_there_are_any():
    whole, bare = sample().material, replace(sample().material, registers=Registers())
    titles = [section.pieces(HospitalContext.of(one, "en"), Options("story"))[0].title for one in (whole, bare)]

    assert titles[0] is None  # that of the section, which names them
    assert titles[1] is not None
    assert titles[1].en == "Account of the period"


@pytest.mark.parametrize("mode", ["zh", "en", "zh-en"])
def test_what_has_no_room_is_left_out_and_never_the_first_cause(mode: str):
    context = HospitalContext.of(sample().material, mode)  # type: ignore[arg-type]
    found = section.pieces(context, Options("story"))[0].content
    crowded = replace(found, promises=found.promises * 3, proposed=found.proposed * 3, notes=found.notes * 4)
    fitted = section.fitted(crowded, mode)  # type: ignore[arg-type]

    assert section.height(crowded, mode) > section.PAGE_MM  # type: ignore[arg-type]
    assert section.height(fitted, mode) <= section.PAGE_MM  # type: ignore[arg-type]
    assert fitted.causes[0] == found.causes[0]
    assert len(fitted.promises) >= 3
    assert section.fitted(found, mode) == found  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("period", "zh", "en"),
    [("2026-10", "周转由上年同期34.5天拖到", "days (34.5 a year ago)."), ("2025", "周转由上年", " last year).")],
)
def test_days_of_collection_name_the_time_they_are_held_against(
    materials: Callable[..., Material], monkeypatch: pytest.MonkeyPatch, period: str, zh: str, en: str
):
    """The amount beside them has grown since the start of the year, the days since the same time of last year."""
    monkeypatch.setattr(outlook, "NOTABLE", 0.0)
    context = HospitalContext.of(materials("renhe", period), "zh-en")
    said = happened._collection(scribe(context, "story"))

    assert said is not None
    assert zh in said.zh
    assert said.en.endswith(en)


@pytest.mark.parametrize(("period", "is_told"), [("2026-10", True), ("2025", False)])
def test_a_day_more_in_thirty_is_no_delay(materials: Callable[..., Material], period: str, *, is_told: bool):
    """Of 34.2 days after 33.1, at a score that is Excellent, the page said that collection had worsened."""
    context = HospitalContext.of(materials("renhe", period), "zh-en")

    assert (outlook.collection(context) is not None) is is_told
    assert any("回款" in one.zh for one in happened.happened(context)) is is_told


def test_a_surplus_above_its_budget_is_told_with_what_made_it(materials: Callable[..., Material]):
    """Income 1,349.7 of 1,354.4 budgeted, expense 1,320.8 of 1,338.8: 18.0 less spent, less 4.7 not come in."""
    told = page_of(materials("renhe", "2025"), "story", "en", "annual").text

    assert (
        "Income is ¥4.7 m under budget, but spending is ¥18.0 m under it, which leaves the surplus ¥13.3 m above"
        in told
    )


def test_statements_without_totals_tell_what_moved_the_surplus(materials: Callable[..., Material]):
    """625.6 − 559.5 of patients and 78.7 − 48.0 besides, less 599.6 − 560.8 spent, is 104.7 − 46.7."""
    told = page_of(materials("us-cms"), "story", "en", "board").text

    assert (
        "Patient revenue rose $66.1 m, total expense of patient care together with other expense rose $38.9 m"
        " and other income rose $30.6 m: the surplus rose $57.9 m." in told
    )


def test_totals_that_tell_of_the_surplus_are_not_told_again_by_their_lines(told: Any):
    assert "the surplus fell ¥" not in told.text
