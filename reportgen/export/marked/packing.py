"""A workbook as bytes that are the same each time, and that say who wrote them."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from openpyxl import Workbook

SIGNATURE: Final = b"reportgen"
WRITTEN: Final = (1980, 1, 1, 0, 0, 0)
MODIFIED: Final = re.compile(rb"<dcterms:modified[^>]*>[^<]*</dcterms:modified>")
CORE: Final = "docProps/core.xml"


def packed(book: Workbook) -> bytes:
    """The workbook without the time of writing."""
    first, second = io.BytesIO(), io.BytesIO()
    book.save(first)
    with zipfile.ZipFile(first) as source, zipfile.ZipFile(second, "w", zipfile.ZIP_DEFLATED) as target:
        for member in source.namelist():
            content = source.read(member)
            if member == CORE:
                content = MODIFIED.sub(b"", content)
            target.writestr(zipfile.ZipInfo(member, WRITTEN), content, zipfile.ZIP_DEFLATED)
        target.comment = SIGNATURE
    return second.getvalue()
