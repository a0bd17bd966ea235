"""Faces that a case licenses: only what may be embedded, and only digits of one width."""

from __future__ import annotations

import io

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTCollection

from reportgen.model.brand import Family
from reportgen.report.brand.mark import Unusable
from reportgen.report.brand.styling import LETTERS, MEASURES, NEEDED, BrandFont, faces, typeface
from reportgen.report.brand.styling import OURS as FAMILIES
from reportgen.report.fonts import font_folder


def font(characters: str = "".join(NEEDED), licence: int = 0, widths: dict[str, int] | None = None) -> bytes:
    names = {ord(character): f"g{number}" for number, character in enumerate(characters)}
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder([".notdef", *names.values()])
    builder.setupCharacterMap(names)
    builder.setupGlyf(dict.fromkeys([".notdef", *names.values()], TTGlyphPen(None).glyph()))
    wide = {names[ord(one)]: width for one, width in (widths or {}).items()}
    builder.setupHorizontalMetrics({name: (wide.get(name, 560), 0) for name in (".notdef", *names.values())})
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": "House", "styleName": "Regular"})
    builder.setupOS2(fsType=licence)
    builder.setupPost()
    stream = io.BytesIO()
    builder.save(stream)
    return stream.getvalue()


def test_a_sound_font_is_known_by_its_name() -> None:
    assert typeface("house.ttf", font()).name == "House"


@pytest.mark.parametrize(
    ("name", "content", "rule"),
    [
        ("house.woff2", font(), "B45"),
        ("house.ttf", b"OTTO", "B45"),
        ("house.ttf", font(licence=0x0002), "B46"),
        ("house.ttf", font(licence=0x0100), "B46"),
        ("house.ttf", font(characters="0123456789"), "B47"),
        ("house.ttf", font(widths={"1": 300}), "B48"),
        ("house.ttf", font(widths=dict.fromkeys("0123456789", 640)), "B49"),
        ("house.ttf", font(characters="".join((*NEEDED, *LETTERS)), widths=dict.fromkeys(LETTERS, 640)), "B49"),
    ],
    ids=["web font", "broken", "restricted", "no subset", "no minus", "narrow one", "wide digits", "wide letters"],
)
def test_a_font_that_pages_cannot_take_is_refused(name: str, content: bytes, rule: str) -> None:
    with pytest.raises(Unusable) as error:
        typeface(name, content)
    assert error.value.rule == rule


def test_how_wide_a_font_is_goes_into_the_styles_by_which_decimals_align() -> None:
    plain = typeface("house.ttf", font(widths={".": 250}))
    bold = typeface("house.ttf", font(widths=dict.fromkeys("0123456789", 600)), "sans", 700)
    rules = faces(
        [BrandFont("sans", 400, "House", plain, ".ttf", b""), BrandFont("sans", 700, "House", bold, ".ttf", b"")]
    )

    assert "--digit: 0.56em; --point: 0.25em; --narrow: -0.04em" in rules
    assert "--digit" not in faces([BrandFont("serif", 400, "House", plain, ".ttf", b"")])


def installed(family: str, weight: int) -> tuple[float, float]:
    """Width of a digit and mean of the small letters of one of our faces."""
    for path in sorted(font_folder().rglob("*.ttc")):
        with TTCollection(str(path), lazy=True) as found:
            for font in found.fonts:
                if font["name"].getDebugName(1) in {family, f"{family} Bold"} and font["OS/2"].usWeightClass == weight:
                    glyphs, widths, em = font.getBestCmap(), font["hmtx"], font["head"].unitsPerEm
                    mean = sum(widths[glyphs[ord(one)]][0] for one in LETTERS) / len(LETTERS)
                    return widths[glyphs[ord("0")]][0] / em, mean / em
    raise AssertionError(family)


@pytest.mark.parametrize(("use", "weight"), list(MEASURES))
def test_fonts_are_held_against_the_faces_that_pages_are_drawn_for(use: Family, weight: int) -> None:
    digit, letters = installed(FAMILIES[use].strip('"'), weight)

    assert MEASURES[use, weight] == (pytest.approx(digit), pytest.approx(letters, abs=0.0006))


def test_each_face_of_the_pages_can_be_replaced() -> None:
    assert {*MEASURES} == {(use, weight) for use in ("sans", "serif") for weight in (400, 700)}
