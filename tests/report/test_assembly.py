"""A case chooses, orders, names, leaves out and overrides sections; contents and page numbers stay right."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest
from typer.testing import CliRunner

from pages import read
from rendered import ANNUALS, Wanted, grounds, material, rendered, view
from reportgen import pipeline
from reportgen.analysis.material import Material
from reportgen.cli.app import app
from reportgen.errors import ExitCode, Refused
from reportgen.model.reports import ReportChoice
from reportgen.report import document, produce
from reportgen.report.assembly import hospital
from reportgen.report.desk.context import HospitalContext
from reportgen.report.passport import ProvenanceEntry
from reportgen.report.speech import same

SAMPLE = Path(__file__).parents[2] / "samples" / "renhe"
SHORT = ("verdict", "passport", "budget", "summary", "scorecard")


def wanting(material: Material, kind: str = "board", **choice: object) -> Material:
    """The material as if case.yaml had said this of a kind of report."""
    file = material.case.file.model_copy(update={"reports": {kind: ReportChoice.model_validate(choice)}})
    return dataclasses.replace(material, case=dataclasses.replace(material.case, file=file))


def test_a_case_chooses_and_orders_sections(renhe: Material):
    report = hospital(wanting(renhe, sections=SHORT), "board", "zh-en")
    assert tuple(section.id for section in report.sections) == SHORT
    assert [section.id for section in report.contents] == ["verdict", "passport", "budget", "scorecard"]


@pytest.mark.slow
def test_the_passport_knows_all_numbers_wherever_it_stands(renhe: Material):
    early = hospital(wanting(renhe, sections=SHORT), "board", "en")
    late = hospital(wanting(renhe, sections=("verdict", "budget", "summary", "scorecard", "passport")), "board", "en")
    rows = [next(s.content for s in report.sections if s.name == "passport").rows for report in (early, late)]
    assert rows[0] == rows[1]
    assert len(rows[0]) > 20


@pytest.mark.slow
def test_contents_and_page_numbers_follow_the_choice(renhe: Material):
    short = produce(wanting(renhe, sections=SHORT), kind="board", mode="en", results=b"{}")
    at = {anchor: page.number for page in reversed(short.pages) for anchor in page.anchors}
    assert sorted(SHORT, key=lambda name: at[name]) == list(SHORT)
    listed = "\n".join(page.text for page in short.pages[at["summary"] - 1 :])
    printed = dict(re.findall(r"^(.+?)\.{3,}(\d+)$", listed, re.MULTILINE))
    assert printed == {"Verdict": "1", "Number passport": str(at["passport"]), "Scorecard": str(at["scorecard"]),
                       "Headline items and budget": str(at["budget"])}  # fmt: skip


@pytest.mark.slow
def test_a_case_leaves_sections_out_and_references_to_them_with_them(renhe: Material):
    whole, less = (
        document(material, kind="board", mode="en").html
        for material in (renhe, wanting(renhe, without=("scorecard", "movements")))
    )
    assert 'href="#scorecard"' in whole
    assert "#scorecard" not in less
    assert 'href="#card-' in less
    assert produce(wanting(renhe, without=("scorecard", "card")), kind="board", mode="en", results=b"{}").pages


@pytest.mark.slow
def test_a_case_names_a_section_its_own_way_on_the_page_and_in_the_contents(renhe: Material):
    titles = {
        "scorecard": {"zh": "指标总表", "en": "All indicators"},
        "card": {"zh": "细看：{name}", "en": "Closer: {name}"},
    }
    html = document(wanting(renhe, titles=titles), kind="board", mode="zh-en").html
    assert html.count("指标总表") == 2
    assert "指标计分卡" not in html
    assert "Closer: Asset growth" in html


@pytest.mark.slow
def test_levels_leave_no_step_out_whatever_a_case_leaves_out(renhe: Material):
    parts = tuple(entry.name for entry in renhe.catalog.reports["annual"].sections if entry.section == "part")
    less = wanting(renhe, "annual", without=(*parts, "verdict", "contents"))
    report = hospital(less, "annual", "en")
    assert report.sections[0].level == 1
    assert any(section.level > 1 for section in report.sections)
    few = wanting(renhe, "annual", sections=("scorecard", "card", "passport"))
    assert produce(few, kind="annual", mode="en", results=b"{}").pages


@pytest.mark.slow
def test_what_one_kind_leaves_out_another_keeps(renhe: Material):
    less = wanting(renhe, "board", without=("budget",))
    assert "budget" not in [section.id for section in hospital(less, "board", "en").sections]
    assert "budget" in [section.id for section in hospital(less, "annual", "en").sections]


@pytest.mark.slow
def test_an_option_of_a_case_counts(renhe: Material):
    every = hospital(wanting(renhe, options={"card": {"of": "all"}}), "board", "en")
    some = hospital(renhe, "board", "en")
    cards = [sum(section.name == "card" for section in report.sections) for report in (every, some)]
    assert cards[0] > cards[1] >= 1


def test_a_section_twice_under_two_ids_is_refused_where_its_anchors_meet(renhe: Material):
    board = renhe.catalog.reports["board"]
    twice = board.model_copy(
        update={"sections": (*board.sections, board.sections[0].model_copy(update={"id": "again"}))}
    )
    catalog = dataclasses.replace(renhe.catalog, reports={"board": twice})
    with pytest.raises(Refused) as caught:
        hospital(dataclasses.replace(renhe, catalog=catalog), "board", "en")
    assert [(found.rule, found.facts["key"]) for found in caught.value.findings] == [("D23", "verdict")]


@pytest.mark.slow
def test_a_condition_keeps_a_section_out(renhe: Material):
    board = renhe.catalog.reports["board"]
    entries = tuple(
        entry.model_copy(update={"when": ("year",)}) if entry.section == "commentary" else entry
        for entry in board.sections
    )
    catalog = dataclasses.replace(renhe.catalog, reports={"board": board.model_copy(update={"sections": entries})})
    names = [section.name for section in hospital(dataclasses.replace(renhe, catalog=catalog), "board", "en").sections]
    assert "commentary" not in names
    assert "quality" in names


def test_hospitals_of_one_report_share_a_desk_without_mixing_their_numbers(renhe: Material):
    one = HospitalContext.of(renhe, "en")
    other = dataclasses.replace(one, member="other")
    entry = ProvenanceEntry("score.total", same("x"), "1", "verdict", 1.0)
    one.enter(entry)
    other.enter(dataclasses.replace(entry, printed="2", value=2.0))
    assert {key: entry.value for key, entry in one.ledger.entries.items()} == {
        "score.total": 1.0,
        "other.score.total": 2.0,
    }
    assert one.mark("spark-x", b"1") != other.mark("spark-x", b"2")
    assert sorted(one.images.values()) == [b"1", b"2"]


def test_an_unknown_kind_of_report_is_wrong_usage_with_the_nearest_name(renhe: Material):
    with pytest.raises(Refused) as caught:
        pipeline.render(renhe, report="anual", mode="en")
    assert caught.value.exit_code is ExitCode.USAGE
    (finding,) = caught.value.findings
    assert (finding.rule, finding.facts["nearest"]) == ("C24", "annual")


@pytest.fixture(scope="module")
def evaluated() -> dict[str, float]:
    """What `evaluate` says of every indicator of the sample in 2025."""
    words = ["evaluate", str(SAMPLE), "--period", "2025", "--scheme", "none", "--format", "json"]
    content = json.loads(CliRunner().invoke(app, words).stdout)
    return {row["id"]: row["value"] for row in content["indicators"]}


@pytest.mark.serves("000-02")
@pytest.mark.parametrize(
    ("section", "indicator", "told"),
    [
        ("budget_execution", "budget_expense_execution", lambda value: f"Budget expenditure, total {100 * value:.1f}"),
        ("break_even", "break_even_income", lambda value: f"Break-even income {value / 1e4:,.2f}"),
        ("break_even", "margin_of_safety_rate", lambda value: f"Margin of safety, % −{-100 * value:.1f}"),
        ("return_tree", "return_on_net_assets", lambda value: f"Return on net assets {100 * value:.2f}%"),
    ],
)
def test_a_section_of_management_accounting_is_added_alone_and_its_number_is_that_of_the_evaluation(
    evaluated: dict[str, float], section: str, indicator: str, told: Callable[[float], str]
):
    found = material("renhe", "2025")
    kept = {"summary", "budget_execution", "break_even", "return_tree"}
    entries = tuple(entry for entry in found.catalog.reports["board"].sections if entry.section in kept)
    kind = found.catalog.reports["board"].model_copy(update={"sections": entries})
    catalog = dataclasses.replace(found.catalog, reports={"board": kind})
    small = dataclasses.replace(found, catalog=catalog)
    without, having = (read(hospital(wanting(small, including=more), "board", "en")) for more in ((), (section,)))

    assert without.names == ["summary"]
    assert [name for name in having.names if name != section] == without.names
    assert having.names.count(section) == 1
    assert told(evaluated[indicator]) in having[section].text


@pytest.mark.slow
@pytest.mark.serves("001-03")
def test_the_annual_report_has_each_chapter_once_where_its_data_exist():
    chapters = {
        "income": "block-income_sources", "expense": "statement-income", "assets": "block-assets",
        "liabilities": "block-financial_health", "cash": "statement-cash", "budget": "year_budget",
        "cost": "break_even", "growth": "growth",
    }  # fmt: skip
    whole, few = (
        [section.id for section in view(Wanted("annual", *of), "en").sections]
        for of in (("renhe", "2025"), ("us-cms", "2021"))
    )

    assert {name: whole.count(one) for name, one in chapters.items()} == dict.fromkeys(chapters, 1)
    assert {name for name, one in chapters.items() if few.count(one)} == {"assets", "liabilities", "growth"}


@pytest.mark.slow
def test_a_page_may_lie_on_its_side(clinic: Material, tmp_path: Path):
    file = tmp_path / "templates" / "sections" / "quality.html"
    file.parent.mkdir(parents=True)
    file.write_text(
        '<section class="page wide" data-key="{{ section.key }}">{{ parts.opening(section.title, view.headline) }}</section>',
        "utf-8",
    )
    own = dataclasses.replace(clinic, case=dataclasses.replace(clinic.case, folder=tmp_path))
    sideways = produce(own, kind="board", mode="en", results=b"{}")
    sizes = {page.size[0] > page.size[1]: page for page in sideways.pages}
    assert "quality" in sizes[True].anchors
    assert "verdict" in next(page for page in sideways.pages if page.size[0] < page.size[1]).anchors


@pytest.mark.slow
def test_the_foot_says_which_volume_a_page_is_of_and_a_volume_begins_a_page(renhe: Material):
    report = hospital(renhe, "board", "zh-en")
    assert [(one.id, one.foot.en) for one in report.feet if one.foot] == [
        ("verdict", "Brief"),
        ("summary", "Reference"),
    ]

    made = rendered(Wanted("board", "renhe", "2026-10"), "zh")
    with pypdfium2.PdfDocument(made.pdf) as pdf:
        words = [page.get_textpage().get_text_range() for page in pdf]
    feet = [found[1] for text in words if (found := re.search(r"(简报|资料)\s\d+ / \d+", text))]
    pack = next(page.number for page in made.pages if "summary" in page.anchors)
    assert feet == ["简报"] * (pack - 1) + ["资料"] * (len(words) - pack + 1)


def test_sections_that_a_case_puts_before_a_volume_are_of_none(renhe: Material):
    chosen = hospital(wanting(renhe, sections=("budget", "verdict", "scorecard")), "board", "en")

    assert [section.foot and section.foot.en for section in chosen.sections] == [None, "Brief", "Brief"]


@pytest.mark.parametrize("wanted", ANNUALS, ids=str)
def test_the_foot_of_an_archived_indicator_names_it_in_words(wanted: Wanted):
    indicators = grounds(wanted).catalog.indicators
    whole = rendered(wanted, "en")
    with pypdfium2.PdfDocument(whole.pdf) as pdf:
        feet = [page.get_textpage().get_text_range().splitlines()[-1] for page in pdf]
    cards = 0
    for page, foot in zip(whole.pages, feet, strict=True):
        alone = all("card-" in anchor for anchor in page.anchors)  # what runs on below a card has the foot
        keys = [anchor.removeprefix("card-") for anchor in page.anchors if alone and anchor.startswith("card-")]
        names = [(indicators[key].short or indicators[key].name).en for key in keys]
        assert not keys or any(re.search(rf"{re.escape(name)}\s(?:Volume [AB]\s)?\d+ / \d+$", foot) for name in names)
        assert not any(key in foot for key in indicators if "_" in key)
        cards += len(keys)
    assert cards
