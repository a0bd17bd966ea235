"""Faces that a case licenses: only what may be embedded, and only digits of one width."""

from __future__ import annotations

import io

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

from reportgen.report.brand.typeface import NEEDED, typeface
from reportgen.report.brand.unusable import Unusable


def font(characters: str = "".join(NEEDED), licence: int = 0, widths: dict[str, int] | None = None) -> bytes:
    names = {ord(character): f"g{number}" for number, character in enumerate(characters)}
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder([".notdef", *names.values()])
    builder.setupCharacterMap(names)
    builder.setupGlyf(dict.fromkeys([".notdef", *names.values()], TTGlyphPen(None).glyph()))
    wide = {names[ord(one)]: width for one, width in (widths or {}).items()}
    builder.setupHorizontalMetrics({name: (wide.get(name, 600), 0) for name in (".notdef", *names.values())})
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
    ],
    ids=["web font", "broken", "restricted", "no subset", "no minus", "narrow one"],
)
def test_a_font_that_pages_cannot_take_is_refused(name: str, content: bytes, rule: str) -> None:
    with pytest.raises(Unusable) as error:
        typeface(name, content)
    assert error.value.rule == rule
