"""The passport for machines: every number of the pages with its key, page, unrounded value and cells."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from reportgen.model.known import VALUE, Placed, source_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from reportgen.model.printing import Figure
    from reportgen.report.passport import Entry, Ledger
    from reportgen.report.pdf import PageText

SCHEMA: Final = "reportgen/numbers/1"
CELL: Final = re.compile(r"(?:!| \N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK} )[A-Z]{1,3}\d{1,7}$")
"""What a place says of a cell, behind its sheet, or behind a text table."""
AROUND: Final = ""
"""The section of running heads, which no page begins."""


def numbers_file(ledger: Ledger, pages: Sequence[PageText]) -> bytes:
    """Main numbers under their own keys, all others under that of their cell, or of the section that computed them."""
    reach = _reach(ledger, pages)
    rows = [*_entered(ledger, reach), *_printed(ledger, reach)]
    rows.sort(key=lambda row: (row["key"], row["section"], row["printed"]))
    sections = dict(sorted(_sections(ledger, rows)))
    return json.dumps({"schema": SCHEMA, "numbers": rows, "sections": sections}, ensure_ascii=False, indent=1).encode()


def _sections(ledger: Ledger, rows: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, dict[str, list[str]]]]:
    """Of each section that prints numbers: the sheets it rests on, the indicators it names, the analyses it tells."""
    sheets: dict[str, set[str]] = {}
    for row in rows:
        sheets.setdefault(row["section"], set()).update(CELL.sub("", place) for place in row["places"])
    for section, named in sheets.items():
        read = ledger.bases.get(section)
        asked = {str(sheet) for sheet in read.sheets} if read else set()
        yield (
            section,
            {
                "sheets": sorted(named | asked),
                "indicators": sorted(read.indicators) if read else [],
                "analyses": sorted(read.analyses) if read else [],
            },
        )


def _reach(ledger: Ledger, pages: Sequence[PageText]) -> Mapping[str, Sequence[PageText]]:
    """The pages over which each section runs."""
    starts = [(anchor, n) for n, page in enumerate(pages) for anchor in page.anchors if anchor in ledger.sections]
    return {anchor: pages[n : after + 1] for (anchor, n), (_, after) in pairwise([*starts, ("", len(pages))])}


def _entered(ledger: Ledger, reach: Mapping[str, Sequence[PageText]]) -> Iterator[dict[str, Any]]:
    for entry in ledger.entries.values():
        pages = reach.get(entry.section, ())
        yield {
            "key": entry.key,
            "printed": entry.printed,
            "section": entry.section,
            "page": _page(entry.printed, pages),
            "value": entry.value,
            "places": _cells(ledger, entry),
        }


def _cells(ledger: Ledger, entry: Entry) -> list[str]:
    return [str(place) for place in entry.places or ledger.behind(entry.key)]


def _page(printed: str, pages: Sequence[PageText]) -> int | None:
    """The first page of a section that has these digits; where none has them in one piece, the first page."""
    first = pages[0].number if pages else None
    return next((page.number for page in pages if stands(printed, page.text)), first)


def stands(printed: str, text: str) -> bool:
    """Whether a text has these digits as a number of their own, and not within a longer one."""
    return printed in text and re.search(rf"(?<![0-9.,]){re.escape(printed)}(?![0-9]|[.,][0-9])", text) is not None


def _printed(ledger: Ledger, reach: Mapping[str, Sequence[PageText]]) -> Iterator[dict[str, Any]]:
    entered = {(entry.section, entry.printed): entry.key for entry in ledger.entries.values()}
    for section, figures in ledger.figures.items():
        if section == AROUND:
            continue
        for printed, alike in figures.items():
            page = next((page.number for page in reach.get(section, ()) if stands(printed, page.text)), None)
            if page is not None:  # else of the other language
                there = {"printed": str(printed), "section": section, "page": page}
                rows = (_figure(ledger, figure, section) for figure in alike)
                kept = entered.get((section, printed))
                yield from (row | there for row in rows if kept is None or _tells_more(row, kept))


def _tells_more(row: Mapping[str, Any], kept: str) -> bool:
    """Whether a row is of another figure than the main number with the same digits."""
    return "rule" in row or (row["key"] != kept and "/" not in row["key"])


def _figure(ledger: Ledger, figure: Figure, section: str) -> dict[str, Any]:
    """What a figure is: a result under its key, a rule over results, a figure of the sources, or a section's own."""
    source, origin = source_of(figure.value), ledger.origin(figure.value)
    if source is not None and source.rule == VALUE:
        entry = ledger.entries.get(source.name)
        return {"key": source.name, "value": figure.value, "places": _cells(ledger, entry) if entry else []}
    if source is not None:
        key = f"{section}/{figure}"
        return {"key": key, "value": figure.value, "places": [], "rule": ledger.sets.formula(source)}
    if origin is not None:
        return {"key": origin.key, "value": origin.value, "places": [str(place) for place in origin.places]}
    if isinstance(figure.value, Placed):
        return {"key": f"{section}/{figure}", "value": float(figure.value), "places": [*map(str, figure.value.places)]}
    return {"key": f"{section}/{figure}", "value": figure.value, "places": []}
