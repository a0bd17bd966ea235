"""What stands around the results: preface, development, guidance, consequences, the tree of indicators."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from xml.etree import ElementTree as ET

import pytest

from report.sections.annual import rows
from report.sections.ranking import wanting
from report.sections.reading import content
from report.sections.subjects import drawn, page, tables, told
from reportgen.analysis.material import Material
from reportgen.model import printing
from reportgen.model.case_parts import CommentarySettings, TermOfOffice
from reportgen.model.definition import Text
from reportgen.model.schemes import Grade
from reportgen.report.assembly import hospital
from reportgen.report.desk.sheet import Words
from reportgen.report.html import write
from reportgen.report.section import Report

FOLLOWS = {
    Grade.GOOD: Text(zh="通报表扬。", en="Commended in a circular."),
    Grade.POOR: Text(zh="约谈。", en="A talk is held."),
}


def prefaced(material: Material) -> Material:
    file = material.case.file.model_copy(update={"commentary": CommentarySettings(preface="business-finance")})
    return dataclasses.replace(material, case=dataclasses.replace(material.case, file=file))


def ruled(material: Material) -> Material:
    return dataclasses.replace(material, scheme=material.scheme.model_copy(update={"consequences": FOLLOWS}))


@pytest.mark.serves("000-01")
def test_the_preface_names_statements_operations_and_scores_where_it_is_asked_for(renhe: Material) -> None:
    (words,) = page(prefaced(renhe), "preface").blocks
    assert isinstance(words, Words)
    (line,) = words.lines
    scored = sum(row.score is not None for row in renhe.evaluation.indicators)
    assert f"{scored}项" in line.zh
    assert f"{scored} indicators" in line.en
    read = {form.form for form in renhe.dataset.forms if (form.entity, form.period) == ("renhe", renhe.period)}
    assert all(renhe.catalog.forms[code].title.zh in line.zh for code in read if code in renhe.catalog.forms)


@pytest.mark.serves("000-01")
def test_without_it_no_empty_heading_remains(renhe: Material) -> None:
    assert hospital(wanting(renhe, "preface"), "board", "zh").sections == ()


@pytest.mark.serves("001-28", "003-137")
def test_what_follows_stands_beside_the_grade_and_in_a_table_of_the_bands_that_have_a_text(renhe: Material) -> None:
    material = ruled(renhe)
    assert material.evaluation.grade is Grade.GOOD
    html = write(hospital(wanting(material, "verdict"), "board", "zh-en")).html
    assert "通报表扬。" in html
    assert "Commended in a circular." in html
    assert "约谈" not in html
    (table,) = tables(page(material, "consequences"))
    assert [(row[0], row[2]) for row in rows(table, "en")] == [
        ("good", "Commended in a circular."), ("poor", "A talk is held."),
    ]  # fmt: skip


@pytest.mark.serves("001-28", "003-137")
def test_a_band_without_a_text_and_a_scheme_without_any_print_nothing(renhe: Material) -> None:
    assert hospital(wanting(renhe, "consequences"), "board", "zh").sections == ()
    fair = ruled(dataclasses.replace(renhe, evaluation=dataclasses.replace(renhe.evaluation, grade=Grade.FAIR)))
    assert content(hospital(wanting(fair, "verdict"), "board", "zh"), "verdict").consequence is None


@pytest.mark.serves("003-194")
def test_the_tree_prints_every_name_with_its_weight_and_says_its_first_level(renhe: Material) -> None:
    report = hospital(wanting(renhe, "indicator_tree"), "board", "en")
    (figure,) = drawn(report.sections[0].content)
    drawing = ET.fromstring(report.images[figure.picture.source])  # noqa: S314 - drawn by us
    texts = [element.text for element in drawing.iter() if element.text]
    for ability in renhe.evaluation.abilities:
        assert f"{ability.name.en} {printing.percent(ability.weight, 2)}" in figure.picture.alt
        assert ability.name.en in texts
    assert texts.count("%") == 0
    printed = sorted(text for text in texts if text.endswith("%"))
    scored = [*renhe.evaluation.abilities, *(row for row in renhe.evaluation.indicators if row.ability)]
    assert printed == sorted(printing.percent(one.weight, 2) for one in scored)


@pytest.mark.serves("003-057")
def test_each_ability_has_one_sentence_of_guidance_by_its_grade(reports: Callable[..., Report]) -> None:
    report = reports("renhe", "zh-en", "2025", "annual")
    openers = [one for one in report.sections if one.name == "ability" and one.id.startswith("ability-")]
    assert openers
    for opener in openers:
        (line,) = opener.content.lead
        assert line.zh.startswith(("已达", "处于"))
        assert line.en.startswith("Graded ")


@pytest.mark.serves("003-001")
def test_the_overall_chapter_begins_with_the_development_of_the_whole(
    reports: Callable[..., Report], materials: Callable[..., Material]
) -> None:
    report, material = reports("renhe", "en", "2025", "annual"), materials("renhe", "2025")
    found = content(report, "summary").development
    expected = [
        material.values.at(name, "renhe", "2025").value
        for name in ("total_income_growth", "total_asset_growth", "net_asset_growth", "visits_growth")
    ]
    assert [one.value for one in found] == [printing.number((value or 0) * 100, 2) for value in expected]
    html = write(report).html
    assert html.index("Development of the hospital as a whole") < html.index('class="measures"')


@pytest.mark.serves("003-169")
def test_monthly_measured_payment_is_told_in_the_note_of_a_project_report_alone(renhe: Material) -> None:
    (note, *_) = tables(page(renhe, "budget_projects"))[0].notes
    assert "联签后付款" in note.zh
    assert "have signed" in note.en
    assert "联签后付款" not in told(page(renhe, "budget_execution"))


def in_office(material: Material, first: int, last: int) -> Material:
    term = TermOfOffice(first_year=first, last_year=last, of=Text(zh="甲某", en="A. Example"))
    file = material.case.file.model_copy(update={"term_of_office": term})
    return dataclasses.replace(material, case=dataclasses.replace(material.case, file=file))


@pytest.mark.serves("003-158")
def test_a_term_of_office_compares_its_first_and_last_year_for_every_scored_indicator(
    materials: Callable[..., Material],
) -> None:
    material, then = materials("renhe", "2025"), materials("renhe", "2023")
    found = page(in_office(material, 2023, 2025), "term_of_office")
    (table,) = tables(found)
    shown = {row[0]: row for row in rows(table, "en")}
    assert len(shown) == len(material.evaluation.indicators)
    assert "A. Example" in found.lead[0].en
    for now in material.evaluation.indicators:
        definition = material.catalog.indicators[now.id]
        before, row = then.evaluation.indicator(now.id).value, shown[(definition.short or definition.name).en]
        if before is None or now.value is None or material.scheme.parts[now.part].from_folder is not None:
            continue
        assert row[2:4] == (printing.measured(before, definition), printing.measured(now.value, definition))
        assert row[4] == printing.measured(now.value - before, definition, sign=True)


def test_without_a_term_the_section_says_what_to_state(materials: Callable[..., Material]) -> None:
    assert "first_year" in told(page(materials("renhe", "2025"), "term_of_office"))


@pytest.mark.serves("000-26", "003-132")
def test_each_indicator_shows_the_department_that_answers_for_it_or_a_blank(renhe: Material) -> None:
    file = renhe.case.file.model_copy(update={"owners": {"current_ratio": Text(zh="财务部", en="Finance")}})
    owned = dataclasses.replace(renhe, case=dataclasses.replace(renhe.case, file=file))
    shown = {row[0]: row[3] for row in rows(tables(page(owned, "improvement"))[0], "en")}
    assert shown["Current ratio"] == "Finance"
    assert len(shown) == len(renhe.evaluation.indicators)
    found = {one.id: one.owner for one in renhe.analysis["business.responsibility"].of("indicators")}
    assert sum(not words for words in shown.values()) == sum(owner is None for owner in found.values())


@pytest.mark.serves("003-070", "000-26")
def test_each_measure_goes_through_plan_do_check_and_act_and_an_untaken_step_is_blank(renhe: Material) -> None:
    actions = renhe.analysis["signals.follow_up"].actions
    lines = list(rows(tables(page(renhe, "improvement"))[1], "zh"))
    assert len(lines) == len(actions) > 1
    for line, one in zip(lines, actions, strict=True):
        assert one.measure in line[0]
        assert one.raised in line[0]
        assert (one.due in line[1]) if one.due else True
        assert line[3].count("办结") == bool(one.closed)
        assert bool(line[3]) == bool(one.effect or one.closed)


@pytest.mark.serves("003-179")
def test_lines_of_cost_name_who_answers_for_them(renhe: Material) -> None:
    found = renhe.analysis["budget.execution"]
    owners = {one.owner for one in found.known if one.owner}
    shown = {row[1] for table in tables(page(renhe, "budget_execution")) for row in rows(table, "zh")}
    assert owners
    assert owners <= shown
