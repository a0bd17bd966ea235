"""A file to sheets, by its content and not by its name."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Final

from reportgen.intake import contents, text_tables, workbooks
from reportgen.intake.contents import Kind
from reportgen.intake.folder import TEXTS
from reportgen.intake.sheets import Sheet
from reportgen.model.finding import Finding
from reportgen.model.place import Place

PAGES: Final = frozenset({".htm", ".html", ".xml"})


def sheets(content: bytes, file: str) -> tuple[tuple[Sheet, ...], tuple[Finding, ...]]:
    """The sheets of a workbook, or the one of a text table; what cannot be read is a finding.

    A file whose content is not what its name says is told (I48 where it cannot be read, I51 where it can).
    """
    kind = contents.kind_of(content)
    if kind in contents.UNREADABLE:
        return (), (Finding("I48", Place(file), {"what": f"@intake.kind_{kind}"}),)
    if kind in {Kind.HTML, Kind.SPREADSHEET_XML}:
        return _marked_up(content, file, kind)
    if kind is Kind.PARQUET:
        from reportgen.intake import parquet

        return parquet.sheets(content, file)
    is_text = PurePosixPath(file).suffix.lower() in TEXTS
    if kind is Kind.TEXT and (is_text or text_tables.decoded(content)):
        sheet, findings = text_tables.sheet(content, file)
        told = () if is_text or findings else (Finding("I51", Place(file), {"what": "@intake.kind_text"}),)
        return (sheet,) if sheet else (), (*findings, *told)
    found, findings = workbooks.sheets(content, file)
    told = (Finding("I51", Place(file), {"what": "@intake.kind_package"}),) if is_text and found else ()
    return found, (*findings, *told)


def _marked_up(content: bytes, file: str, kind: Kind) -> tuple[tuple[Sheet, ...], tuple[Finding, ...]]:
    """The tables of a web page or of an XML spreadsheet; a page without any is told as what it is (I48)."""
    findings: tuple[Finding, ...] = ()
    if kind is Kind.HTML:
        from reportgen.intake import web_tables

        found = web_tables.sheets(content, file)
    else:
        from reportgen.intake import spreadsheet_xml

        found, findings = spreadsheet_xml.sheets(content, file)
    as_named = PurePosixPath(file).suffix.lower() in PAGES
    if not found:
        what = {"what": f"@intake.kind_{kind}"}
        return (), findings or (Finding("I54" if as_named else "I48", Place(file), what),)
    if as_named:
        return found, findings
    return found, (*findings, Finding("I51", Place(file), {"what": f"@intake.kind_{kind}"}))
