"""What the report leaves out is named in one place, with what would bring it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from population.hospitals import drawn, emptied
from report.sections.annual import gap, rows, sheet, tables
from reportgen import pipeline
from reportgen.report.assembly import hospital
from reportgen.report.desk.tables.sheet import SectionContent
from reportgen.report.section import Report

UNRATED = 9226
"""A drawn hospital without experts, so without a total."""


def test_sections_without_anything_to_show_do_not_stand_by_themselves(reports: Callable[..., Report]):
    report = reports("us-cms", "en", "2021", "annual")
    found = sheet(report, "gaps")
    assert not any(s.content.lacking for s in report.sections if isinstance(s.content, SectionContent))
    assert len(list(rows(tables(found)[0], "en"))) > 5
    assert found.headline.en.startswith(f"{len(tables(found)[0].lines)} sections")
    assert "Supply" in gap(report, "Departments")


@pytest.mark.slow
def test_what_is_there_is_not_listed(reports: Callable[..., Report]):
    report = reports("us-cms", "en", "2021", "annual")
    assert "Over the years" in {section.title.en for section in report.sections}
    assert "Over the years" not in {row[0] for row in rows(tables(sheet(report, "gaps"))[0], "en")}


@pytest.mark.slow
def test_a_complete_report_has_no_such_section(reports: Callable[..., Report]):
    assert "gaps" not in {section.id for section in reports("renhe", "en", "2025", "annual").sections}


def test_a_kind_without_the_section_keeps_each_in_its_place(reports: Callable[..., Report]):
    assert "gaps" not in {section.id for section in reports("us-cms", "en", "2021", "board").sections}


def test_a_section_that_can_tell_neither_how_sure_nor_why_takes_no_page(tmp_path: Path):
    """Without a total there is no grade to be sure of, and no change to split: each had a page that said so."""
    unrated = pipeline.grounds(pipeline.check(drawn(UNRATED, emptied(tmp_path / "case")).folder), report="annual")
    report = hospital(unrated, "annual", "en")
    listed = {row[0] for row in rows(tables(sheet(report, "gaps"))[0], "en")}

    assert not {"robustness", "score_changes"} & {section.id for section in report.sections}
    assert {"How sure we are", "Why the score changed"} <= listed
    assert "neither a grade nor anybody to compare with" in gap(report, "How sure we are")
