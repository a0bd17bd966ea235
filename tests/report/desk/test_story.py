"""What is put to the board, and sentences that are printed only where they hold."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import rendered
from analysis.cases import case, sample
from analysis.registers import with_rows, written
from population.hospitals import drawn, emptied
from reportgen import pipeline
from reportgen.analysis.material import Material
from reportgen.model.registers import Record, Registers
from reportgen.model.reports import Options
from reportgen.model.warnings import Level
from reportgen.report.desk.brief import causes, happened, story
from reportgen.report.desk.brief.story import ProposalKind
from reportgen.report.desk.context import HospitalContext
from reportgen.report.desk.judgement import alarms, selection
from reportgen.report.desk.judgement.alarms import Alarm
from reportgen.report.desk.tables.answers import scribe
from reportgen.report.sections import card

EXCELLENT = 9234
"""A drawn hospital all of whose indicators are Excellent."""
DOUBTED = "†"
"""The mark of what findings put in doubt: by Chinese rules a surplus is income less expense."""


def desk(material: Material) -> HospitalContext:
    return HospitalContext.of(material, "zh-en")


@pytest.fixture(scope="module")
def renhe() -> HospitalContext:
    return desk(sample().material)


def of_kind(context: HospitalContext, kind: ProposalKind) -> list[story.BoardProposal]:
    return [one for one in story.proposals(context) if one.kind is kind]


def test_a_heap_of_loans_is_for_the_board_to_decide(renhe: HospitalContext):
    (one,) = of_kind(renhe, ProposalKind.DECISION)

    assert one.words.zh == "借款7,000万元2027年5月至6月到期，请决定偿还与续借各多少"
    assert one.words.en == "¥70.0 m of loans falls due in May–June 2027: decide how much to repay and how much to renew"
    assert (one.owner, one.points, one.day) == (None, None, "2027-05-20")  # the register names nobody
    assert one.worth.zh == "续借年息217万元"


def test_late_measures_are_for_assurance_with_owner_date_and_what_they_bring(renhe: HospitalContext):
    first, second = of_kind(renhe, ProposalKind.ASSURANCE)

    assert first.words.en == "Current ratio: the measure is 4 months late; aim 1.30, now 1.18"
    assert first.points is None
    assert second.words.zh == "应收款周转天数整改逾期1个月：目标36.0天，现为43.2天"
    assert (second.owner.en, second.due.en) == ("Head of the insurance office", "30 September 2026")
    assert second.points == pytest.approx(1.7554, abs=1e-4)
    assert second.worth.en == "frees ¥24.8 m on average"


def test_the_year_beside_its_budget_is_for_information(renhe: HospitalContext):
    (one,) = of_kind(renhe, ProposalKind.INFORMATION)

    assert one.words.zh == "全年盈余预计2,430万元，比预算少812万元"


def test_each_class_has_one_sentence(renhe: HospitalContext):
    assert story.said(renhe, ProposalKind.ASSURANCE).zh == "2项整改逾期，请说明原因和新期限：流动比率、应收款周转天数"
    assert story.said(renhe, ProposalKind.DECISION).zh.startswith("借款7,000万元")


def test_a_class_with_nothing_says_so():
    nothing = desk(replace(sample().material, registers=Registers()))

    assert of_kind(nothing, ProposalKind.DECISION) == of_kind(nothing, ProposalKind.ASSURANCE) == []
    assert story.said(nothing, ProposalKind.DECISION).en == "Nothing needs the board's decision this month"
    assert story.said(nothing, ProposalKind.ASSURANCE).zh == "没有逾期的整改措施"


def test_where_no_measure_is_on_record_none_is_said_to_be_in_time(tmp_path: Path):
    assert story.said(two_years(tmp_path), ProposalKind.ASSURANCE).en == "No measure is on record"


def test_without_a_forecast_milder_warnings_that_nobody_took_up_are_told(monkeypatch: pytest.MonkeyPatch):
    """They stood under warnings with an owner to be named, and page 1 had nothing to note."""
    clinic = desk(rendered.material("clinic", "2025"))
    assert story.said(clinic, ProposalKind.INFORMATION).en == "No forecast to report"

    raised = [
        Alarm(name, Level(level), (), 0.6, None) for name, level in (("a", "yellow"), ("b", "blue"), ("c", "yellow"))
    ]
    monkeypatch.setattr(alarms, "alarms", lambda _: tuple(raised))
    told = story.said(clinic, ProposalKind.INFORMATION)
    assert told.en == "2 yellow warnings are for the management to assign"
    assert told.zh == "2项黄色预警待管理层定责任人、措施和期限"


def test_a_date_that_was_moved_is_for_the_board_to_decide():
    def moved(row: Record) -> Record:
        return written(row, moved="2026-12-31") if row.text("action") == "ZG2026-01" else row

    found = of_kind(desk(with_rows("actions", moved)), ProposalKind.DECISION)

    assert (
        found[-1].words.en == "Current ratio: planned for 30 June 2026; decide whether it may move to 31 December 2026"
    )
    assert found[-1].owner.zh == "财务部主任"


def test_a_late_measure_without_aim_or_owner_invents_neither():
    def bare(row: Record) -> Record:
        return written(row, expected=None, owner=None) if row.text("action") == "ZG2026-01" else row

    first = of_kind(desk(with_rows("actions", bare)), ProposalKind.ASSURANCE)[0]

    assert first.words.zh == "流动比率整改逾期4个月，未写明目标"
    assert first.owner is None


def test_an_aim_that_is_reached_while_the_measure_is_late_is_told():
    def reached(row: Record) -> Record:
        return written(row, expected=1.1) if row.text("action") == "ZG2026-01" else row

    first = of_kind(desk(with_rows("actions", reached)), ProposalKind.ASSURANCE)[0]

    assert "已达目标1.10" in first.words.zh


def test_promises_are_measures_that_fell_due_and_the_forecasts_of_a_month_ago(renhe: HospitalContext):
    found = [(one.name.en, one.said, one.came, one.result.en, one.is_missed) for one in story.promises(renhe)]

    assert found == [
        ("Receivable days, Sep", "36.0", "43.2", "1 month late", True),
        ("Insurance rejection rate, Aug", "1.00%", "0.40%", "kept on time", False),
        ("Current ratio, Jun", "1.30", "1.18", "4 months late", True),
        ("Cash (re-run), ¥ m", "314.4–342.6", "318.7", "within the range", False),
        ("Surplus (re-run), ¥ m", "18.6–21.9", "21.0", "within the range", False),
    ]


@pytest.mark.parametrize(
    ("closed", "expected", "result", "is_missed"),
    [
        ("2026-06-30", 1.1, "kept on time", False),
        ("2026-08-31", 1.1, "kept, 2 months late", False),
        ("2026-06-30", 1.3, "closed, aim missed", True),
        (None, 1.1, "aim reached, not closed", True),
        (None, 1.3, "4 months late", True),
    ],
)
def test_what_became_of_a_promise(*, closed: str | None, expected: float, result: str, is_missed: bool):
    def change(row: Record) -> Record | None:
        return written(row, closed=closed, expected=expected) if row.text("action") == "ZG2026-01" else None

    (one, *_) = story.promises(desk(with_rows("actions", change)))

    assert (one.result.en, one.is_missed) == (result, is_missed)


def test_what_falls_due_on_the_last_day_is_not_called_late_by_no_days():
    def change(row: Record) -> Record | None:
        return written(row, due="2026-10-31", expected=1.3) if row.text("action") == "ZG2026-01" else None

    (one, *_) = story.promises(desk(with_rows("actions", change)))

    assert (one.result.zh, one.result.en, one.is_missed) == ("期末到期，未兑现", "due at the end, not kept", True)


def test_what_fell_due_more_than_a_year_ago_is_no_news(renhe: HospitalContext):
    assert not [one for one in story.promises(renhe) if "Inventory" in one.name.en]  # due 2025-10-31


def two_years(folder: Path, **now: float) -> HospitalContext:
    before = {"total_income": 100.0, "total_expense": 90.0, "period_surplus": 10.0, "discharges": 50.0}
    figures = {f"{item}@2024": value * 1e6 for item, value in before.items()}
    figures |= {f"{item}@2025": value * 1e6 for item, value in {**before, **now}.items()}
    return desk(case(folder, figures, "2025").material)


@pytest.mark.parametrize(
    ("surplus", "said"),
    [(-3.0, "The year ended in a deficit of ¥3.0 m"), (3.0, "The year's surplus was ¥3.0 m")],
)
def test_a_year_that_is_over_is_told_without_a_budget_too(tmp_path: Path, surplus: float, said: str):
    assert story.year_expected(two_years(tmp_path, period_surplus=surplus)).en == said


@pytest.mark.parametrize(("surplus", "said"), [(-3.0, "The year so far shows a deficit of ¥6.0 m"), (3.0, None)])
def test_a_deficit_so_far_is_told_where_nobody_can_forecast(tmp_path: Path, surplus: float, said: str | None):
    figures = {f"{item}@2025-{month:02}": value * 1e6 for month in (1, 2)
               for item, value in {"total_income": 10.0, "period_surplus": surplus}.items()}  # fmt: skip
    found = story.year_expected(desk(case(tmp_path, figures, "2025-02").material))

    assert (found and found.en) == said


@pytest.mark.parametrize("item", story.BALANCES)
@pytest.mark.parametrize(("balance", "said"), [(-3.0, "The year ended in a deficit of ¥3.0 m"), (3.0, None)])
def test_a_deficit_by_earlier_rules_is_for_information_too(tmp_path: Path, item: str, balance: float, said: str | None):
    figures = {f"{story.BALANCES[item]}@2017": 60.0e6, f"{item}@2017": balance * 1e6}
    found = story.year_expected(desk(case(tmp_path, figures, "2017").material))

    assert (found and found.en) == said


def test_what_a_page_leaves_room_for_an_owner_of_is_put_to_the_board():
    context = desk(rendered.material("clinic", "2025"))
    (one,) = card.pieces(context, Options("card", {"of": "weak"}))

    assert one.content.is_assigned
    assert story.said(context, ProposalKind.DECISION).en == "Name an owner and a date for debt ratio"


def test_the_board_is_not_asked_to_decide_on_what_has_the_best_grade(tmp_path: Path):
    """Where no indicator is weak the one nearest to a lower grade is told, here short of full marks alone."""
    context = desk(pipeline.evaluate(pipeline.check(drawn(EXCELLENT, emptied(tmp_path / "case")).folder)))
    (one,) = card.pieces(context, Options("card", {"of": "weak"}))

    assert selection.weak(context) == ("asset_liability_ratio",)
    assert "asset" not in story.said(context, ProposalKind.DECISION).en.lower()
    assert story.said(context, ProposalKind.DECISION) == context.say("story.none.decision")
    assert not one.content.is_assigned


@pytest.mark.parametrize(
    ("now", "said"),
    [
        ({"total_income": 103.0, "total_expense": 95.0, "period_surplus": 8.0},
         "Income grew 3.0% and expense grew 5.6%, so the surplus fell 20.0%, from ¥10.0 m to ¥8.0 m."),
        ({"total_income": 80.0, "total_expense": 72.0, "period_surplus": 8.0},
         "Income fell 20.0% and expense fell 20.0%; the surplus fell 20.0%, from ¥10.0 m to ¥8.0 m."),
        ({"total_income": 104.0, "total_expense": 92.0, "period_surplus": 12.0},
         "Income grew 4.0% and expense grew 2.2%; the surplus rose 20.0%, from ¥10.0 m to ¥12.0 m."),
        ({"total_income": 100.0, "total_expense": 105.0, "period_surplus": -5.0},
         "Income stayed flat and expense grew 16.7%; a surplus of ¥10.0 m became a deficit of ¥5.0 m."),
        ({}, "Income stayed flat and expense stayed flat; the surplus of ¥10.0 m is that of last year."),
        ({"total_income": 110.0, "total_expense": 99.5, "period_surplus": 8.0},
         "Income grew 10.0% and expense grew 10.6%; the surplus fell 20.0%, from ¥10.0 m to ¥8.0 m."),
    ],
)  # fmt: skip
def test_the_surplus_is_told_by_what_became_of_it(tmp_path: Path, now: dict[str, float], said: str):
    assert happened.happened(two_years(tmp_path, **now))[0].en.removesuffix(DOUBTED) == said


@pytest.mark.parametrize(("income", "said"), [(100.0497, "Income stayed flat"), (100.0504, "Income grew 0.1%")])
def test_income_is_flat_where_its_rate_prints_as_nothing(tmp_path: Path, income: float, said: str):
    assert happened.happened(two_years(tmp_path, total_income=income))[0].en.startswith(said)


@pytest.mark.parametrize("missing", ["total_income@2024", "total_expense@2024", "total_income@2025"])
def test_without_the_course_of_both_income_and_expense_the_surplus_is_told_alone(tmp_path: Path, missing: str):
    known = {"total_income@2024": 100e6, "total_expense@2024": 90e6, "period_surplus@2024": 10e6,
             "total_income@2025": 110e6, "total_expense@2025": 102e6, "period_surplus@2025": 8e6}  # fmt: skip
    figures = {key: value for key, value in known.items() if key != missing}
    told = happened.happened(desk(case(tmp_path, figures, "2025").material))[0].en

    assert told.removesuffix(DOUBTED) == "The surplus fell 20.0%, from ¥10.0 m to ¥8.0 m."


@pytest.mark.parametrize(
    ("before", "said", "headline"),
    [
        ({}, "医疗收入3,000万元，亏损24.00万元。", "本期亏损24.00万元"),
        (
            {"period_balance_2012@2024": 1e6},
            "医疗收入3,000万元，由结余100万元转为亏损24.00万元。",
            "本期亏损24.00万元",
        ),
        (
            {"period_balance_2012@2024": -2e5},
            "医疗收入3,000万元，亏损由20.00万元扩大到24.00万元。",
            "本期亏损24.00万元",
        ),
        (
            {"period_balance_2012@2024": -2e6},
            "医疗收入3,000万元，亏损由200万元收窄到24.00万元。",
            "本期亏损24.00万元",
        ),
    ],
)
def test_by_the_rules_of_2012_the_balance_of_the_period_is_told(
    tmp_path: Path, before: dict[str, float], said: str, headline: str
):
    figures = {"medical_income@2025": 3e7, "period_balance_2012@2025": -2.4e5, **before}
    context = desk(case(tmp_path, figures, "2025").material)

    assert happened.happened(context)[0].zh == said
    assert causes.headline(context).zh == headline


@pytest.mark.parametrize(
    ("before", "now", "said"),
    [
        (-5.0, -8.0, "亏损由500万元扩大到800万元"), (-5.0, -2.0, "亏损由500万元收窄到200万元"),
        (-5.0, 2.0, "由亏损500万元转为盈余200万元"),
    ],
)  # fmt: skip
def test_a_deficit_is_told_by_its_own_words(tmp_path: Path, before: float, now: float, said: str):
    figures = {"period_surplus@2024": before * 1e6, "period_surplus@2025": now * 1e6}

    assert happened.happened(desk(case(tmp_path, figures, "2025").material))[0].zh == f"{said}。"


@pytest.mark.parametrize(
    ("before", "now", "said"),
    [
        (-136.3, -178.6, "Liabilities exceed assets by ¥178.6 m (¥136.3 m last year)."),
        (20.0, -3.0, "Liabilities exceed assets by ¥3.0 m."),
        (-3.0, 20.0, None),
    ],
)
def test_liabilities_beyond_all_assets_are_told(tmp_path: Path, before: float, now: float, said: str | None):
    """The page said that the surplus rose, and nothing of debts of 120 % of all assets."""
    figures = {"net_assets@2024": before * 1e6, "net_assets@2025": now * 1e6}
    figures |= {"period_surplus@2024": 26.2e6, "period_surplus@2025": 28e6}
    told = [one.en.removesuffix(DOUBTED) for one in happened.happened(desk(case(tmp_path, figures, "2025").material))]

    assert told[1:] == ([said] if said else [])


@pytest.mark.parametrize(
    ("totals", "said"),
    [
        ({}, "Medical income grew 11.8% and total expense of medical activities fell 8.3%."),
        (
            {
                "other_expense@2024": 4.49e6,
                "other_expense@2025": 89.54e6,
            },  # what was taken off the one line is on the other
            "Medical income grew 11.8% and total expense of medical activities together with other expense grew 6.9%.",
        ),
        (
            {f"{one}@{year}": 1e8 for one in ("total_income", "total_expense") for year in (2024, 2025)},
            None,
        ),
    ],
)
def test_without_totals_of_income_and_expense_patient_care_tells_why_the_surplus_moved(
    tmp_path: Path, totals: dict[str, float], said: str | None
):
    """The page said that a surplus more than doubled, and not a word of income or expense."""
    figures = {"period_surplus@2024": 46.7e6, "period_surplus@2025": 104.7e6}
    figures |= {"medical_income@2024": 559.5e6, "medical_income@2025": 625.6e6}
    figures |= {"medical_activity_expense@2024": 556.3e6, "medical_activity_expense@2025": 510.1e6}
    told = [one.en for one in happened.happened(desk(case(tmp_path, figures | totals, "2025").material))]

    assert told[0].removesuffix(DOUBTED).endswith("from ¥46.7 m to ¥104.7 m.")
    assert [one.removesuffix(DOUBTED) for one in told[1:]] == ([said] if said else [])


@pytest.mark.parametrize(
    ("surplus", "said"),
    [
        (10.0, "Income was ¥100.0 m and expense ¥90.0 m, which left a surplus of ¥10.0 m."),
        (
            12.0,
            "Income was ¥100.0 m and expense ¥90.0 m; with net gains of ¥2.0 m outside both totals, the surplus is ¥12.0 m.",
        ),
        (
            -1.0,
            "Income was ¥100.0 m and expense ¥90.0 m; with net losses of ¥11.0 m outside both totals, the deficit is ¥1.0 m.",
        ),
    ],
)
def test_a_surplus_that_income_and_expense_do_not_leave_is_told_with_what_is_outside_of_them(
    tmp_path: Path, surplus: float, said: str
):
    figures = {"total_income@2025": 1e8, "total_expense@2025": 9e7, "period_surplus@2025": surplus * 1e6}

    assert happened.happened(desk(case(tmp_path, figures, "2025").material))[0].en.removesuffix(DOUBTED) == said


@pytest.mark.parametrize(
    ("expense", "sides"),
    [
        (100.02, "Income of ¥100.0 m was ¥20.0 thousand less than"),
        (99.98, "Income of ¥100.0 m was ¥20.0 thousand more than"),
    ],
)
def test_income_that_prints_like_expense_is_told_with_what_parts_them(tmp_path: Path, expense: float, sides: str):
    """Income of $25.4 m, expense of $25.4 m and gains of $107 thousand were said to leave $91 thousand."""
    figures = {"total_income@2025": 1e8, "total_expense@2025": expense * 1e6, "period_surplus@2025": 1e5}
    told = happened.happened(desk(case(tmp_path, figures, "2025").material))[0].en

    assert told.startswith(f"{sides} expense; with net gains of ¥")
    assert "outside both totals, the surplus is ¥0.10 m." in told


def test_activity_held_only_where_the_surplus_fell_and_the_work_did_not(tmp_path: Path):
    def told(**now: float) -> str:
        folder = tmp_path / str(len(list(tmp_path.iterdir())))
        folder.mkdir()
        return happened.happened(two_years(folder, **now))[1].en

    assert told(period_surplus=8.0, discharges=51.0) == "Activity did not weaken: discharges grew 2.0%."
    assert told(period_surplus=12.0, discharges=51.0) == "Activity: discharges grew 2.0%."
    assert told(period_surplus=8.0, discharges=49.0) == "Activity weakened: discharges fell 2.0%."
    assert told(period_surplus=8.0, discharges=49.9) == "Activity: discharges fell 0.2%."


def test_causes_stand_by_amount_and_only_what_matters_is_one(renhe: HospitalContext, tmp_path: Path):
    found = causes.causes(renhe)

    assert [one.id for one in found] == ["funds", "cost", "budget"]
    assert [one.amount for one in found] == sorted((one.amount for one in found), reverse=True)
    assert causes.causes(two_years(tmp_path)) == ()


def test_the_gap_to_budget_is_taken_down_to_the_sources_of_funds_that_make_it(renhe: HospitalContext):
    """By the statement of the sample: −690.81, +135.51 and −39.19 of 10,000 yuan, which make the −594.49."""
    budget = causes.causes(renhe)[-1]

    assert budget.detail is not None
    assert budget.detail.zh == "按资金来源：财政项目少691万元、科教少39.19万元、医疗多136万元。"
    assert budget.detail.en == (
        "By source of funds: fiscal projects ¥6.9 m under, research and education ¥0.39 m under,"
        " medical activity ¥1.4 m over."
    )


@pytest.mark.parametrize(
    ("medical", "said"),
    [
        (-5.0, "By source of funds: medical activity ¥5.0 m under, fiscal projects ¥1.0 m under."),
        (-4.0, None),
        (None, None),
    ],
)
def test_sources_of_funds_that_do_not_make_the_gap_are_not_told(
    tmp_path: Path, medical: float | None, said: str | None
):
    gaps = {"fiscal_project_surplus": -1.0, "science_education_surplus": 0.0, "medical_surplus": medical}
    figures = {"period_surplus@2025": 10.0} | {f"{name}@2025": 20.0 for name in gaps}
    planned = {f"{name}@2025:budget": 20.0 - gap for name, gap in gaps.items() if gap is not None}
    books = case(tmp_path, {key: one * 1e6 for key, one in (figures | planned).items()}, "2025").material
    found = causes._by_funds(scribe(desk(books), "story"), -6e6)

    assert (None if found is None else found.en) == said


def test_a_gap_that_one_source_of_funds_makes_alone_is_not_taken_down(tmp_path: Path):
    gaps = {"fiscal_project_surplus": -6.0, "science_education_surplus": 0.0, "medical_surplus": 0.0}
    figures = {"period_surplus@2025": 10.0} | {f"{name}@2025": 20.0 for name in gaps}
    figures |= {f"{name}@2025:budget": 20.0 - gap for name, gap in gaps.items()}
    books = case(tmp_path, {key: one * 1e6 for key, one in figures.items()}, "2025").material

    assert causes._by_funds(scribe(desk(books), "story"), -6e6) is None


def test_late_settlement_is_a_cause_where_receivables_are_not_the_largest_use_already(
    renhe: HospitalContext, tmp_path: Path
):
    """40 m on average at 146.0 days, where last year's 109.8 would have held 30.1 m."""
    figures = {"accounts_receivable_net@2023": 30.0, "accounts_receivable_net@2024": 30.0,
               "accounts_receivable_net@2025": 50.0, "medical_income@2024": 100.0, "medical_income@2025": 100.0,
               "total_income@2024": 100.0, "total_income@2025": 100.0}  # fmt: skip
    (found,) = causes.causes(desk(case(tmp_path, {key: one * 1e6 for key, one in figures.items()}, "2025").material))

    assert (found.id, found.amount) == ("collected", pytest.approx(40e6 - 30e6 * 366 / 365))
    assert found.words.zh == "付款方结算由109.8天拖到146.0天；按上年天数，应收账款平均可少占992万元。"
    assert causes.funding(renhe).use.id == "accounts_receivable_net"
    assert "collected" not in [one.id for one in causes.causes(renhe)]


