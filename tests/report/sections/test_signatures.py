"""Those sign whom the case names, else the four of an official report; each field has a name of its own."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import pytest

from pages import page_of
from report.sections.reading import content
from reportgen.analysis.material import Material
from reportgen.lifecycle.standing import role_name
from reportgen.model.casefile import Signatory
from reportgen.model.definition import Text
from reportgen.report.assembly import hospital
from reportgen.report.desk.context import HospitalContext
from reportgen.report.section import Report
from reportgen.report.sections import front_matter


def test_those_whom_the_case_names_sign(reports: Callable[..., Report], renhe: Material):
    signing = content(reports("renhe", "zh-en"), "signatures")
    assert [(one.role, one.name) for one in signing] == [(p.role, p.name) for p in renhe.case.file.signatories]
    assert len({one.id for one in signing}) == len(signing)


@pytest.mark.serves("000-16")
def test_each_who_prepares_reviews_or_approves_has_a_line_and_one_left_blank_is_a_blank_line(renhe: Material):
    people = (
        Signatory(id="preparer", role=Text(zh="财务部编制", en="Finance department, prepared"), name="许某某"),
        Signatory(id="reviewer", role=Text(zh="审计部复核", en="Audit department, reviewed"), name=None),
        Signatory(id="director", role=Text(zh="院长批准", en="President, approved"), name="沈某某"),
    )
    file = renhe.case.file.model_copy(update={"signatories": people})
    page = page_of(dataclasses.replace(renhe, case=dataclasses.replace(renhe.case, file=file)), "signatures")

    assert page.text.removeprefix("Signatures ") == (
        "Finance department, prepared Name 许某某 Date Audit department, reviewed Name Date "
        "President, approved Name 沈某某 Date"
    )
    lines = [one for one in page.element.iter() if one.get("class") == "signature"]
    assert len(lines) == len({line.get("id") for line in lines}) == 3


@pytest.mark.slow
def test_where_the_case_names_nobody_the_four_of_an_official_report_do(renhe: Material):
    file = renhe.case.file.model_copy(update={"signatories": ()})
    unnamed = dataclasses.replace(renhe, case=dataclasses.replace(renhe.case, file=file))
    signing = content(hospital(unnamed, "board", "en"), "signatures")
    assert [one.role.en for one in signing] == ["Preparer", "Reviewer", "Chief accountant", "President"]
    assert [one.name for one in signing] == [None] * 4


def test_an_american_hospital_signs_by_the_offices_that_it_has(materials: Callable[..., Material]):
    material = materials("us-cms", "2021")
    signing = front_matter.signatories(HospitalContext.of(material, "zh-en"))

    assert [one.role.en for one in signing][2:] == ["Chief financial officer", "Chief executive officer"]
    assert [one.role.zh for one in signing] == ["编制人", "复核人", "首席财务官", "首席执行官"]
    assert role_name("director", material.case.file) == "@sign.role_elsewhere.director"


def test_a_chinese_hospital_has_its_offices_whatever_rules_its_books_follow(materials: Callable[..., Material]):
    company = materials("us-cms", "2021").case.file.model_copy(update={"currency": "CNY"})

    assert role_name("director", company) == "@sign.role.director"
    assert company.signers_key == "submission.sign"
