"""brand.yaml: read strictly; what of it cannot be used is told and left out, and the pages are whole."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

import pytest

from reportgen import report
from reportgen.analysis.material import Material
from reportgen.catalog import load_catalog
from reportgen.errors import Refused
from reportgen.intake.case.case_pages import belongings
from reportgen.model.casefile import Case, CaseFile, MappingFile
from reportgen.pipeline.enclosures import is_licensed
from reportgen.report.brand import NONE, Brand, read
from reportgen.report.overrides import Overrides, looks
from reportgen.report.tokens import built_in, colour, in_force

LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 1"><rect width="2" height="1" fill="#7B1E3A"/></svg>'
WHOLE = """source: House manual
logo: {file: logo.svg}
colours: {accent: "#7B1E3A"}
"""


def case(folder: Path, text: str | None = WHOLE, packs: tuple[str, ...] = ()) -> Case:
    if text is not None:
        (folder / "brand.yaml").write_text(text, encoding="utf-8")
        (folder / "logo.svg").write_text(LOGO, encoding="utf-8")
    return Case(folder, CaseFile(packs=packs), MappingFile())


def brand(of: Case) -> Brand:
    return read(of, built_in())


def test_a_case_without_brand_has_the_designs_own_looks(tmp_path: Path) -> None:
    assert brand(case(tmp_path, None)) == NONE
    assert looks(case(tmp_path, None)) == Overrides()


def test_mark_and_colours_reach_styles_and_charts(tmp_path: Path) -> None:
    found = looks(case(tmp_path))
    assert found.brand.findings == ()
    assert "--accent: #7B1E3A" in found.brand.rules
    assert "brand/logo.svg" in found.brand.files
    assert colour("accent") == built_in()["accent"]
    with in_force(found.tokens):
        assert colour("accent") == "#7B1E3A"
    assert colour("accent") == built_in()["accent"]


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("logo: {file: logo.svg}\n", "D02"),
        (WHOLE + "colour: red\n", "D03"),
        (WHOLE.replace("#7B1E3A", "red"), "D0"),
        (WHOLE + "fonts: {sans: {regular: a.otf}}\n", "D02"),
    ],
    ids=["without source", "unknown key", "no colour", "without bold"],
)
def test_a_brand_is_read_strictly(tmp_path: Path, text: str, rule: str) -> None:
    with pytest.raises(Refused) as refused:
        brand(case(tmp_path, text))
    assert all(one.rule.startswith("D") for one in refused.value.findings), rule
    assert all(one.place.file == "brand.yaml" and one.place.line for one in refused.value.findings)


def outside(folder: Path) -> str:
    (folder.parent / "outside.svg").write_text(LOGO, encoding="utf-8")
    return "../outside.svg"


def link(folder: Path) -> str:
    (folder / "link.svg").symlink_to(folder / "logo.svg")
    return "link.svg"


@pytest.mark.parametrize(
    "make", [outside, link, lambda _: "none.svg", lambda _: "."], ids=["outside", "link", "none", "folder"]
)
def test_a_mark_that_is_no_plain_file_of_the_case_is_told_and_left_out(
    tmp_path: Path, make: Callable[[Path], str]
) -> None:
    folder = tmp_path / "case"
    folder.mkdir()
    found = brand(case(folder, WHOLE.replace("logo.svg", make(folder))))
    (finding,) = found.findings
    assert (finding.rule, finding.place.line, found.mark) == ("B34", 2, None)
    assert found.colours == {"accent": "#7B1E3A"}


def test_a_case_comes_before_its_packs_key_by_key(tmp_path: Path) -> None:
    pack, own = tmp_path / "group", tmp_path / "case"
    pack.mkdir()
    own.mkdir()
    case(pack, WHOLE.replace("}\n", ', fav: "#123456"}\n').replace(', fav: "#123456"', "", 1))
    found = brand(case(own, 'source: Own\ncolours: {accent: "#0B5351"}\n', packs=("../group",)))
    assert found.colours == {"accent": "#0B5351", "fav": "#123456"}
    assert found.mark is not None


def test_what_a_report_was_made_from_names_every_file_of_the_brand(tmp_path: Path) -> None:
    of = case(tmp_path, WHOLE + "fonts: {sans: {regular: a.otf, bold: b.otf}}\n")
    assert [path.name for path in belongings(of)] == ["brand.yaml", "logo.svg", "a.otf", "b.otf"]


def test_licensed_fonts_are_not_handed_on() -> None:
    assert is_licensed("brand/House.otf")
    assert not is_licensed("brand/logo.svg")


def test_every_reason_has_its_words() -> None:
    assert {f"B{number}" for number in range(31, 49)} <= load_catalog().messages.by_rule.keys()


def branded(material: Material, folder: Path, text: str = WHOLE) -> Material:
    of = case(folder, text)
    return dataclasses.replace(material, case=dataclasses.replace(material.case, folder=of.folder))


def test_pages_show_the_mark_once_and_say_whose_it_is(clinic: Material, tmp_path: Path) -> None:
    own = branded(clinic, tmp_path)
    written = report.document(own, kind="board", mode="en")
    assert written.html.count('src="brand/logo.svg"') == 1
    assert 'class="logo" src="brand/logo.svg" alt="Xiaohe Clinic"' in written.html
    assert "brand/logo.svg" in written.images
    assert any(
        b"#7B1E3A" in drawing for name, drawing in written.images.items() if name.startswith(("charts/", "marks/"))
    )
    assert report.unusable(own, kind="board") == ()


def test_a_letter_to_the_agency_has_the_standards_looks(clinic: Material, tmp_path: Path) -> None:
    own = branded(clinic, tmp_path, WHOLE.replace("#7B1E3A", "#FFFFFF"))
    assert report.unusable(own, kind="agency") == ()
    assert [finding.rule for finding in report.unusable(own, kind="board")] == ["B32"]
