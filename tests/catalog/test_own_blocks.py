"""A section of the hospital's own: a block of indicators, amounts and parts, in one file of a case."""

from __future__ import annotations

from pathlib import Path
from shutil import copytree

import pytest

from catalog.test_own import write
from pages import Printed, read
from rendered import SMALL
from reportgen import pipeline
from reportgen.catalog import Catalog, load_catalog
from reportgen.errors import Refused
from reportgen.model.finding import Finding
from reportgen.report.assembly import report
from shell import reportgen

FUNDS = """
funds:
  title: {zh: 资金安全, en: "<b>Safety</b> of funds"}
  reports: [board, annual, monthly]
  indicators: [current_ratio]
  items: [total_assets]
  remarks: [{indicator: current_ratio, below: 100, say: {zh: 须看紧, en: To be watched}}]
"""
MONTHLY = """
monthly:
  name: {zh: 简况, en: Short report}
  source: 示例
  called: {month: {zh: 月报, en: Monthly}, quarter: {zh: 季报, en: Quarterly}, year: {zh: 年报, en: Yearly}}
  title: {zh: "{hospital}{report}", en: "{hospital}: {report}"}
  distribution: {zh: 内部, en: Internal}
  sections: [{section: verdict}, {section: quality}, {section: signatures}]
"""


def case(folder: Path, blocks: str = FUNDS) -> Path:
    write(folder, "blocks/funds.yaml", blocks)
    write(folder, "reports/monthly.yaml", MONTHLY)
    return folder


def order(catalog: Catalog, kind: str) -> list[str]:
    return [entry.section for entry in catalog.reports[kind].sections if not entry.on_request]


def test_it_stands_before_what_a_report_rests_on_or_after_the_blocks_that_are_there(tmp_path: Path):
    catalog = load_catalog(case(tmp_path))
    annual = next(entry for entry in catalog.reports["annual"].sections if entry.section == "block")

    assert order(catalog, "board")[order(catalog, "board").index("block") + 1] == "correction"
    assert order(catalog, "monthly") == ["verdict", "block", "quality", "signatures"]
    assert annual.options["of"] == (*load_catalog().sections["block"].options["of"].default, "funds")
    assert "block" not in order(load_catalog(), "board")


@pytest.mark.parametrize(
    ("wrong", "key", "line"),
    [
        (FUNDS.replace("[current_ratio]", "[curent_ratio]"), "curent_ratio", 5),
        (FUNDS.replace("[total_assets]", "[total_assets, total_asets]"), "total_asets", 6),
        (FUNDS.replace("monthly]", "monthly, monthy]"), "monthy", 4),
        (FUNDS.replace("indicator: current_ratio", "indicator: cash"), "cash", 7),
        (FUNDS + "  compositions: [{whole: total_assets, parts: [current_asets]}]\n", "current_asets", 8),
    ],
)
def test_a_name_that_nothing_has_is_told_with_its_line(tmp_path: Path, wrong: str, key: str, line: int):
    with pytest.raises(Refused) as refused:
        load_catalog(case(tmp_path, wrong))

    (finding,) = refused.value.findings
    assert (finding.rule, finding.facts["key"], finding.place.file, finding.place.line) == (
        "D16", key, "blocks/funds.yaml", line,
    )  # fmt: skip


FITTING = ("annual", "board", "monthly", "self-assessment")
PARTS = "  compositions: [{{whole: total_assets, parts: [{parts}]}}]\n"