def test_an_amount_matters_from_a_share_of_income_or_of_the_budgeted_surplus(renhe: HospitalContext):
    budget = 26_895_000.0 * 0.05

    assert causes.matters(renhe, budget)
    assert not causes.matters(renhe, budget - 1)


def test_by_earlier_rules_an_amount_is_held_against_the_income_of_their_own(tmp_path: Path):
    earlier = desk(case(tmp_path, {"medical_income@2025": 1_000_000.0}, "2025").material)

    assert causes.matters(earlier, 10_000.0)
    assert not causes.matters(earlier, 9_999.0)


def test_what_no_line_tells_is_told_as_a_sum(tmp_path: Path):
    """Not that no debt of the same term grew: nobody can see that in a balance sheet of sums alone."""
    figures = {"cash_and_bank@2025:open": 100.0, "fixed_assets_net@2025:open": 200.0, "net_assets@2025:open": 200.0,
               "current_liabilities@2025:open": 60.0, "total_liabilities@2025:open": 100.0,
               "total_assets@2025:open": 300.0, "liabilities_and_net_assets_total@2025:open": 300.0}  # fmt: skip
    figures |= {"cash_and_bank@2025": 90.0, "fixed_assets_net@2025": 250.0, "net_assets@2025": 210.0,
                "current_liabilities@2025": 30.0, "total_liabilities@2025": 130.0, "total_assets@2025": 340.0,
                "liabilities_and_net_assets_total@2025": 340.0, "total_income@2025": 500.0}  # fmt: skip
    (one,) = causes.causes(desk(case(tmp_path, figures, "2025").material))

    assert "over the same time non-current liabilities grew by ¥60.00" in one.words.en
    assert "no debt" not in one.words.en


