"""Which hospital a name or a code in the data means."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from reportgen.intake.labels import bare
from reportgen.intake.vocabulary import vocabulary
from reportgen.model.casefile import Case
from reportgen.model.dataset import Entity


def is_own(name: str, case: Case | None) -> bool:
    """Whether a name, or an id, is that of the hospital of the case."""
    own = case.file.entity if case else None
    names = (own.name.zh, own.name.en, own.id, *own.aliases) if own else ()
    called = {bare(known) for known in names if known}
    companies = {f"{known}{ending}" for known in called for ending in vocabulary().company_endings}
    return bool(name) and bare(name) in called | companies


def named(name: str, code: str, case: Case | None, codes: dict[str, str]) -> Entity:
    """The hospital of a name and a code, either of which may be empty; the case's own where both are.

    Of two hospitals of one name the code says which. What has no code is whose it was called before, unless that were
    two.

    Args:
        name: as it is written.
        code: the same.
        case: None where plain files are read.
        codes: name → code by which it is known, empty where there are two; one that is met for the first time is added.
    """
    own, said = case.file.entity if case else None, {bare(one) for one in (name, code) if one}
    if own and (not said or is_own(name, case) or is_own(code, case)):
        return Entity(own.id, own.name.zh)
    group = case.file.group if case else None
    members = group.members if group else {}
    by_code = {bare(identifier): identifier for identifier in members}
    by_name = {bare(known): identifier for identifier, one in members.items() for known in (one.zh, one.en) if known}
    member = next((by_code[one] for one in map(bare, (code, name)) if one in by_code), by_name.get(bare(name)))
    if member is not None:
        return Entity(member, members[member].zh)
    if code and name:
        codes[name] = code if codes.get(name, code) == code else ""
    return Entity(code or codes.get(name) or name, name or code, is_total=adds_up(name))


def adds_up(name: str) -> bool:
    """Whether a name is that of what hospitals come to, or owe each other, and of none of them: Consolidated, 抵销."""
    folded, words = bare(name).lower(), vocabulary()
    return folded in {*words.summaries, *words.consolidated} or any(part in folded for part in words.eliminations)


LONGEST: Final = 80
"""Characters of a title that is a name; a sentence has more."""


def of_name(name: str) -> str:
    """The hospital with which the name of a sheet begins, as it is written; "" where it names none."""
    text, written = bare(name), "".join(name.split())
    if name.isascii():
        text = written = " ".join(name.split())
    ends = [match.end() for match in _endings().finditer(text) if match.start() > 0]
    found = (written if len(written) == len(text) else text)[: max(ends)] if ends else ""
    return "" if {*found.lower().split()} & {*vocabulary().statement_words} else found


def of_title(title: str) -> str:
    """The hospital that a title names before anything else, "" where it names none."""
    text, name = " ".join(title.split()), of_name(title)
    behind = text[len(name) :]
    is_apart = not behind or not behind.lstrip()[0].isalnum()
    is_name = name and not name.split()[-1].islower()
    return name if is_name and is_apart and len(text) <= LONGEST else ""


@lru_cache(maxsize=1)
def _endings() -> re.Pattern[str]:
    """What ends the name of a hospital: a word of its own in English, of the same letters."""
    known = vocabulary().hospital_endings
    english = "|".join(re.escape(word) for word in known if word.isascii())
    return re.compile(rf"{'|'.join(word for word in known if not word.isascii())}|\b(?:{english})\b", re.IGNORECASE)
