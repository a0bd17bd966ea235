"""What the finished file claims: PDF/UA-1 beside PDF/A-3a, and what each attached file is."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final
from xml.sax.saxutils import escape

import pydyf

from reportgen.report.pdf.documents import Attachment, Metadata
from reportgen.report.pdf.structure.elements import number_of

UA_CLAIM: Final = b"""\
<rdf:Description xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" rdf:about="">
 <pdfuaid:part>1</pdfuaid:part>
</rdf:Description>
<rdf:Description xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
  xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#"
  rdf:about="">
 <pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
  <pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
  <pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
  <pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
  <pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
   <pdfaProperty:name>part</pdfaProperty:name>
   <pdfaProperty:valueType>Integer</pdfaProperty:valueType>
   <pdfaProperty:category>internal</pdfaProperty:category>
   <pdfaProperty:description>Part of ISO 14289 that the file follows</pdfaProperty:description>
  </rdf:li></rdf:Seq></pdfaSchema:property>
 </rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
"""
"""PDF/A wants every property described that is not its own (ISO 19005-3, 6.6.2.3)."""

END: Final = b"</rdf:RDF>"


NOTHING: Final = Metadata()


def claim(pdf: Any, attachments: Sequence[Attachment], about: Metadata = NOTHING) -> None:
    """Write the claims, title and subject in every language, and remove what the engine leaves against them."""
    _claim_accessibility(pdf)
    _say(pdf, "title", about.titles)
    _say(pdf, "description", about.subjects)
    _describe_attachments(pdf, {attachment.name: attachment for attachment in attachments})
    _forbid_interpolation(pdf)


def _claim_accessibility(pdf: Any) -> None:
    metadata = pdf.objects[number_of(pdf.catalog["Metadata"])]
    packet = metadata.stream[0]
    if packet.count(END) != 1:
        raise RuntimeError("the metadata packet is not as expected")
    metadata.stream[0] = packet.replace(END, UA_CLAIM + END)
    metadata.compress = False  # so that tools which do not read PDF find it


def _say(pdf: Any, member: str, words: Mapping[str, str]) -> None:
    """Beside what is said in the language of the file, the same in others."""
    if not words:
        return
    metadata = pdf.objects[number_of(pdf.catalog["Metadata"])]
    first = re.compile(rf'<dc:{member}>\s*<rdf:Alt>\s*<rdf:li xml:lang="x-default">[^<]*</rdf:li>'.encode())
    more = "".join(f'<rdf:li xml:lang="{code}">{escape(text)}</rdf:li>' for code, text in sorted(words.items()))
    packet, found = first.subn(lambda match: match[0] + more.encode(), metadata.stream[0])
    if found != 1:
        raise RuntimeError(f"the metadata packet says {member} {found} times")
    metadata.stream[0] = packet


def _describe_attachments(pdf: Any, attachments: Mapping[str, Attachment]) -> None:
    """Types and relationships as given, one name for all readers (the engine's second one is bytes), listed once."""
    for entry in pdf.objects:
        if isinstance(entry, dict) and entry.get("Type") == "/Filespec":
            attachment = attachments[entry["UF"].string]
            entry["F"] = entry["UF"]
            entry["AFRelationship"] = f"/{attachment.relationship}"
            content = pdf.objects[number_of(entry["EF"]["F"])]
            content.extra["Subtype"] = "/" + attachment.media_type.replace("/", "#2F")
    if "AF" in pdf.catalog:
        pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(pdf.catalog["AF"]))


def _forbid_interpolation(pdf: Any) -> None:
    for entry in pdf.objects:
        if isinstance(entry, pydyf.Stream) and entry.extra.get("Interpolate") == "true":
            entry.extra["Interpolate"] = "false"