def test_debts_that_the_balance_sheet_sums_up_stand_beside_those_that_it_names(tmp_path: Path):
    """Payables that cover a part alone would tell half of it, where debts of no name of their own grew as well."""
    figures = {"cash_and_bank@2025:open": 100.0, "fixed_assets_net@2025:open": 200.0, "net_assets@2025:open": 200.0,
               "accounts_payable@2025:open": 60.0, "current_liabilities@2025:open": 60.0,
               "total_liabilities@2025:open": 100.0, "total_assets@2025:open": 300.0,
               "liabilities_and_net_assets_total@2025:open": 300.0}  # fmt: skip
    figures |= {"cash_and_bank@2025": 90.0, "fixed_assets_net@2025": 250.0, "net_assets@2025": 205.0,
                "accounts_payable@2025": 65.0, "current_liabilities@2025": 65.0, "total_liabilities@2025": 135.0,
                "total_assets@2025": 340.0, "liabilities_and_net_assets_total@2025": 340.0,
                "total_income@2025": 500.0}  # fmt: skip
    (one,) = causes.causes(desk(case(tmp_path, figures, "2025").material))

    assert one.words.en.endswith("growth of payables came to 10% of that, and non-current liabilities grew by ¥30.00.")
    assert "only" not in one.words.en


