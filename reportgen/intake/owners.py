"""Whose a sheet is that has no line for it: by the first line of an English one, or by its name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from reportgen.intake import hospitals
from reportgen.intake.context import FoundValues, ReadingContext
from reportgen.intake.labels import bare
from reportgen.intake.recognition import RecognisedTable
from reportgen.intake.vocabulary import vocabulary
from reportgen.model.casefile import EntityFile
from reportgen.model.dataset import Entity
from reportgen.model.definitions import NO_RULES


def with_hospitals(
    found: Sequence[RecognisedTable], context: ReadingContext, gathered: FoundValues
) -> Iterator[RecognisedTable]:
    """The tables of a file, those without a hospital of their own with the one after which their sheet is named.

    In an English file the first line above the tables of a sheet tells it before the name of the sheet does. One name
    alone counts only where no case says whose figures are read and a title says it, or it is the whole name of the
    sheet, or where a title shares no word with the case's own. What adds up the hospitals of a file is of the case,
    where that is none of them.
    """
    titles = list(_titled(found)) if context.regime == NO_RULES else [""] * len(found)
    named = [title or hospitals.of_name(each.table.sheet.name or "") for each, title in zip(found, titles, strict=True)]
    names = _unlike(filter(None, named))
    several, own = len(names) > 1, context.case.file.entity if context.case else None
    for each, said, title in zip(found, named, titles, strict=True):
        sheet, banner, name = each.table.sheet, each.table.banner, said
        if several and hospitals.adds_up(sheet.name or ""):
            is_own = own is not None and not any(context.is_own(one) for one in names)
            name = "" if is_own else sheet.name or ""
            whole = Entity(own.id, own.name.zh) if own and is_own else Entity(name, name)
            gathered.entities[whole.id] = replace(whole, is_total=True)
        alone = own is None and (bool(title) or bare(name) == bare(sheet.name or ""))
        if banner.entity or not name or not (several or alone or (own and title and _is_stranger(title, own))):
            yield each
            continue
        banner = replace(banner, entity=name, entity_at=sheet.whole)
        yield replace(each, table=replace(each.table, banner=banner))


def _titled(found: Iterable[RecognisedTable]) -> Iterator[str]:
    """The hospital that the first line above each table is the name of, or else above the one before on its sheet."""
    titles: dict[str, str] = {}
    for each in found:
        sheet = each.table.sheet.name or ""
        title = hospitals.of_title(each.table.banner.texts[0]) if each.table.banner.texts else ""
        titles[sheet] = title or titles.get(sheet, "")
        yield titles[sheet]


def _is_stranger(name: str, own: EntityFile) -> bool:
    """Whether a name shares no word with any English one of the hospital, but those that many hospitals have."""
    known = _words(" ".join(one for one in (own.name.en, *own.aliases) if one and one.isascii()))
    said = _words(name)
    return bool(known and said) and not known & said


def _words(name: str) -> frozenset[str]:
    common = {word for ending in vocabulary().hospital_endings for word in ending.lower().split()}
    return frozenset(re.findall(r"\w+", name.lower())) - common - {*vocabulary().common_in_names}


def _unlike(names: Iterable[str]) -> frozenset[str]:
    """Names without those that only say another in more words: Cedar Hospital, Cedar Community Hospital."""
    words = {name: frozenset(re.findall(r"\w+", name.lower())) for name in names}
    return frozenset(name for name, own in words.items() if not any(other < own for other in words.values()))
