"""Raised figures in texts of a workbook, which point to notes: 1,234 with a raised 1 behind it is no 12,341.

Neither reader of workbooks tells how a run of a text is set, and a text without its setting runs into the figures that
point to a note. They are written with characters of their own before the workbook is opened.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from typing import Final

from reportgen.intake.workbooks.contents import Package
from reportgen.intake.workbooks.repeats import is_utf8

PARTS: Final = ("xl/sharedStrings.xml", "xl/worksheets/")
SET: Final = b"superscript"
RUN: Final = re.compile(
    rb"<((?:\w+:)?)r>(?:(?!</?(?:\w+:)?r>).)*?\bval=[\"']superscript[\"'](?:(?!</?(?:\w+:)?r>).)*?</\1r>", re.DOTALL
)
TEXT: Final = re.compile(rb"(?<=>)[^<>]+(?=</(?:\w+:)?t>)")
DOCUMENT: Final = "content.xml"
HIGH: Final = re.compile(rb'text-position="(?:super|[1-9])')
STYLE: Final = re.compile(
    rb'<style:style\b[^>]*?\bstyle:name="([^"]+)"[^>]*>(?:(?!</style:style>).)*?text-position="(?:super|[1-9])',
    re.DOTALL,
)
SPAN: Final = re.compile(rb'<text:span text:style-name="([^"]+)">([^<>]*)</text:span>')
RAISED: Final = str.maketrans("0123456789()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁽⁾")


def raised(text: str) -> str:
    """A text with its figures raised."""
    return text.translate(RAISED)


def in_package(package: Package) -> Package:
    """The package of a workbook with raised characters for raised runs of its texts; the same where it has none.

    A damaged one is left to the reader of workbooks, which says what is wrong.
    """
    try:
        return _made(package)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError):
        return package


def _made(package: Package) -> Package:
    parts = [member for member in package.members if member.filename.startswith((*PARTS, DOCUMENT))]
    found = ((member.header_offset, _of(member.filename, package.unpacked(member))) for member in parts)
    changed = {at: xml for at, xml in found if xml is not None}
    if not changed:
        return package
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for member in package.members:
            archive.writestr(member.filename, changed.get(member.header_offset, package.unpacked(member)))
    return Package(made.getvalue())


def _of(name: str, xml: bytes) -> bytes | None:
    """A part of a package with its raised runs, None where it has none."""
    if name.startswith(PARTS) and SET in xml and is_utf8(xml):
        return RUN.sub(lambda run: TEXT.sub(lambda text: _high(text[0]), run[0]), xml)
    if name == DOCUMENT and HIGH.search(xml) and is_utf8(xml):
        styles = set(STYLE.findall(xml))
        return SPAN.sub(lambda span: _high_span(span) if span[1] in styles else span[0], xml)
    return None


def _high_span(span: re.Match[bytes]) -> bytes:
    at = span.start(2) - span.start()
    return span[0][:at] + _high(span[2]) + span[0][at + len(span[2]) :]


def _high(text: bytes) -> bytes:
    return raised(text.decode()).encode()
