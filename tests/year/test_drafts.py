"""Last month's commentary as a draft, and periods in names of files."""

from __future__ import annotations

import time

import pytest

from reportgen.catalog import load_catalog
from reportgen.model.brand import Remarks
from reportgen.model.definition import Language
from reportgen.model.period import Period
from reportgen.year.duties import mentions, moved
from reportgen.year.rolling import draft

OCTOBER = Period.parse("2026-10")


def drafted(text: str, language: Language = "zh") -> str:
    return draft(text, language, OCTOBER, load_catalog())


def marked(text: str, language: Language = "zh") -> list[str]:
    found = Remarks("commentary/2026-11/01.md", drafted(text, language)).carried()
    return [words for line, _, words in found if line > 1]


def test_numbers_quoted_by_name_stay_live_and_are_never_marked():
    text = "流动比率为 {{ current_ratio }}，{{score}} 分。"

    assert text in drafted(text)
    assert marked(text) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2026年10月收入", ["2026年10月"]),
        ("前十个月收入", ["前十个月"]),
        ("六月新增借款三千万元", ["六月", "三千万元"]),
        ("四季度的重点", ["四季度"]),
        ("比上年高 3.5%", ["3.5%"]),
        ("结余1,234.50万元", ["1,234.50万元"]),
        ("进度为十二分之十", ["十二分之十"]),
        ("周转明显上升，低于计划", ["上升", "低于"]),
    ],
)
def test_dates_numbers_and_directions_are_marked_in_chinese(text: str, words: list[str]):
    assert marked(text) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("In October income grew", ["October", "grew"]),
        ("since 31 October 2026", ["31 October 2026"]),
        ("the first ten months", ["first ten months"]),
        ("a loan of 30 million yuan", ["30 million"]),
        ("lower by 3.5%", ["lower", "3.5%"]),
        ("Growing pains; the road", ["Growing"]),
        ("a marching band may fallow", []),
    ],
)
def test_dates_numbers_and_directions_are_marked_in_english(text: str, words: list[str]):
    assert marked(text, "en") == words


def test_numbers_of_lists_and_headings_are_no_figures():
    assert marked("1. 催收\n## 2. 预算\n- 对账") == []


def test_a_draft_of_a_draft_is_marked_once():
    once = drafted("十月收入上升。")

    assert draft(once, "zh", OCTOBER, load_catalog()) == once


@pytest.mark.parametrize(
    ("path", "old", "new", "expected"),
    [
        ("data/2026/2026年10月报表.xlsx", "2026-10", "2026-11", "data/2026/2026年11月报表.xlsx"),
        ("data/2026/2026年12月报表.xlsx", "2026-12", "2027-01", "data/2027/2027年01月报表.xlsx"),
        ("data/202610.xlsx", "2026-10", "2026-11", "data/202611.xlsx"),
        ("data/2026/9月.xlsx", "2026-09", "2026-10", "data/2026/10月.xlsx"),
        ("data/Oct 2026.xlsx", "2026-10", "2026-11", "data/Nov 2026.xlsx"),
        ("data/2026-Q3.xlsx", "2026-Q3", "2026-Q4", "data/2026-Q4.xlsx"),
        ("data/2026年第3季度.xlsx", "2026-Q3", "2026-Q4", "data/2026年第4季度.xlsx"),
        ("data/2025年度报表.xlsx", "2025", "2026", "data/2026年度报表.xlsx"),
        ("data/10月.xlsx", "2026-10", "2026-11", None),
        ("data/2026年11月.xlsx", "2026-01", "2026-02", None),
        ("data/balance.csv", "2025", "2026", None),
    ],
)
def test_the_next_file_is_called_as_the_last_one(path: str, old: str, new: str, expected: str | None):
    assert moved(path, Period.parse(old), Period.parse(new)) == expected
    assert mentions(path, Period.parse(old)) is (expected is not None)


@pytest.mark.parametrize("piece", ["一", "十", "1", "1,", "- ", "[?", "first ", " ", "{{", "2026-", "二百"])
def test_a_long_line_is_marked_in_its_time(piece: str):
    text = piece * 10_000

    started = time.perf_counter()
    drafted(text)
    drafted(text, "en")

    assert time.perf_counter() - started < 5
