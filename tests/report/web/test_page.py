"""One file for screens: everything in it, nothing that it could fetch, the same bytes each time."""

from __future__ import annotations

import base64
import hashlib
import html as entities
import re
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
from fontTools.ttLib import TTFont

from reportgen.analysis.material import Material
from reportgen.errors import Refused
from reportgen.report import overrides, page
from reportgen.report.assembly import hospital
from reportgen.report.web import ToldNumbers, web_page
from reportgen.report.web.tree import Album, FrameNames, apart, framed, inner, parsed, without_page_numbers

Materials = Callable[[str], Material]
NAMES = FrameNames("Table: {name}", "Figure: {name}", "see: {name}", "see")
DRAWING = b"""<svg xmlns="http://www.w3.org/2000/svg" width="9" viewBox="0 0 9 9"><defs><pattern id="p"/></defs>
<path fill="url(#p)" role="graphics-symbol" aria-label="26-10 1.77" d="M0 0"/></svg>"""


@pytest.fixture(scope="module")
def html(materials: Materials) -> str:
    return page(materials("renhe"), kind="board", mode="zh-en").decode()


def test_everything_is_in_the_file(html: str):
    outside = [
        address for address in re.findall(r"""(?:src|href)="([^"]*)""", html) if not address.startswith(("#", "data:"))
    ]

    assert outside == []
    assert set(re.findall(r"url\(\"?(data:|#|.{9})", entities.unescape(html))) <= {"data:", "#"}
    assert "<link" not in html
    assert "@import" not in html


