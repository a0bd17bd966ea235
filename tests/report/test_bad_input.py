"""Data that nobody hopes for, from the workbook to the page: pages stay whole, or a finding says why there are none."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from functools import cache
from io import BytesIO
from pathlib import Path

import openpyxl
import pypdfium2
import pytest

import kept
from population.sketches import sketched
from reportgen import pipeline
from reportgen.analysis.material import Material
from reportgen.errors import Refused
from reportgen.model.definition import LanguageMode
from reportgen.model.finding import Severity
from reportgen.report import page
from reportgen.report.pdf import Rendered

RENHE = Path(__file__).parents[2] / "samples" / "renhe"
PERIOD = "2026-10"
Change = Callable[[Path], None]
Render = Callable[..., tuple[Material, Rendered]]


def copied(folder: Path) -> Path:
    shutil.copytree(RENHE, folder)
    return folder


def amounts(case: Path, change: Callable[[float], float]) -> None:
    """Change every number of the statements but years and months."""
    for path in sorted((case / "data").rglob("*.xlsx")):
        book = openpyxl.load_workbook(path)
        for cell in (cell for sheet in book for row in sheet.iter_rows() for cell in row):
            if isinstance(cell.value, int | float) and not (cell.value == int(cell.value) and 1990 < cell.value < 2100):
                cell.value = change(cell.value)
        book.save(path)


def without(case: Path, *names: str) -> None:
    for name in names:
        shutil.rmtree(case / name, ignore_errors=True)


def without_operations(case: Path) -> None:
    for path in (case / "data").rglob("*运营数据*"):
        path.unlink()


def zeros(case: Path) -> None:
    amounts(case, lambda _: 0)
    without(case, "commentary")


def negatives(case: Path) -> None:
    amounts(case, lambda value: -value)
    without(case, "commentary")


def twelve_digits(case: Path) -> None:
    amounts(case, lambda value: value * 100 if value > 1e6 or value != int(value) else value)
    without(case, "commentary")


def no_operations(case: Path) -> None:
    """Nothing that operations data and budgets would be needed for: dozens of indicators."""
    without_operations(case)
    without(case, "business", "budget", "commentary")


def one_period(case: Path) -> None:
    without(case, "data/2023", "data/2024", "data/2025", "budget", "experts", "business", "peers", "commentary")
    for path in (case / "data" / "2026").iterdir():
        if "10月" not in path.name:
            path.unlink()
    file = case / "case.yaml"
    file.write_text(re.sub("peers:.*\n", "", file.read_text(encoding="utf-8")), encoding="utf-8")


def long_names(case: Path) -> None:
    file = case / "case.yaml"
    zh, en = ("仁和市第一人民医院附属协和" * 9)[:60], ("Renhe Municipal Hospital " * 9)[:60].strip()
    text = file.read_text(encoding="utf-8").replace("仁和医院（示例）", zh).replace("Renhe Hospital (illustrative)", en)
    text = text.replace("level: 三级甲等,", "level: 三级甲等, aliases: [仁和医院（示例）],")
    text = text.replace("name: 沈某某", f"name: {'沈' * 60}").replace("signer: 沈某某", f"signer: {'沈' * 20}")
    file.write_text(text, encoding="utf-8")


ZH_MARKUP = (
    '# 说明<script>alert(1)</script>\n\n<iframe src="https://x.invalid"></iframe><img src=x onerror=alert(1)>'
    '正文<b onclick="x()">粗</b>与<style>body{display:none}</style><svg onload=alert(1)></svg>\n'
)
EN_MARKUP = '# Notes\n\n<a href="javascript:alert(1)">a</a> <form action="https://x.invalid"><input></form> words\n'
ROWS = "\n".join(f"| 第{number}科 | {number * 1_000:,}.00 |" for number in range(1, 401))
LONG = f"| 科室 | 金额 |\n|---|---|\n{ROWS}\n"


def crowded(case: Path) -> None:
    """Names of sixty characters, amounts of twelve digits, markup and a table of four hundred rows: all in one report."""
    twelve_digits(case)
    long_names(case)
    (case / "commentary" / PERIOD).mkdir(parents=True)
    (case / "commentary" / PERIOD / "01.zh.md").write_text(f"{ZH_MARKUP}\n{LONG}", encoding="utf-8")
    (case / "commentary" / PERIOD / "01.en.md").write_text(EN_MARKUP, encoding="utf-8")


def without_cards(case: Path) -> None:
    """The annual report without a card of each indicator: half of its pages, all alike, and the board report has some."""
    file = case / "case.yaml"
    text = file.read_text(encoding="utf-8")
    assert "\nreports:" not in text
    file.write_text(f"{text}\nreports: {{annual: {{without: [card]}}}}\n", encoding="utf-8")


def crowded_alone(case: Path) -> None:
    """The same with one period: what of an annual report is wide or long, and not what only repeats."""
    one_period(case)
    crowded(case)
    without_cards(case)


@cache
def material(change: Change, folder: Path) -> Material:
    case = copied(folder / change.__name__)
    change(case)
    return pipeline.evaluate(pipeline.check(case), period=PERIOD)


def pages_of(change: Change, folder: Path, kind: str, mode: LanguageMode) -> Rendered:
    """A report about the sample after a change, rendered once for as long as neither this file nor the program changes."""
    key = kept.digest("bad input", kept.ground(), RENHE, Path(__file__).read_bytes(), change.__name__, kind, mode)
    return kept.store().once(key, lambda: pipeline.render(material(change, folder), report=kind, mode=mode))


@pytest.fixture(scope="module")
def bad(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the changed samples lie, each read once."""
    return tmp_path_factory.mktemp("bad")


