"""A case that speaks English alone, with a fiscal year of its own, goes its whole way without a word of Chinese in it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from reportgen import pipeline
from reportgen.model.period import Period
from tests.shell import Done, reportgen

CASE = """entity: {id: stmary, name: {en: St Mary Medical Center}}
regime: other
currency: USD
scheme: own
languages: en
fiscal_year_start: 7
report: {number_prefix: SM, issue_date: "2026-01-10"}
signatories: [{id: director, role: {en: President}, name: Ann}]
approvals: [director]
"""
SCHEME = """own:
  name: {en: Our own}
  source: own rules
  grades: {excellent: 85, good: 70, fair: 50, low: 40, poor: 0}
  grade_names: {excellent: {en: A}, good: {en: B}, fair: {en: C}, low: {en: D}, poor: {en: F}}
  abilities: {solvency: {en: Solvency}}
  parts:
    all:
      name: {en: Figures}
      share: 1
      method: level_efficacy
      indicators:
        debt_share: {weight: 1, standards: {kind: plan, excellent: 0.2, good: 0.3, fair: 0.4, low: 0.6, poor: 0.8, source: 计划 / plan}}
"""
INDICATOR = """debt_share:
  name: {en: Share of debt}
  ability: solvency
  formula: total_liabilities / total_assets
  unit: percent
  direction: lower
  source: own rules
  meaning: {en: The part of assets that is owed.}
"""
NO_TEXT = r"<style.*?</style>|<script.*?</script>"
TAG = r"<[^>]*>"
HAN = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("mary")
    texts = {"case.yaml": CASE, "schemes/own.yaml": SCHEME, "indicators/own.yaml": INDICATOR}
    rows = [
        f"{year},{item},{value + year}"
        for year in (2024, 2025)
        for item, value in (
            ("total_assets", 9e6),
            ("total_liabilities", 3e6),
            ("total_income", 7e6),
            ("total_expense", 6e6),
        )
    ]
    texts["data/figures.csv"] = "\n".join(["period,item,value", *rows])
    for name, text in texts.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def ran(*words: str | Path) -> Done:
    done = reportgen(*words)
    assert done.returncode == 0, done.stdout + done.stderr
    return done


@pytest.mark.slow
def test_reports_speak_the_language_of_the_case_and_name_its_fiscal_year(case: Path) -> None:
    ran("check", case)
    assert " · FY2025 · " in ran("evaluate", case, "--period", "2025").stdout.splitlines()[0]
    for report in ("board", "annual"):
        ran("render", case, "--report", report, "--format", "html", "-o", case / f"{report}.html")
        page = (case / f"{report}.html").read_text(encoding="utf-8")
        whole = re.sub(NO_TEXT, " ", page, flags=re.DOTALL)
        body = re.sub(TAG, " ", whole)

        assert [whole[max(one.start() - 200, 0) : one.end() + 80] for one in HAN.finditer(whole)] == []
        assert 'id="glossary"' not in page
        assert "FY2025" in body
        assert "FY2025 (July 2024 to June 2025)" in " ".join(body.split())
        assert "The part of assets that is owed." in body or report == "board"


def test_a_fiscal_year_is_named_by_the_year_in_which_it_ends() -> None:
    year, quarter = Period.parse("2025"), Period.parse("2025-Q3")

    assert [str(day(7)) for day in (year.start, year.end)] == ["2024-07-01", "2025-06-30"]
    assert [str(day(7)) for day in (quarter.start, quarter.end)] == ["2025-01-01", "2025-03-31"]
    assert [str(day()) for day in (quarter.start, Period.parse("2025-12").start)] == ["2025-07-01", "2025-12-01"]


def test_months_of_a_fiscal_year_of_its_own_are_counted_from_its_first(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    figures = "period,item,value\n2024-07,medical_income,5\n2024-08,medical_income,6\n"
    (tmp_path / "data" / "a.csv").write_text(figures, encoding="utf-8")
    for start, so_far in ((7, "11"), (1, "")):
        case = f"entity: {{id: a, name: {{en: A}}}}\nlanguages: en\nscheme: none\nfiscal_year_start: {start}\n"
        (tmp_path / "case.yaml").write_text(case, encoding="utf-8")
        found = {
            (one.period, one.view.value): one.value
            for one in pipeline.check(tmp_path).reading.values()
            if one.item == "medical_income"
        }
        done = reportgen("check", tmp_path)

        assert found.get(("2024-08", "ytd")) == (float(so_far) if so_far else None)
        assert (done.returncode, "2024-08: data quality" in done.stdout) == (0, True)


@pytest.mark.slow
def test_a_report_is_issued_in_that_language_unless_another_is_named(case: Path) -> None:
    ran("review", case, "--role", "director", "--date", "2026-01-11")
    ran("issue", case, "--by", "Ann", "--role", "director", "--date", "2026-01-12")

    (issued,) = (case / "issued").glob("*.pdf")
    ran("verify", issued, "--case", case)
    words = reportgen("render", case, "--format", "html", "--lang", "zh", "-o", case / "zh.html")
    assert words.returncode == 0
    assert "2025财政年度（2024年7月至2025年6月）" in (case / "zh.html").read_text(encoding="utf-8").replace(" ", "")


@pytest.mark.parametrize(
    ("asked", "word"), [("", "Errors"), ("C", "Errors"), ("C.UTF-8", "Errors"), ("zh_CN.UTF-8", "错误")]
)
def test_the_terminal_speaks_the_language_of_the_case_where_nothing_names_another(
    case: Path, asked: str, word: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.setenv(name, "C")

    assert word in reportgen("check", case, language=asked).stdout
    assert word in reportgen("check", cwd=case, language=asked).stdout
    assert "错误" in reportgen("check", case, "--lang", "zh", language=asked).stdout
    assert word in reportgen("check", case, "--perid", language=asked).stderr


def test_a_case_of_both_languages_or_none_is_spoken_to_in_chinese(tmp_path: Path) -> None:
    for text in ("languages: zh-en\n", "languages: [\n", "\0"):
        (tmp_path / "case.yaml").write_text(text, encoding="utf-8")
        done = reportgen("check", tmp_path, language="C")
        assert "错误" in done.stdout + done.stderr


@pytest.mark.parametrize(
    ("asked", "stopped"),
    [
        (["--lang", "en"], "Stopped in step 2"),
        (["--lang=en"], "Stopped in step 2"),
        (["--lang", "zh-en"], "停在第二步"),
    ],
)
def test_a_language_that_is_asked_for_is_that_of_all_that_the_terminal_says(
    case: Path, asked: list[str], stopped: str
) -> None:
    done = reportgen("render", case, "--period", "1999", *asked, language="zh")

    assert done.returncode != 0
    assert done.stderr.startswith(stopped)
    assert bool(HAN.search(done.stdout + done.stderr)) is (stopped == "停在第二步")
