"""Those sign whom the case names, else the four of an official report; each field has a name of its own."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

from report.sections.reading import content
from reportgen.analysis.material import Material
from reportgen.report.assembly import hospital
from reportgen.report.section import Report


def test_those_whom_the_case_names_sign(reports: Callable[..., Report], renhe: Material):
    signing = content(reports("renhe", "zh-en"), "signatures")
    assert [(one.role, one.name) for one in signing] == [(p.role, p.name) for p in renhe.case.file.signatories]
    assert len({one.id for one in signing}) == len(signing)


def test_where_the_case_names_nobody_the_four_of_an_official_report_do(renhe: Material):
    file = renhe.case.file.model_copy(update={"signatories": ()})
    unnamed = dataclasses.replace(renhe, case=dataclasses.replace(renhe.case, file=file))
    signing = content(hospital(unnamed, "board", "en"), "signatures")
    assert [one.role.en for one in signing] == ["Prepared by", "Reviewed by", "Chief accountant", "President"]
    assert [one.name for one in signing] == [None] * 4
