"""Which hospital a name or a code in the data means."""

from __future__ import annotations

from reportgen.intake.vocabulary import bare, vocabulary
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