@pytest.mark.parametrize(
    ("wrong", "rule", "value", "choices", "line"),
    [
        (FUNDS.replace("monthly]", "monthly, agency]"), "D08", "agency", FITTING, 4),
        (FUNDS.replace("monthly]", "monthly, group]"), "D08", "group", FITTING, 4),
        (FUNDS.replace("monthly]", "monthly, flash]"), "D08", "flash", FITTING, 4),
        (FUNDS.replace("indicator: current_", "indicator: quick_"), "D08", "quick_ratio", ("current_ratio",), 7),
        (FUNDS + PARTS.format(parts="beds_open, net_assets"), "D08", "beds_open (bed)", ("net_assets",), 8),
        (FUNDS.replace("below: 100", "at_least: 100, below: 100"), "D11", "100", None, 7),
        (FUNDS.replace("below: 100, ", ""), "D04", None, None, 7),
        (FUNDS + PARTS.format(parts=""), "D12", "[]", None, 8),
    ],
)
def test_what_a_page_could_not_say_is_told_with_what_it_could(
    tmp_path: Path, wrong: str, rule: str, value: str | None, choices: tuple[str, ...] | None, line: int
):
    """Reports that take no section of a case, remarks that no value or any value calls up, parts of something else."""
    with pytest.raises(Refused) as refused:
        load_catalog(case(tmp_path, wrong))

    (finding,) = refused.value.findings
    said = load_catalog().messages.say(finding, "en")
    assert (finding.rule, finding.facts.get("value"), finding.place.line) == (rule, value, line)
    assert finding.facts.get("choices") == choices
    assert said.message
    assert said.fix


@pytest.mark.parametrize(
    ("wrong", "key"),
    [
        (FUNDS.replace("[current_ratio]", "[current_ratio, current_ratio]"), "current_ratio"),
        (FUNDS.replace("[board, ", "[board, board, "), "board"),
        (FUNDS + "  compositions: [{whole: total_assets, parts: [current_assets, total_assets]}]\n", "total_assets"),
    ],
)
def test_what_would_be_printed_twice_or_be_a_part_of_itself_is_refused(tmp_path: Path, wrong: str, key: str):
    with pytest.raises(Refused) as refused:
        load_catalog(case(tmp_path, wrong))

    assert [(one.rule, one.facts["key"]) for one in refused.value.findings] == [("D23", key)]


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (FUNDS.replace("To be watched", "'At {{ current_ratio }}'"), [("{{ current_ratio }}", 7, 72)]),
        (FUNDS.replace("资金安全", "'资金{{安全'"), [("{{", 3, 16)]),
        (FUNDS.replace("资金安全", "'{% if %}'").replace("<b>Safety</b>", "}}"), [("{%", 3, 16), ("}}", 3, 32)]),
        (FUNDS.replace("资金安全", "'资金{安全}'"), []),  # a brace alone asks for nothing
    ],
)
def test_words_that_ask_for_something_to_be_filled_in_are_told_where_they_stand(
    tmp_path: Path, wrong: str, told: list[tuple[str, int, int]]
):
    findings: tuple[Finding, ...] = ()
    try:
        load_catalog(case(tmp_path, wrong))
    except Refused as refused:
        findings = refused.findings

    assert [(one.facts["key"], one.place.line, one.place.column) for one in findings] == told
    assert {(one.rule, one.place.file) for one in findings} <= {("D34", "blocks/funds.yaml")}


def test_the_names_of_own_indicators_are_printed_as_they_stand_too(tmp_path: Path):
    wrong = """
own_ratio: {name: {zh: 比率, en: "Ratio {{x}}"}, meaning: {zh: 甲, en: a}, formula: total_assets / net_assets, unit: ratio,
  direction: higher, ability: solvency, source: own}
"""
    write(tmp_path, "indicators/own.yaml", wrong)

    with pytest.raises(Refused) as refused:
        load_catalog(tmp_path)

    assert [(one.rule, one.place.line) for one in refused.value.findings] == [("D34", 2)]


def test_an_id_of_the_program_is_taken(tmp_path: Path):
    with pytest.raises(Refused) as refused:
        load_catalog(case(tmp_path, FUNDS.replace("funds:", "liquidity:")))

    (finding,) = refused.value.findings
    assert finding.rule == "D14"
    assert "replaces" not in load_catalog().messages.say(finding, "en").fix  # a key that no block has


def test_a_kind_of_report_that_asks_for_a_block_that_is_not_there_is_refused(tmp_path: Path):
    asking = MONTHLY.replace("{section: verdict}", "{section: block, options: {of: [funds, fnds]}}")
    write(case(tmp_path), "reports/monthly.yaml", asking)

    with pytest.raises(Refused) as refused:
        load_catalog(tmp_path)

    (finding,) = refused.value.findings
    assert (finding.rule, finding.facts["value"], finding.facts["nearest"]) == ("D08", "fnds", "funds")


