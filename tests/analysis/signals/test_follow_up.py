"""Measures are carried from period to period."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.cases import case, sample, write
from reportgen import pipeline
from reportgen.analysis.signals.follow_up import Status

HEAD = ("整改编号", "预警指标", "预警期间", "预警级别", "整改措施", "责任人", "整改期限", "完成日期", "整改状态")
BOOKS = {
    f"{item}@2025-{month:02}": value
    for month in (1, 2, 3)
    for item, value in (("total_liabilities", 65.0), ("total_assets", 100.0))
}


def of(folder: Path, *rows: tuple[str, ...], period: str = "2025-03"):
    return case(folder, BOOKS, period, tables={"actions.csv": [("预警整改台账",), HEAD, *rows]})["signals.follow_up"]


def test_the_measures_of_the_sample_stand_where_their_dates_put_them():
    found = {one.id: one for one in sample()["signals.follow_up"].actions}

    assert found["ZG2025-07"].status is Status.DONE
    assert found["ZG2026-01"].status is Status.LATE
    assert found["ZG2026-05"].status is Status.OPEN
    assert found["ZG2026-02"].indicator == "receivable_turnover_days"
    assert found["ZG2026-02"].persists
    assert found["ZG2026-02"].before.value == pytest.approx(
        sample("2026-05").books.indicator("receivable_turnover_days").value
    )


def test_an_earlier_report_sees_the_measures_of_its_time():
    found = {one.id: one.status for one in sample("2026-05")["signals.follow_up"].actions}

    assert "ZG2026-05" not in found  # raised in June
    assert found["ZG2026-01"] is Status.OPEN
    assert found["ZG2026-04"] is Status.OPEN  # closed in August


@pytest.mark.slow
def test_an_earlier_report_knows_no_later_closing_nor_its_effect():
    now, then = (
        next(one for one in sample(period)["signals.follow_up"].actions if one.id == "ZG2026-04")
        for period in ("2026-10", "2026-05")
    )

    assert now.closed.startswith("2026-08")
    assert now.effect
    assert (then.closed, then.effect) == ("", "")


@pytest.mark.serves("000-40")
def test_a_warning_without_a_measure_is_unanswered(tmp_path: Path):
    found = of(tmp_path)

    assert [one.indicator for one in found.unanswered] == ["asset_liability_ratio"]
    assert found.unanswered[0].owner.en == "Chief accountant"


@pytest.mark.parametrize(("currency", "officer"), [("CNY", "Chief accountant"), ("USD", "Chief financial officer")])
def test_abroad_another_officer_answers_for_a_warning(currency: str, officer: str, tmp_path: Path):
    figures = {"total_assets@2025": 100.0, "total_liabilities@2025": 65.0}
    write(tmp_path, figures)
    case = tmp_path / "case.yaml"
    case.write_text(
        case.read_text(encoding="utf-8").replace("'2019'", f"other\ncurrency: {currency}"), encoding="utf-8"
    )
    found = pipeline.evaluate(pipeline.check(tmp_path), period="2025").analysis["signals.risks"]

    assert [(one.indicator, one.owner.en) for one in found.warned] == [("asset_liability_ratio", officer)]


@pytest.mark.serves("000-40")
def test_an_open_measure_answers_its_warning_and_an_empty_cell_stays_empty(tmp_path: Path):
    found = of(tmp_path, ("A1", "资产负债率", "2025-02", "黄色", "还款", "", "2025-06-30", "", ""))

    assert found.unanswered == ()
    one = found.actions[0]
    assert (one.status, one.owner, one.persists) == (Status.OPEN, "", True)
    assert (one.place.file, one.place.cell) == ("actions.csv", "A3")


@pytest.mark.parametrize(
    ("due", "closed", "state", "status"),
    [
        ("2025-03-31", "", "", Status.OPEN),
        ("2025-03-30", "", "", Status.LATE),
        ("2025-01-31", "2025-03-31", "", Status.DONE),
        ("2025-01-31", "2025-04-01", "已完成", Status.LATE),
        ("", "2025-02-01", "已撤销", Status.DROPPED),
        ("", "", "已撤销", Status.DROPPED),
        ("", "", "已完成", Status.DONE),
        ("", "", "", Status.OPEN),
    ],
)
def test_where_a_measure_stands_goes_by_its_dates(tmp_path: Path, due: str, closed: str, state: str, status: Status):
    found = of(tmp_path, ("A1", "asset_liability_ratio", "2025-01", "", "还款", "", due, closed, state))

    assert found.actions[0].status is status
    assert found.count(status) == 1


def test_a_row_that_names_no_indicator_is_pointed_at(tmp_path: Path):
    found = of(
        tmp_path,
        ("A1", "资产负债", "2025-02", "", "还款", "", "", "", ""),
        ("A2", "资产负债率", "二月", "", "还款", "", "", "", ""),
    )

    assert found.actions == ()
    assert [(name, place.cell) for name, place in found.unknown] == [("A1", "B3"), ("A2", "C4")]


def closed(folder: Path, idle: float, expected: str):
    """A measure on the idle-asset rate, 6.5 % when it was raised and marked done since."""
    idles = {"2025-01": 65.0, "2025-02": 65.0, "2025-03": idle}
    books = {f"idle_fixed_assets_cost@{when}": value for when, value in idles.items()}
    books |= {f"fixed_assets_cost@{when}": 1000.0 for when in idles}
    row = ("A1", "idle_asset_rate", "2025-01", "", "处置", "", "", "2025-02-01", "已完成", expected)
    table = {"actions.csv": [("预警整改台账",), (*HEAD, "预期值"), row]}
    return case(folder, BOOKS | books, "2025-03", tables=table)["signals.follow_up"]


@pytest.mark.parametrize(
    ("idle", "expected", "said"),
    [(70.0, "", ["turned"]), (60.0, "0.055", ["missed"]), (60.0, "0.06", []), (65.0, "", [])],
)
@pytest.mark.serves("000-40")
def test_a_measure_marked_done_is_held_against_its_indicator(
    tmp_path: Path, idle: float, expected: str, said: list[str]
):
    found = closed(tmp_path, idle, expected)

    assert [name for name in ("turned", "missed") if getattr(found, name)] == said


def test_what_reads_the_same_has_not_moved(tmp_path: Path):
    assert closed(tmp_path, 65.001, "").actions[0].better is None
