"""Hospitals that only the names of sheets tell: nothing on the sheet says whose figures it holds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from reportgen.intake.context import Context
from reportgen.intake.labels import bare
from reportgen.intake.recognition import Found
from reportgen.intake.vocabulary import vocabulary


def applied(found: Sequence[Found], context: Context) -> Iterator[Found]:
    """The tables of a file, those without a hospital of their own with the one after which their sheet is named.

    One name alone counts only where it is the whole name of the sheet and no case says whose figures are read.
    """
    named = {each.table.sheet.name or "": hospital(each.table.sheet.name or "") for each in found}
    hospitals = {name for name in named.values() if name}
    own = context.case.file.entity if context.case else None
    several = len(hospitals) > 1
    for each in found:
        sheet, banner = each.table.sheet, each.table.banner
        name = named[sheet.name or ""]
        if several and not name and bare(sheet.name or "") in vocabulary().summaries:
            name = sheet.name or ""
        if banner.entity or not name or not (several or (own is None and name == bare(sheet.name or ""))):
            yield each
            continue
        banner = replace(banner, entity=name, entity_at=sheet.whole)
        yield replace(each, table=replace(each.table, banner=banner))


def hospital(name: str) -> str:
    """The hospital with which the name of a sheet begins, "" where it names none."""
    folded = bare(name)
    ends = [
        end
        for word in vocabulary().hospital_endings
        if (start := folded.rfind(word)) > 0 and (end := start + len(word))
    ]
    return folded[: max(ends)] if ends else ""
