"""Restatements: earlier definitions and audit adjustments, or that there are none."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import pytest

from report.sections.annual import rows, sheet, tables
from reportgen.analysis.material import Material
from reportgen.model.dataset import Adjustment
from reportgen.model.place import Place
from reportgen.report.assembly import hospital
from reportgen.report.desk.tables.sheet import Paragraphs
from reportgen.report.section import Report


@pytest.mark.slow
def test_an_audit_adjustment_is_listed_with_both_amounts(materials: Callable[..., Material]):
    material = materials("renhe", "2025")
    change = Adjustment(100.0, -20.5, 79.5, "审减", Place("adjustments.yaml"))
    data = dataclasses.replace(material.dataset, adjustments={("inventories", "renhe", "2025", ""): change})
    found = sheet(hospital(dataclasses.replace(material, dataset=data), "annual", "zh"), "restatements")
    assert next(iter(rows(tables(found)[0])))[2:] == ("100.00", "−20.50", "79.50", "审减")
    assert found.headline.zh.startswith("1项")


def test_where_nothing_changed_one_sentence_says_so(reports: Callable[..., Report]):
    found = sheet(reports("renhe", "en", "2025", "annual"), "restatements")
    assert not tables(found)
    assert "defined as before, and no figure adjusted" in found.headline.en


@pytest.mark.slow
def test_a_year_from_which_figures_compare_is_told_and_counted(materials: Callable[..., Material]):
    material = materials("renhe", "2025")
    file = material.case.file.model_copy(update={"comparable_from": (2024,)})
    broken = dataclasses.replace(material, case=dataclasses.replace(material.case, file=file))
    found = sheet(hospital(broken, "annual", "en"), "restatements")

    say = material.catalog.words
    told = [line.en for block in found.blocks if isinstance(block, Paragraphs) for line in block.lines]
    assert say["restatements.break"].en.format(year="2024") in told
    assert found.headline.en.startswith("1 ")