@pytest.mark.parametrize(
    ("now", "said", "headline"),
    [
        (5e5, "本期结余由100万元降到50.00万元，下降50.0%。", "本期结余下降50.0%，为50.00万元"),
        (2e6, "本期结余由100万元增加到200万元，增长100.0%。", "本期结余增长100.0%，为200.00万元"),
    ],
)
def test_a_balance_by_earlier_rules_is_told_with_its_rate_as_a_surplus_is(
    tmp_path: Path, now: float, said: str, headline: str
):
    figures = {"medical_income@2025": 3e7, "period_balance_2012@2024": 1e6, "period_balance_2012@2025": now}
    context = desk(case(tmp_path, figures, "2025").material)

    assert happened.happened(context)[0].zh == f"医疗收入3,000万元，{said}"
    assert causes.headline(context).zh == headline


def test_a_balance_kept_by_earlier_rules_is_what_the_board_has_to_know(tmp_path: Path):
    figures = {"medical_income@2025": 3e7, "period_balance_2012@2024": 1e6, "period_balance_2012@2025": 5e5}
    context = desk(case(tmp_path, figures, "2025").material)

    assert story.said(context, ProposalKind.INFORMATION).zh == "本期结余50.00万元，上年100.00万元"


def test_the_headline_holds_the_first_cause_and_the_year(renhe: HospitalContext):
    assert causes.headline(renhe).en == (
        "Payers take 43.2 days and owe ¥58.3 m more; the year's surplus is heading ¥8.1 m short of budget"
    )


def test_without_anything_the_headline_claims_nothing(tmp_path: Path):
    context = desk(case(tmp_path, {"beds_open@2025": 20.0}, "2025").material)

    assert causes.headline(context).zh == "本期概况"
    assert happened.happened(context) == ()
    assert story.proposals(context) == ()
