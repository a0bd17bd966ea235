"""A section is whole: a definition, a view, a test, and a template and a style where it needs them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from inspect import signature
from pathlib import Path

import pytest

from reportgen.catalog import load_catalog
from reportgen.model.reports import SectionType
from reportgen.report.conditions import CONDITIONS, GROUP_CONDITIONS
from reportgen.report.overrides import is_section
from reportgen.report.page_sets import PAGE_SETS
from reportgen.report.sections import component, function_of
from reportgen.report.tokens import folder

HERE = Path(__file__).parent
CODE = Path(__file__).parents[3] / "reportgen" / "report" / "sections"
TYPES = load_catalog().sections
GIVEN = r"(?:SectionContent\b|list\[Piece\]|Itera\w+\[Piece\])"
VIEW = re.compile(rf"^def ([a-z]\w*)\((?:[^()]|\([^()]*\))*\) -> {GIVEN}", re.MULTILINE)
"""A public function that gives what a section says."""


def named(section: SectionType) -> Iterator[str]:
    """The functions that a definition names."""
    yield from (one for one in (section.view, section.group_view, section.anchors) if one and ":" in one)


def views(folder: Path) -> set[str]:
    """All functions below a folder that give what a section says, as definitions name them; not what others call."""
    found = set()
    for path in folder.rglob("*.py"):
        text = path.read_text("utf-8")
        module = ".".join(path.relative_to(folder).with_suffix("").parts).removesuffix(".__init__")
        around = "".join(one.read_text("utf-8") for one in path.parent.glob("*.py"))
        found |= {f"{module}:{name}" for name in VIEW.findall(text) if len(re.findall(rf"\b{name}\(", around)) == 1}
    return found


@pytest.mark.parametrize("name", sorted(TYPES))
def test_a_section_of_the_catalogue_has_a_view_a_template_and_a_test(name: str):
    section = TYPES[name]
    assert (section.view is None) is (section.declares is not None)
    for one in named(section):
        assert 1 <= len(signature(function_of(one)).parameters) <= 2
    assert callable(component(name, section, "hospital").view)
    assert section.group_view is None or section.subject == "either"
    template = PAGE_SETS[section.pages].section(name)
    assert (folder("templates") / template).is_file() or is_section(template)
    assert "def test_" in (HERE / f"test_{name}.py").read_text("utf-8")


def test_there_is_no_template_or_style_of_a_section_that_is_not_in_the_catalogue():
    for key, pages in PAGE_SETS.items():
        of_pages = {name for name, section in TYPES.items() if section.pages == key}
        templates = {path.stem for path in (folder("templates") / pages.root / "sections").glob("*.html")}
        styles = {path.stem for path in (folder("styles") / pages.root / "sections").glob("*.css")}
        assert templates <= of_pages
        assert styles <= of_pages


@pytest.mark.slow
def test_every_view_and_every_module_of_views_is_named_by_a_section():
    by_sections = {one for section in TYPES.values() for one in named(section)}
    modules = {path.stem if path.is_file() else path.name for path in CODE.iterdir() if path.name[0] not in "_."}

    assert views(CODE) - by_sections == set()
    assert modules == {one.partition(":")[0].partition(".")[0] for one in by_sections}


def test_a_view_that_no_section_names_is_found(tmp_path: Path):
    (tmp_path / "own.py").write_text(
        "def told(context: HospitalContext) -> SectionContent | None:\n    return part(context)\n\n\n"
        "def part(context: HospitalContext) -> SectionContent:\n    return lost()\n",
        "utf-8",
    )

    assert views(tmp_path) == {"own:told"}


def test_a_section_without_a_template_of_its_own_is_written_by_no_more_than_the_one_for_all():
    own = {path.stem: path.read_text("utf-8") for path in (folder("templates") / "sections").glob("*.html")}
    shared = {name for name, text in own.items() if "components/sheet.html" in text and len(text.splitlines()) <= 2}

    assert shared == {"movers"}  # its page has a class of its own, by which its style finds it


def test_conditions_are_explained_and_written():
    assert set(CONDITIONS) == set(GROUP_CONDITIONS) == set(load_catalog().words.under("condition"))


def test_conditions_that_a_section_cannot_do_without_exist():
    assert {need for section in TYPES.values() for need in section.needs} <= set(CONDITIONS)