@pytest.fixture(scope="module")
def rendered(bad: Path) -> Render:
    def render(change: Change, kind: str = "board", mode: LanguageMode = "zh-en") -> tuple[Material, Rendered]:
        return material(change, bad), pages_of(change, bad, kind, mode)

    return render


def grave(found: Material, pages: Rendered) -> list[str]:
    messages = found.catalog.messages
    return [
        messages.say(finding, "en").message
        for finding in pages.findings
        if messages.by_rule[finding.rule].severity is Severity.ERROR
    ]


def words(pages: Rendered) -> str:
    return "\n".join(one.get_textpage().get_text_range() for one in pypdfium2.PdfDocument(BytesIO(pages.pdf)))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("change", "mode"), [(zeros, "zh-en"), (negatives, "zh"), (no_operations, "zh"), (crowded, "zh-en")]
)
def test_the_pages_of_the_board_report_stay_whole(rendered: Render, change: Change, mode: LanguageMode):
    """In both languages where cells are empty or crowded; how wide a number is depends on no language."""
    found, pages = rendered(change, mode=mode)

    assert grave(found, pages) == []
    assert len(pages.pages) >= 10


@pytest.mark.slow
@pytest.mark.parametrize("change", [zeros, crowded])
def test_the_pages_of_the_submission_stay_whole(rendered: Render, change: Change):
    assert grave(*rendered(change, "agency", "zh")) == []


@pytest.mark.slow
def test_the_pages_of_the_report_for_the_archive_stay_whole(rendered: Render):
    assert grave(*rendered(crowded_alone, "annual")) == []


@pytest.mark.slow
def test_nothing_but_zeros_is_written_for_the_archive_too(bad: Path):
    with sketched():
        html = page(material(zeros, bad), kind="annual", mode="zh").decode()

    assert "不予评级" in html
    assert "分母为零" in html


@pytest.mark.slow
def test_nothing_but_zeros_has_no_score_and_says_so(rendered: Render):
    found, pages = rendered(zeros)

    assert found.evaluation.score is None
    assert "不予评级" in words(pages)
    assert "分母为零" in words(pages)


@pytest.mark.slow
def test_dozens_of_missing_indicators_are_named_with_their_reason(rendered: Render):
    found, pages = rendered(no_operations, mode="zh")
    missing = [name for name in found.catalog.indicators if found.values.at(name, found.entity, PERIOD).value is None]

    assert len(missing) >= 40
    assert "病床使用率" in words(pages)
    assert "所需数据未报送" in words(pages)


@pytest.mark.slow
def test_amounts_of_twelve_digits_are_printed_to_the_last(rendered: Render):
    found, pages = rendered(crowded)
    value = found.dataset.value("total_assets", found.entity, PERIOD)

    assert value is not None
    assert len(f"{value:.0f}") == 12
    assert f"{value / 10_000:,.2f}" in words(pages).replace("\r\n", "")


@pytest.mark.slow
def test_markup_in_the_commentary_is_neither_run_nor_obeyed(rendered: Render):
    found, pages = rendered(crowded)
    with sketched():
        html = page(found, kind="board", mode="zh").decode()
    section = html[html.index('class="commentary') : html.index("</section>", html.index('class="commentary'))]

    assert "正文" in words(pages)
    assert not re.search(r"<(script|iframe|img|style|svg|form|input)|onclick|onerror|javascript:|https:", section)


@pytest.mark.slow
def test_a_table_of_four_hundred_rows_is_printed_row_by_row_with_its_head_on_every_page(rendered: Render):
    _, pages = rendered(crowded)
    text = [one.get_textpage().get_text_range() for one in pypdfium2.PdfDocument(BytesIO(pages.pdf))]
    holding = [page for page in text if re.search(r"第\d+科", page)]

    assert re.findall(r"第(\d+)科", "".join(holding)) == [str(number) for number in range(1, 401)]
    assert all("金额" in page for page in holding)


def test_a_commentary_that_quotes_what_is_not_there_is_refused_with_every_place(tmp_path: Path):
    case = copied(tmp_path / "case")
    amounts(case, lambda _: 0)
    found = pipeline.evaluate(pipeline.check(case), period=PERIOD)

    with pytest.raises(Refused) as refused:
        pipeline.render(found, report="board", mode="zh-en")
    assert {finding.rule for finding in refused.value.findings} == {"B01"}
    assert all(finding.place.line for finding in refused.value.findings)
    assert len(refused.value.findings) > 4
