"""Whose a sheet is that has no line for it: by the first line of an English one, or by its name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Final

from reportgen.intake import hospitals
from reportgen.intake.context import FoundValues, ReadingContext
from reportgen.intake.recognition import RecognisedTable
from reportgen.intake.vocabulary import bare, vocabulary
from reportgen.model.casefile import EntityFile
from reportgen.model.dataset import Entity
from reportgen.model.definitions import NO_RULES

LONGEST: Final = 80
"""Characters of a title that is a name; a sentence has more."""


def with_hospitals(
    found: Sequence[RecognisedTable], context: ReadingContext, gathered: FoundValues
) -> Iterator[RecognisedTable]:
    """The tables of a file, those without a hospital of their own with the one after which their sheet is named.

    In an English file the first line above the tables of a sheet tells it before the name of the sheet does. One name
    alone counts only where no case says whose figures are read and a title says it, or it is the whole name of the
    sheet, or where a title shares no word with the case's own. What adds up the hospitals of a file is of the case,
    where that is none of them.
    """
    named = {each.table.sheet.name or "": of_name(each.table.sheet.name or "") for each in found}
    titles = _titled(found) if context.regime == NO_RULES else {}
    named |= titles
    names = _unlike(name for name in named.values() if name)
    several, own = len(names) > 1, context.case.file.entity if context.case else None
    for each in found:
        sheet, banner = each.table.sheet, each.table.banner
        name = named[sheet.name or ""]
        if several and hospitals.adds_up(sheet.name or ""):
            is_own = own is not None and not any(context.is_own(one) for one in names)
            name = "" if is_own else sheet.name or ""
            whole = Entity(own.id, own.name.zh) if own and is_own else Entity(name, name)
            gathered.entities[whole.id] = replace(whole, is_total=True)
        title = titles.get(sheet.name or "", "")
        alone = own is None and (bool(title) or bare(name) == bare(sheet.name or ""))
        if banner.entity or not name or not (several or alone or (own and title and _is_stranger(title, own))):
            yield each
            continue
        banner = replace(banner, entity=name, entity_at=sheet.whole)
        yield replace(each, table=replace(each.table, banner=banner))


def of_name(name: str) -> str:
    """The hospital with which the name of a sheet begins, "" where it names none."""
    text = " ".join(name.split()) if name.isascii() else bare(name)
    ends = [match.end() for match in _endings().finditer(text) if match.start() > 0]
    found = text[: max(ends)] if ends else ""
    return "" if {*found.lower().split()} & {*vocabulary().statement_words} else found


def _titled(found: Iterable[RecognisedTable]) -> dict[str, str]:
    """Sheet → the hospital that the first line above its tables is the name of."""
    titles: dict[str, str] = {}
    for each in found:
        if each.table.banner.texts:
            titles.setdefault(each.table.sheet.name or "", each.table.banner.texts[0])
    names = {sheet: _of_title(title) for sheet, title in titles.items()}
    return {sheet: name for sheet, name in names.items() if name}


def _is_stranger(name: str, own: EntityFile) -> bool:
    """Whether a name shares no word with any English one of the hospital, but those that many hospitals have."""
    known = _words(" ".join(one for one in (own.name.en, *own.aliases) if one and one.isascii()))
    said = _words(name)
    return bool(known and said) and not known & said


def _words(name: str) -> frozenset[str]:
    common = {word for ending in vocabulary().hospital_endings for word in ending.lower().split()}
    return frozenset(re.findall(r"\w+", name.lower())) - common - {*vocabulary().common_in_names}


def _of_title(title: str) -> str:
    """The hospital that a title names before anything else, "" where it names none."""
    text, name = " ".join(title.split()), of_name(title)
    behind = text[len(name) :]
    is_apart = not behind or not behind.lstrip()[0].isalnum()
    is_name = name and not name.split()[-1].islower()
    return name if is_name and is_apart and len(text) <= LONGEST else ""


def _unlike(names: Iterable[str]) -> frozenset[str]:
    """Names without those that only say another in more words: Cedar Hospital, Cedar Community Hospital."""
    words = {name: frozenset(re.findall(r"\w+", name.lower())) for name in names}
    return frozenset(name for name, own in words.items() if not any(other < own for other in words.values()))


@lru_cache(maxsize=1)
def _endings() -> re.Pattern[str]:
    """What ends the name of a hospital: a word of its own in English, of the same letters."""
    known = vocabulary().hospital_endings
    english = "|".join(re.escape(word) for word in known if word.isascii())
    return re.compile(rf"{'|'.join(word for word in known if not word.isascii())}|\b(?:{english})\b", re.IGNORECASE)
