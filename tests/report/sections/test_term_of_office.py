"""One term of office: its first and its last year side by side."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import pytest

from report.sections.annual import rows
from report.sections.subjects import page, tables, told
from reportgen.analysis.material import Material
from reportgen.model import printing
from reportgen.model.case_parts import TermOfOffice
from reportgen.model.definition import Text


def in_office(material: Material, first: int, last: int) -> Material:
    term = TermOfOffice(first_year=first, last_year=last, of=Text(zh="甲某", en="A. Example"))
    file = material.case.file.model_copy(update={"term_of_office": term})
    return dataclasses.replace(material, case=dataclasses.replace(material.case, file=file))


@pytest.mark.slow
@pytest.mark.serves("003-158")
def test_a_term_of_office_compares_its_first_and_last_year_for_every_scored_indicator(
    materials: Callable[..., Material],
) -> None:
    material, then = materials("renhe", "2025"), materials("renhe", "2023")
    found = page(in_office(material, 2023, 2025), "term_of_office")
    (table,) = tables(found)
    shown = {row[0]: row for row in rows(table, "en")}
    assert len(shown) == len(material.evaluation.indicators)
    assert [one.words.en for one in table.columns[4:]] == ["Change", "First score", "Last score", "Points"]
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
