"""The preface: what a report brings together, where the case asks for it."""

from __future__ import annotations

import dataclasses

import pytest

from pages import page_of, section_of, words
from report.sections.ranking import wanting
from report.sections.subjects import page
from reportgen.analysis.material import Material
from reportgen.model.case_parts import CommentarySettings
from reportgen.report.assembly import hospital
from reportgen.report.desk.tables.sheet import Paragraphs


def prefaced(material: Material) -> Material:
    file = material.case.file.model_copy(update={"commentary": CommentarySettings(preface="business-finance")})
    return dataclasses.replace(material, case=dataclasses.replace(material.case, file=file))


@pytest.mark.serves("000-01")
def test_the_preface_names_statements_operations_and_scores_where_it_is_asked_for(renhe: Material) -> None:
    (words,) = page(prefaced(renhe), "preface").blocks
    assert isinstance(words, Paragraphs)
    (line,) = words.lines
    scored = sum(row.score is not None for row in renhe.evaluation.indicators)
    assert f"{scored}项" in line.zh
    assert f"{scored} indicators" in line.en
    read = {form.form for form in renhe.dataset.forms if (form.entity, form.period) == ("renhe", renhe.period)}
    assert all(renhe.catalog.forms[code].title.zh in line.zh for code in read if code in renhe.catalog.forms)


@pytest.mark.serves("000-01")
def test_the_preface_is_one_paragraph_in_each_language_on_the_page(renhe: Material) -> None:
    material = prefaced(renhe)
    scored = sum(row.score is not None for row in renhe.evaluation.indicators)
    english, chinese = (page_of(material, "preface", mode).text for mode in ("en", "zh"))

    for told in ("statement of financial position", "statement of financial performance", f"{scored} indicators"):
        assert told in english
    assert f"{scored}项" in chinese
    both = page_of(material, "preface", "zh-en").element.iter()
    paragraphs = [words(one) for one in both if str(one.tag).endswith("}p")]
    assert len([one for one in paragraphs if f"{scored}项" in one and f"{scored} indicators" in one]) == 1


@pytest.mark.serves("000-01")
def test_without_it_no_empty_heading_remains(renhe: Material) -> None:
    assert hospital(wanting(renhe, "preface"), "board", "zh").sections == ()
    assert section_of(renhe, "preface", "zh") is None