def test_only_the_one_script_may_run_and_nothing_be_asked_for(html: str):
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', html)
    script = re.search(r"<script>(.*)</script>", html, re.DOTALL)
    assert policy
    assert script

    digest = base64.b64encode(hashlib.sha256(script[1].encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in policy[1]
    assert policy[1].startswith("default-src 'none'; font-src data:; img-src data:;")
    assert html.count("<script") == 1
    assert not re.search(r"\son[a-z]+=", html.replace(script[0], ""))


@pytest.mark.slow
def test_another_render_writes_the_same_bytes(materials: Materials, html: str):
    assert page(materials("renhe"), kind="board", mode="zh-en").decode() == html


def test_the_two_editions_share_no_anchor_and_every_reference_leads_somewhere(html: str):
    anchors = re.findall(r'\sid="([^"]+)"', html)

    assert len(anchors) == len(set(anchors))
    assert set(re.findall(r'href="#([^"]*)"', html)) <= set(anchors)
    assert {name for name in anchors if name.startswith("en-")} >= {"en-verdict", "en-scorecard", "en-passport"}


def test_a_drawing_stands_in_the_page_with_the_words_of_its_picture():
    root = parsed('<html><body><img src="charts/a.svg" alt="up 3"><img src="charts/a.svg" alt="down 2"></body></html>')
    album = Album({"charts/a.svg": DRAWING}, {})
    drawn = [album.picture(picture) for picture in root.iter("img")]

    assert [one.get("aria-label") for one in drawn] == ["up 3", "down 2"]
    assert [one.find(".//pattern").get("id") for one in drawn] == ["drawing-1-p", "drawing-2-p"]
    path = drawn[1].find("path")
    assert path is not None
    assert dict(path.items()) == {"fill": "url(#drawing-2-p)", "data-tip": "26-10 1.77", "d": "M0 0"}


@pytest.mark.parametrize(
    ("address", "rule"),
    [
        ("missing.png", "R10"),
        ("https://example.org/a.png", "R09"),
        ("styles/../../x.png", "R09"),
        ("styles/none.png", "R10"),
    ],
)
def test_a_picture_that_is_not_served_is_refused(tmp_path: Path, address: str, rule: str):
    folder = tmp_path / "case" / "styles"
    folder.mkdir(parents=True)
    (tmp_path / "x.png").write_bytes(b"x")
    album = Album({}, {"styles": folder})

    assert album.address(address) == ""
    assert [(found.rule, found.facts["url"]) for found in album.findings()] == [(rule, address)]


def test_a_picture_of_the_case_lies_within_the_page(tmp_path: Path):
    (tmp_path / "seal.png").write_bytes(b"PNG")

    assert Album({}, {"styles": tmp_path}).styled("a { background: url('styles/seal.png') }") == (
        'a { background: url("data:image/png;base64,UE5H") }'
    )


@pytest.mark.slow
def test_a_missing_picture_of_a_style_refuses_the_page(renhe: Material):
    own = replace(overrides.NONE, styles={"tables.css": "table { background: url(nowhere.png) }"})

    with pytest.raises(Refused) as refused:
        web_page([hospital(renhe, "board", "en")], own, "0")
    assert [(found.rule, found.facts["url"]) for found in refused.value.findings] == [("R10", "nowhere.png")]


def test_wide_things_get_a_frame_named_by_the_heading_above():
    root = parsed(
        "<html><body><h2>支出<span class='en'>Expense</span></h2><div><table><colgroup><col style='width:60mm'>"
        "<col style='width:40.5mm'></colgroup><tr><td><img alt='x'></td></tr></table></div>"
        "<nav></nav><div class='row labelled'><p>a</p><svg></svg></div></body></html>"
    )
    framed(root, NAMES)

    frames = [
        (one.get("aria-label"), one[0].tag, one[0].get("style"))
        for one in root.iter("div")
        if one.get("class") == "frame"
    ]
    assert frames == [("Table: 支出", "table", "--own:100.5mm;"), ("Figure: 支出", "div", None)]
    assert [nav.get("aria-label") for nav in root.iter("nav")] == ["支出"]


def test_a_reference_to_a_page_becomes_one_by_words():
    root = parsed(
        '<html><body><h1 id="a">Cash<span class="en">x</span></h1><p>low <a href="#a">p.</a><span class="pg"></span></p>'
        '<ol><li><a href="#a">Cash</a><span class="pg"></span></li></ol></body></html>'
    )
    without_page_numbers(root, NAMES)

    assert '<p>low <a href="#a" aria-label="see: Cash">see</a></p><ol><li><a href="#a">Cash</a></li></ol>' in inner(
        root
    )


def test_anchors_move_apart_with_everything_that_points_at_them():
    root = parsed('<html><body><h1 id="a">x</h1><a href="#a">y</a><a href="https://example.org/#a">z</a></body></html>')
    apart(root, "en-")

    assert inner(root) == '<h1 id="en-a">x</h1><a href="#en-a">y</a><a href="https://example.org/#a">z</a>'


def test_comments_go_and_the_text_behind_them_stays():
    root = parsed("<html><body><p><!-- a -->one<b>two</b><!-- b -->three<!-- c --></p></body></html>")

    assert inner(root) == "<p>one<b>two</b>three</p>"


UNSEEN = {"style", "script", "title"}


def _own_words(element: Element) -> str:
    """What an element shows beside its children, without blanks."""
    return re.sub(r"\s", "", (element.text or "") + "".join(child.tail or "" for child in element))


def test_the_page_brings_every_glyph_of_its_words_in_its_own_faces(html: str):
    faces = re.findall(
        r'@font-face { font-family: "([^"]+)"; font-weight: (\d+); src: url\("data:font/woff2;base64,([^"]+)"', html
    )
    words = {one for element in parsed(html).iter() if element.tag not in UNSEEN for one in _own_words(element)}

    assert {(family, weight) for family, weight, _ in faces} == {
        (family, weight) for family in ("Noto Sans CJK SC", "Noto Serif CJK SC") for weight in ("400", "700")
    }
    for family, weight, content in faces:
        with TTFont(BytesIO(base64.b64decode(content))) as font:
            lacking = words - {chr(code) for code in font.getBestCmap()}
        assert lacking == set(), f"{family} {weight}"
    assert "font-src data:;" in html


@pytest.mark.slow
def test_faces_of_an_official_page_stand_under_the_names_that_its_styles_give_them(materials: Materials):
    official = page(materials("us-cms"), kind="agency", mode="zh").decode()

    assert 'font-family: "FandolFang"; font-weight: 400; src: url("data:font/woff2' in official
    assert re.search(
        r'"Official Latin"; src: url\("data:font/woff2;base64,[^"]+"\) format\("woff2"\); unicode-range', official
    )
    assert "local(" not in official


def test_a_number_tells_its_key_its_unrounded_value_and_its_cells(html: str):
    told = re.findall(r'<span class="from" data-tip="([^"]*)">1\.18</span>', html)

    assert told[0] == (
        "编号：indicator.current_ratio\n未舍入：1.18257746288\n"
        "出处：data/2026/2026年10月报表.xlsx › 资产负债表!B19、data/2026/2026年10月报表.xlsx › 资产负债表!E20"
    )


def test_digits_within_a_longer_number_are_no_number_of_their_own():
    said = ToldNumbers({"1.2": "a", "76.60": "b"})

    assert list(said.parts("得分76.60，比11.2和1.25，1.2天；1.2,3")) == [
        ("得分", "76.60"), ("，比11.2和1.25，", "1.2"), ("天；1.2,3", ""),
    ]  # fmt: skip
