"""The mark of an institution: whatever file it comes as, it is brought into form or refused with the reason."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from PIL import Image

from reportgen.report.brand.mark import MAX_BYTES, MAX_PIXELS, InstitutionMark, Unusable, mark

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 60">%s</svg>'
RECT = b'<rect width="60" height="60" fill="#7B1E3A"/>'


def read(name: str, content: bytes, height: float = 12) -> InstitutionMark:
    return mark(name, content, height, in_head=True)


def refused(name: str, content: bytes) -> str:
    with pytest.raises(Unusable) as error:
        read(name, content)
    return error.value.rule


def picture(form: str, size: tuple[int, int] = (400, 200), mode: str = "RGB", colour: object = 0) -> bytes:
    stream = io.BytesIO()
    Image.new(mode, size, colour).save(stream, form)  # type: ignore[arg-type]
    return stream.getvalue()


def huge(width: int, height: int) -> bytes:
    """A PNG whose head speaks of many pixels; it has none."""
    parts = (b"IHDR" + struct.pack(">2I5B", width, height, 8, 2, 0, 0, 0), b"IDAT")
    sums = (struct.pack(">I", len(part) - 4) + part + struct.pack(">I", zlib.crc32(part)) for part in parts)
    return b"\x89PNG\r\n\x1a\n" + b"".join(sums)


def test_a_drawing_keeps_its_proportion_and_loses_what_does_not_draw() -> None:
    found = read("logo.svg", SVG % (b"<title>x</title><!-- y --><metadata>z</metadata>" + RECT))
    assert (found.address, found.ratio, found.on_cover) == ("brand/logo.svg", 2.0, (24.0, 12.0))
    assert b"rect" in found.content
    assert not any(word in found.content for word in (b"title", b"<!--", b"metadata"))


def test_a_drawing_with_a_public_doctype_is_taken() -> None:
    doctype = b'<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "svg11.dtd">'
    assert b"DOCTYPE" not in read("logo.svg", doctype + SVG % RECT).content


@pytest.mark.parametrize(
    ("inside", "rule"),
    [
        (b"<script>alert(1)</script>" + RECT, "B42"),
        (b"<image href='data:image/png;base64,AA'/>", "B42"),
        (b"<text>Renhe</text>", "B42"),
        (b"<foreignObject/>" + RECT, "B42"),
        (b"<animate/>" + RECT, "B42"),
        (b"<use href='https://example.org/a.svg#b'/>", "B43"),
        (b"<rect width='1' height='1' onclick='x()'/>", "B43"),
        (b"<rect width='1' height='1' fill='url(file:///etc/passwd)'/>", "B43"),
        (b"<style>@import url(a.css);</style>" + RECT, "B43"),
        (b"<g/>", "B44"),
        (b"<g>" * 60 + RECT + b"</g>" * 60, "B41"),
        (RECT * 6000, "B41"),
    ],
)
def test_a_drawing_that_loads_runs_moves_or_overwhelms_is_refused(inside: bytes, rule: str) -> None:
    assert refused("logo.svg", SVG % inside) == rule


@pytest.mark.parametrize(
    ("most", "more"),
    [
        (RECT * 4_999, RECT * 5_000),  # with the drawing itself as the first of five thousand
        (b"<g>" * 38 + RECT + b"</g>" * 38, b"<g>" * 39 + RECT + b"</g>" * 39),
    ],
    ids=["elements", "levels"],
)
def test_a_drawing_may_have_five_thousand_elements_on_forty_levels(most: bytes, more: bytes) -> None:
    assert read("logo.svg", SVG % most).ratio == 2.0
    assert refused("logo.svg", SVG % more) == "B41"


@pytest.mark.parametrize(("size", "is_one"), [((1200, 100), True), ((1211, 100), False), ((100, 1200), True)])
def test_no_side_of_a_mark_is_more_than_twelve_times_the_other(size: tuple[int, int], *, is_one: bool) -> None:
    box = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size[0]} {size[1]}">'.encode() + RECT + b"</svg>"

    if is_one:
        assert read("logo.svg", box).ratio == pytest.approx(size[0] / size[1])
    else:
        assert refused("logo.svg", box) == "B40"


@pytest.mark.parametrize(("side", "carried"), [(1_600, 1_600), (1_601, 1_600), (3_200, 1_600)])
def test_a_large_picture_is_carried_with_sixteen_hundred_points(side: int, carried: int) -> None:
    with Image.open(io.BytesIO(read("a.png", picture("PNG", (side, 400))).content)) as found:
        assert found.size[0] == carried


def test_entities_that_multiply_are_refused_before_they_do() -> None:
    bomb = b'<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>' + SVG % b"<desc>&b;</desc>"
    assert refused("logo.svg", bomb) == "B41"


def test_a_gradient_of_its_own_is_no_reference_to_elsewhere() -> None:
    inside = b'<defs><linearGradient id="a"><stop stop-color="#123456"/></linearGradient></defs>'
    assert read("logo.svg", SVG % (inside + b'<path d="M0 0h9v9z" fill="url(#a)"/>')).ratio == 2.0


@pytest.mark.parametrize("content", [b"", b"\0\0", b"<svg", b"<html/>", b"<svg viewBox='0 0 1 1'/>"])
def test_what_is_no_drawing_is_refused(content: bytes) -> None:
    assert refused("logo.svg", content) == "B37"


def test_a_drawing_without_size_is_refused() -> None:
    assert refused("logo.svg", b'<svg xmlns="http://www.w3.org/2000/svg">' + RECT + b"</svg>") == "B44"


@pytest.mark.parametrize(("name", "form", "mode"), [("a.png", "PNG", "RGBA"), ("a.jpg", "JPEG", "CMYK")])
def test_a_picture_becomes_opaque_and_rgb(name: str, form: str, mode: str) -> None:
    with Image.open(io.BytesIO(read(name, picture(form, mode=mode)).content)) as found:
        assert (found.format, found.mode, found.size) == ("PNG", "RGB", (400, 200))


def test_what_is_transparent_shows_paper() -> None:
    with Image.open(io.BytesIO(read("a.png", picture("PNG", mode="RGBA", colour=(0, 0, 0, 0))).content)) as found:
        assert found.getpixel((0, 0)) == (255, 255, 255)


def test_what_a_camera_wrote_beside_the_picture_is_left_out() -> None:
    stream, about = io.BytesIO(), Image.Exif()
    about[0x010E] = "Ward 7"
    Image.new("RGB", (400, 200)).save(stream, "JPEG", exif=about)
    assert b"Ward 7" in stream.getvalue()
    assert b"Ward 7" not in read("a.jpg", stream.getvalue()).content


@pytest.mark.parametrize(
    ("name", "content", "rule"),
    [
        ("a.png", b"\0" * (MAX_BYTES + 1), "B35"),
        ("a.png", huge(20_000, 20_000), "B38"),
        ("a.png", huge(5_001, MAX_PIXELS // 5_000), "B38"),
        ("a.png", picture("PNG", (1, 1)), "B39"),
        ("a.png", picture("PNG")[:-60], "B37"),
        ("a.png", picture("JPEG"), "B37"),
        ("a.jpg", picture("PNG"), "B37"),
        ("a.png", b"text", "B37"),
        ("a.gif", picture("GIF"), "B36"),
        ("a", picture("PNG"), "B36"),
        ("a.png", picture("PNG", (1500, 100)), "B40"),
    ],
    ids=[
        "40 MB",
        "400 megapixels",
        "25 megapixels",
        "1x1",
        "cut",
        "jpeg as png",
        "png as jpeg",
        "text",
        "gif",
        "no ending",
        "slim",
    ],
)
def test_a_picture_that_no_page_can_take_is_refused(name: str, content: bytes, rule: str) -> None:
    assert refused(name, content) == rule


def test_a_wide_mark_becomes_lower_and_never_wider_than_its_room() -> None:
    found = read("a.png", picture("PNG", (1600, 200)))
    assert found.on_cover == (60.0, 7.5)
    assert found.within(26, 9) == pytest.approx((26, 3.25))
