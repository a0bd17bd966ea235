"""A case may replace single templates and styles, and nothing else: inside its folder, sandboxed, told by line."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from reportgen import report
from reportgen.analysis.material import Material
from reportgen.errors import Refused
from reportgen.model.finding import Finding

OWN = '<section class="page" data-key="{{ section.key }}">{{ parts.opening(section.title, view.headline) }}<p id="own">1</p></section>'


def of(material: Material, folder: Path, **texts: str) -> Material:
    """The material as if its case lay in `folder` with these files."""
    for name, text in texts.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return dataclasses.replace(material, case=dataclasses.replace(material.case, folder=folder))


def refused(material: Material) -> Finding:
    with pytest.raises(Refused) as caught:
        report.document(material, kind="board", mode="en")
    (finding,) = caught.value.findings
    return finding


def test_a_section_of_the_case_stands_in_place_of_ours(clinic: Material, tmp_path: Path):
    own = of(clinic, tmp_path, **{"templates/sections/quality.html": OWN})
    assert 'id="own"' in report.document(own, kind="board", mode="en").html
    assert 'id="own"' not in report.document(clinic, kind="board", mode="en").html


def test_a_section_that_shares_its_template_is_replaced_alone_and_by_its_name(clinic: Material, tmp_path: Path):
    ours = report.document(clinic, kind="annual", mode="en").html
    own = of(clinic, tmp_path, **{"templates/sections/basis.html": OWN, "styles/sections/basis.css": "#own {top: 0}"})
    html = report.document(own, kind="annual", mode="en").html

    assert (ours.count('id="own"'), html.count('id="own"')) == (0, 1)
    assert "#own {top: 0}" in html
    assert ours.count('class="page follow') - html.count('class="page follow') == 1


def test_a_body_of_the_case_finds_the_template_of_every_section(clinic: Material, tmp_path: Path):
    body = (Path(__file__).parents[3] / "templates" / "body.html").read_text("utf-8")
    own = of(clinic, tmp_path, **{"templates/body.html": body})

    ours = report.document(clinic, kind="annual", mode="en").html
    assert report.document(own, kind="annual", mode="en").html == ours


def test_a_style_of_the_case_stands_in_place_of_ours(clinic: Material, tmp_path: Path):
    own = of(clinic, tmp_path, **{"styles/tables.css": "table { width: 99% }"})
    html = report.document(own, kind="board", mode="en").html
    assert "table { width: 99% }" in html
    assert "table-header-group" not in html


@pytest.mark.parametrize("name", ["templates/sections/budgets.html", "styles/colours.css"])
def test_a_file_that_replaces_nothing_is_refused(clinic: Material, tmp_path: Path, name: str):
    finding = refused(of(clinic, tmp_path, **{name: ""}))
    assert (finding.rule, finding.place.file) == ("B02", name)


@pytest.mark.serves("001-38")
@pytest.mark.parametrize(
    "fault",
    [
        "{{ view.no_such_thing }}",
        "{% if %}",
        '{{ "".__class__.__mro__[1].__subclasses__() }}',
        "{{ say.words.clear() }}",
    ],
)
def test_a_template_that_cannot_be_printed_is_refused_with_its_line(clinic: Material, tmp_path: Path, fault: str):
    finding = refused(of(clinic, tmp_path, **{"templates/sections/quality.html": f"<p>1</p>\n{fault}"}))
    assert (finding.rule, finding.place.file, finding.place.line) == ("B03", "templates/sections/quality.html", 2)


def test_a_template_outside_the_case_is_not_read(clinic: Material, tmp_path: Path):
    outside = tmp_path / "outside.html"
    outside.write_text(OWN, "utf-8")
    case = tmp_path / "case"
    (case / "templates/sections").mkdir(parents=True)
    (case / "templates/sections/quality.html").symlink_to(outside)
    assert refused(of(clinic, case)).rule == "D17"


def test_pictures_come_from_the_folder_of_styles_inside_the_case_alone(tmp_path: Path):
    elsewhere, case = tmp_path / "elsewhere", tmp_path / "case"
    elsewhere.mkdir()
    case.mkdir()
    (case / "styles").symlink_to(elsewhere)
    from reportgen.report.overrides import overrides

    assert overrides(case).pictures is None