def test_a_table_of_many_hospitals_is_refused_and_not_left_out_in_silence(tmp_path: Path):
    with pytest.raises(Refused) as refused:
        load_catalog(case(tmp_path, FUNDS + "  across: true\n"))

    assert [(one.rule, one.facts["key"], one.place.line) for one in refused.value.findings] == [("D08", "across", 8)]
    assert load_catalog().messages.say(refused.value.findings[0], "zh").fix == "可用：false"


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Printed:
    """The clinic with the block in a kind of its own."""
    folder = case(Path(copytree(SMALL / "clinic", tmp_path_factory.mktemp("blocks") / "case")))
    material = pipeline.grounds(pipeline.check(folder), report="monthly")
    return read(report(material, "monthly", "en"))


def test_it_is_printed_with_what_is_said_of_its_values_and_nothing_in_it_is_markup(page: Printed):
    assert "<b>Safety</b> of funds" in page["block"].text
    assert page["block"].row("Current ratio")[-1] == "To be watched"
    assert "Total assets" in page["block"].text


EMPTY = """
funds:
  title: {zh: 资金安全, en: Safety of funds}
  reports: [monthly, annual]
  indicators: [receivable_turnover, medical_surplus_rate]
  items: [medical_income]
  compositions: [{whole: total_expense, parts: [personnel_expense]}]
"""
MISSING = (
    "Turnover of medical receivables, Medical surplus rate: A figure it needs was not submitted.",
    "Medical income: Not submitted, and not treated as zero.",
    "Total expense of the period: what it consists of: The total was not submitted, and is not treated as zero.",
)


def page_of(folder: Path, blocks: str, kind: str = "monthly") -> Printed:
    """The clinic, with the block in its kind of report."""
    whole = case(Path(copytree(SMALL / "clinic", folder / "case")), blocks)
    text = (whole / "case.yaml").read_text("utf-8").replace("quality, gaps", "block, quality, gaps")
    write(whole, "case.yaml", text)
    return read(report(pipeline.grounds(pipeline.check(whole), report=kind), kind, "en"))


def test_one_of_which_nothing_is_there_says_what_is_missing_and_why(tmp_path: Path):
    page = page_of(tmp_path, EMPTY)

    assert all(line in page["block"].text for line in MISSING)
    assert not page["block"].tables


def test_in_a_report_with_a_list_of_what_it_cannot_show_it_stands_there(tmp_path: Path):
    page = page_of(tmp_path, EMPTY, "annual")

    assert "Safety of funds" not in [part.title for part in page.parts]
    assert page["gaps"].row("Safety of funds")[-1] == " ".join(MISSING)


def test_what_is_missing_of_one_that_is_there_is_named_too(tmp_path: Path):
    page = page_of(tmp_path, EMPTY.replace("[receivable_turnover,", "[current_ratio,"))

    assert page["block"].row("Medical surplus rate")[2] == "—①"
    assert "① A figure it needs was not submitted" in page["block"].text
    assert MISSING[1] in page["block"].text
    assert MISSING[2] in page["block"].text


def test_one_of_the_program_without_values_is_left_out(tmp_path: Path):
    asked = MONTHLY.replace("{section: verdict}", "{section: block, options: {of: [satisfaction]}}")
    folder = Path(copytree(SMALL / "clinic", tmp_path / "case"))
    write(folder, "reports/monthly.yaml", asked)

    page = read(report(pipeline.grounds(pipeline.check(folder), report="monthly"), "monthly", "en"))

    assert "block" not in page


def test_the_terminal_prints_one_without_indicators_and_why_a_total_has_no_parts(tmp_path: Path):
    blocks = EMPTY.replace("[receivable_turnover, medical_surplus_rate]", "[]")
    blocks = blocks.replace(
        "whole: total_expense, parts: [personnel_expense]", "whole: inventories, parts: [total_assets]"
    )
    folder = case(Path(copytree(SMALL / "clinic", tmp_path / "case")), blocks)

    result = reportgen("evaluate", folder, "--block", "funds")

    assert "Inventories: what it consists of: The parts add up to more than the total" in result.stdout
