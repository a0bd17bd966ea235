"""Gate on the fonts inside the file: every one is there as a whole subset."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from reportgen.model.finding import Finding
from reportgen.report.pdf.findings import finding

PROGRAMS: Final = ("FontFile", "FontFile2", "FontFile3")


def problems(pdf: Any) -> Iterator[Finding]:
    """R14: fonts that are named and not embedded."""
    for entry in pdf.objects:
        is_font = isinstance(entry, dict) and entry.get("Type") == "/FontDescriptor"
        if is_font and not any(program in entry for program in PROGRAMS):
            yield finding("R14", family=str(entry.get("FontName", "")).lstrip("/"))
