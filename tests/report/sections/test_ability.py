"""An opener for each ability, then the pages of its indicators, in the order of the scorecard."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable

import pytest

from report.sections.annual import EACH, YEARS, rows, sheet, tables
from reportgen.analysis.material import Material
from reportgen.report.desk.captions import Notes
from reportgen.report.desk.context import HospitalContext
from reportgen.report.desk.judgement import selection
from reportgen.report.desk.tables.sheet import SectionContent
from reportgen.report.html import HtmlDocument
from reportgen.report.section import Report
from reportgen.report.sections.card import ability as ability_page


@pytest.mark.slow
@EACH
def test_pages_follow_the_opener_of_their_ability_on_the_level_below(
    reports: Callable[..., Report], materials: Callable[..., Material], name: str
):
    """Those that a reader has to know of stand before, on pages of their own; none stands twice."""
    material = materials(name, YEARS[name])
    evaluation, watched = material.evaluation, selection.watched(HospitalContext.of(material, "zh"))
    expected = [(f"card-{one}", 2) for one in watched]
    for ability in evaluation.abilities:
        expected.append((f"ability-{ability.id}", 2))
        members = [i for i in evaluation.indicators if i.ability == ability.id and i.value is not None and i.standards]
        expected += [(f"card-{i.id}", 3) for i in members if i.score is not None and i.id not in watched]
    sections = reports(name, "zh", YEARS[name], "annual").sections
    assert [(s.id, s.level) for s in sections if s.name in {"ability", "card"}] == expected


@pytest.mark.slow
def test_an_opener_lists_every_indicator_and_names_the_best_and_the_weakest(
    reports: Callable[..., Report], materials: Callable[..., Material]
):
    report, evaluation = reports("renhe", "en", "2025", "annual"), materials("renhe", "2025").evaluation
    opener = next(s.content for s in report.sections if s.id == "ability-operating")
    members = [i for i in evaluation.indicators if i.ability == "operating"]
    assert len(list(rows(tables(opener)[0], "en"))) == len(members)
    scores = sorted(i.score for i in members if i.score is not None)
    assert f"from {scores[0]:.1f} (" in opener.headline.en
    assert f"to {scores[-1]:.1f} (" in opener.headline.en


def test_an_ability_that_experts_judge_has_no_columns_of_values(reports: Callable[..., Report]):
    report = reports("renhe", "en", "2025", "annual")
    heads = {
        s.id: [column.words.en for column in tables(s.content)[0].columns]
        for s in report.sections if s.name == "ability"
    }  # fmt: skip
    assert {"Value", "Standard"} <= set(heads["ability-operating"])
    assert not {"Value", "Standard"} & set(heads["ability-management"])
    for section in (s for s in report.sections if s.name == "ability"):
        assert all(len(row) == len(heads[section.id]) for row in rows_of(section.content))


def test_an_opener_sets_units_apart_so_that_the_points_of_its_values_align(reports: Callable[..., Report]):
    report = reports("renhe", "en", "2025", "annual")
    table = tables(next(s.content for s in report.sections if s.id == "ability-operating"))[0]
    cells = {row[1]: row[2] for row in rows(table, "en")}
    assert {"%", "days"} <= set(cells)
    assert all(re.fullmatch(r"−?[0-9,]+\.[0-9]+", cell) for cell in cells.values())
    assert table.finest()[2].rpartition(".")[2].isdigit()


def rows_of(opener: SectionContent) -> list[tuple[object, ...]]:
    return [line.cells for line in tables(opener)[0].lines]


def test_links_lead_to_pages_that_are_there(documents: Callable[..., HtmlDocument]):
    html = documents("renhe", "zh", "2025", "annual").html
    assert 'href="#card-current_ratio"' in html
    assert 'id="card-current_ratio"' in html


@pytest.mark.slow
@pytest.mark.serves("003-057")
def test_each_ability_has_one_sentence_of_guidance_by_its_grade(reports: Callable[..., Report]) -> None:
    report = reports("renhe", "zh-en", "2025", "annual")
    openers = [one for one in report.sections if one.name == "ability" and one.id.startswith("ability-")]
    assert openers
    for opener in openers:
        (line,) = opener.content.lead
        assert line.zh.startswith(("已达", "处于"))
        assert line.en.startswith("Graded ")


def test_panels_of_one_drawing_share_their_scale(reports: Callable[..., Report]):
    report = reports("renhe", "en", "2025", "annual")
    content = next(s.content for s in report.sections if s.id == "ability-operating")
    panels = next(block for block in content.blocks if block.kind == "figures").pictures
    scales = {frozenset(re.findall(r">(\d{2,3})<", report.images[one.source].decode())) for _, one in panels}
    assert len(panels) > 1
    assert len(scales) == 1


def test_advice_on_growth_follows_the_side_on_which_it_misses(reports: Callable[..., Report]):
    lead = sheet(reports("renhe", "zh", "2025", "annual"), "ability-growth").lead[0].zh

    assert "增长未达标准的来源" in lead
    assert "控制在合理区间" not in lead


@pytest.mark.parametrize(("restated", "said"), [(True, "at this period's weights"), (False, "at its own weights")])
def test_the_years_are_said_to_be_by_the_weights_they_are_by(
    materials: Callable[..., Material],
    restated: bool,  # noqa: FBT001
    said: str,
):
    material = dataclasses.replace(materials("renhe", "2025"), restated=restated)
    context = HospitalContext.of(material, "en")
    (first, *_) = context.evaluation.abilities

    assert said in ability_page._years(context, first, "anchor").note.en


@pytest.mark.parametrize("has_total", [True, False])
def test_points_are_lost_of_a_total_only_where_there_is_one(
    materials: Callable[..., Material],
    has_total: bool,  # noqa: FBT001
):
    about = materials("renhe", "2025")
    score = about.evaluation.score if has_total else None
    context = HospitalContext.of(
        dataclasses.replace(about, evaluation=dataclasses.replace(about.evaluation, score=score)), "en"
    )
    (first, *_) = context.evaluation.abilities
    members = [one for one in context.evaluation.indicators if one.ability == first.id]
    table = ability_page._table(context, first, members, "anchor")

    assert ("Lost" in [head.words.en for head in table.columns]) is has_total
    assert ("short of full marks" in table.notes[0].en) is has_total
    assert {len(line.cells) for line in table.lines} == {len(table.columns)}


@pytest.mark.parametrize(
    ("is_scored", "has_past", "told"),
    [
        (True, True, "△"),
        (True, False, "Bars: scores"),
        (False, False, None),
    ],
)
def test_no_mark_is_explained_that_the_bars_do_not_bear(
    materials: Callable[..., Material], *, is_scored: bool, has_past: bool, told: str | None
):
    about = materials("renhe", "2025")
    unscored = tuple(dataclasses.replace(one, score=None) for one in about.evaluation.indicators)
    evaluation = about.evaluation if is_scored else dataclasses.replace(about.evaluation, indicators=unscored)
    changed = dataclasses.replace(about, evaluation=evaluation, history=about.history if has_past else {})
    context = HospitalContext.of(changed, "en")
    (first, *_) = context.evaluation.abilities
    members = [one for one in context.evaluation.indicators if one.ability == first.id]
    notes = " ".join(one.en for one in ability_page._table(context, first, members, "anchor").notes)

    assert ("△" in notes) is has_past
    assert ("Bars" in notes) is (told is not None)
    assert (told or "") in notes


def test_what_has_no_value_and_no_standard_says_which_is_missing(renhe: Material, monkeypatch: pytest.MonkeyPatch):
    context, notes = HospitalContext.of(renhe, "en"), Notes()
    bare = dataclasses.replace(context.evaluation.indicator("current_ratio"), value=None, reason=None)
    monkeypatch.setattr(ability_page.gradings, "standards_best", lambda *_: None)

    ability_page._value(context, bare, notes)

    assert [line.en.partition(" ")[2] for line in notes.lines()] == [
        context.say("reason.missing_input").en, context.say("reason.no_standard").en
    ]  # fmt: skip
