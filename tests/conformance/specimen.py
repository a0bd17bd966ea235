"""The smallest PDF that is PDF/A-3a and PDF/UA-1 at once, and ways to break one thing in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf

# The standard prescribes the prefixes as well as the namespaces.
SPACES: Final = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "pdfaExtension": "http://www.aiim.org/pdfa/ns/extension/",
    "pdfaSchema": "http://www.aiim.org/pdfa/ns/schema#",
    "pdfaProperty": "http://www.aiim.org/pdfa/ns/property#",
}
PROPERTY: Final = """<rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType><pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>part of ISO 14289</pdfaProperty:description></rdf:li>"""
SCHEMA: Final = f"""<rdf:li rdf:parseType="Resource"><pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>{SPACES["pdfuaid"]}</pdfaSchema:namespaceURI><pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq>{PROPERTY}</rdf:Seq></pdfaSchema:property></rdf:li>"""
EXTENSION: Final = f"<pdfaExtension:schemas><rdf:Bag>{SCHEMA}</rdf:Bag></pdfaExtension:schemas>"
PART_3: Final = "<pdfaid:part>3</pdfaid:part>"
ACCESSIBLE: Final = "<pdfuaid:part>1</pdfuaid:part>"
XMP: Final = f"""<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" {" ".join(f'xmlns:{prefix}="{space}"' for prefix, space in SPACES.items())}>
{PART_3}<pdfaid:conformance>A</pdfaid:conformance>{ACCESSIBLE}
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">A grey square</rdf:li></rdf:Alt></dc:title>
{EXTENSION}
</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="r"?>"""
DRAWING: Final = b"/Figure <</MCID 0>> BDC /Grey cs 0.5 sc 20 20 40 40 re f EMC"


def specimen() -> Pdf:
    """One page with one tagged, described square in a calibrated grey."""
    pdf = Pdf.new()
    grey = Array([Name.CalGray, Dictionary(WhitePoint=Array([0.9505, 1, 1.089]))])
    page = Dictionary(
        Type=Name.Page,
        MediaBox=Array([0, 0, 100, 100]),
        Resources=Dictionary(ColorSpace=Dictionary(Grey=grey)),
        Contents=pdf.make_stream(DRAWING),
        StructParents=0,
        Tabs=Name.S,
    )
    pdf.pages.append(pikepdf.Page(pdf.make_indirect(page)))
    metadata = pdf.make_stream(XMP.encode(), Type=Name.Metadata, Subtype=Name.XML)
    pdf.Root.Metadata = metadata
    pdf.Root.Lang = "en"
    pdf.Root.MarkInfo = Dictionary(Marked=True)
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    tag(pdf)
    return pdf


def tag(pdf: Pdf) -> None:
    """The structure tree: a document with one figure."""
    root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    document = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Document, P=root))
    layout = Dictionary(O=Name.Layout, BBox=Array([20, 20, 60, 60]))
    figure = pdf.make_indirect(
        Dictionary(
            Type=Name.StructElem, S=Name.Figure, P=document, Pg=pdf.pages[0].obj, K=0, A=layout, Alt="a grey square"
        )
    )
    document.K = Array([figure])
    root.K = document
    root.ParentTree = Dictionary(Nums=Array([0, Array([figure])]))
    pdf.Root.StructTreeRoot = root


def figure(pdf: Pdf) -> pikepdf.Object:
    """The structure element of the square."""
    return pdf.Root.StructTreeRoot.K.K[0]


def draw(pdf: Pdf, old: bytes, new: bytes) -> None:
    """Change the drawing."""
    pdf.pages[0].Contents.write(DRAWING.replace(old, new))


def say(pdf: Pdf, old: str, new: str) -> None:
    """Change the metadata."""
    text = pdf.Root.Metadata.read_bytes().decode()
    assert old in text
    pdf.Root.Metadata.write(text.replace(old, new).encode())


Break = Callable[[Pdf], object]

BREAKS: Final[Mapping[str, tuple[Break, set[str], set[str]]]] = {
    "figure without alternative text": (lambda pdf: figure(pdf).__delitem__("/Alt"), set(), {"7.3-1"}),
    "no language": (lambda pdf: pdf.Root.__delitem__("/Lang"), set(), {"7.2-22", "7.2-33"}),
    "file name shown for title": (
        lambda pdf: pdf.Root.ViewerPreferences.__delitem__("/DisplayDocTitle"),
        set(),
        {"7.1-10"},
    ),
    "content without a tag": (lambda pdf: draw(pdf, b"/Figure <</MCID 0>> BDC", b"/Span <<>> BDC"), set(), {"7.1-3"}),
    "not marked as tagged": (lambda pdf: pdf.Root.__delitem__("/MarkInfo"), {"6.7.2.2-1"}, {"6.2-1"}),
    "uncalibrated colour": (lambda pdf: draw(pdf, b"/Grey cs 0.5 sc", b"1 0 0 rg"), {"6.2.4.3-2"}, set()),
    "a script": (
        lambda pdf: pdf.Root.__setitem__("/OpenAction", Dictionary(S=Name.JavaScript, JS="app.beep()")),
        {"6.5.1-1"},
        set(),
    ),
    "claims part 2": (lambda pdf: say(pdf, PART_3, PART_3.replace("3", "2")), {"6.6.4-2"}, set()),
    "claim of accessibility missing": (
        lambda pdf: say(pdf, ACCESSIBLE, ""),
        set(),
        {"5-1"},
    ),
    "extension schema missing": (
        lambda pdf: say(pdf, EXTENSION, ""),
        {"6.6.2.3.1-1", "6.6.2.3.1-2"},
        set(),
    ),
}
"""What is broken → how, the rules of PDF/A-3a and those of PDF/UA-1 that then fail."""


def write(folder: Path) -> dict[str, Path]:
    """The sound specimen and every broken one as files."""
    files = {}
    for name, damage in {"sound": None, **{name: row[0] for name, row in BREAKS.items()}}.items():
        with specimen() as pdf:
            if damage:
                damage(pdf)
            files[name] = folder / f"{name}.pdf"
            pdf.save(files[name], static_id=True)
    return files
