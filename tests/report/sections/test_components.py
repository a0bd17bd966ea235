"""A section is whole: a definition, a view, a template, a test, and a style where it needs one."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportgen.catalog import load_catalog
from reportgen.report.component import CONDITIONS, GROUP_CONDITIONS
from reportgen.report.page_sets import PAGE_SETS
from reportgen.report.sections import GROUP_SECTIONS, SECTIONS
from reportgen.report.tokens import folder

HERE = Path(__file__).parent
TYPES = load_catalog().sections


@pytest.mark.parametrize("name", sorted(TYPES))
def test_a_section_of_the_catalogue_has_a_view_a_template_and_a_test(name: str):
    subject = TYPES[name].subject
    assert (name in SECTIONS) is (subject in {"hospital", "either"})
    assert (name in GROUP_SECTIONS) is (subject in {"group", "either"})
    assert (folder("templates") / PAGE_SETS[TYPES[name].pages].section(name)).is_file()
    assert "def test_" in (HERE / f"test_{name}.py").read_text("utf-8")


def test_there_is_no_view_template_or_style_of_a_section_that_is_not_in_the_catalogue():
    assert {*SECTIONS, *GROUP_SECTIONS} == set(TYPES)
    for key, pages in PAGE_SETS.items():
        of_pages = {name for name, section in TYPES.items() if section.pages == key}
        templates = {path.stem for path in (folder("templates") / pages.root / "sections").glob("*.html")}
        styles = {path.stem for path in (folder("styles") / pages.root / "sections").glob("*.css")}
        assert templates == of_pages
        assert styles <= of_pages


def test_conditions_are_explained_and_written():
    assert set(CONDITIONS) == set(GROUP_CONDITIONS) == set(load_catalog().words.under("condition"))


def test_conditions_that_a_section_cannot_do_without_exist():
    assert {need for component in [*SECTIONS.values(), *GROUP_SECTIONS.values()] for need in component.needs} <= set(
        CONDITIONS
    )
