"""The third screen: names that were not understood, what becomes of each, and the text that will be written."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from rapidfuzz import fuzz, process

from reportgen.errors import Refused
from reportgen.model.printing import number
from reportgen.pipeline import naming
from reportgen.preview.wording import LETTERS, FileList, PlaceLink, Voice

if TYPE_CHECKING:
    from reportgen.intake import Doubted
    from reportgen.preview.bench import CaseState

MOST_FOUND: Final = 12
ALIKE: Final = 45
OTHER, NEW = "other", "new"
CHOICE: Final = "choice-"
ITEM: Final = "item-"
OWN: Final = "own-"


@dataclass(frozen=True)
class Candidate:
    """An item that a name may mean."""

    id: str
    name: str
    likeness: str
    is_proposed: bool
    is_chosen: bool


@dataclass(frozen=True)
class AskedName:
    """A name, where it stands, and what it may mean."""

    id: str
    label: str
    places: tuple[PlaceLink, ...]
    count: int
    amount: str
    between: str
    candidates: tuple[Candidate, ...]
    choice: str
    item: str
    own: str


@dataclass(frozen=True)
class WrittenText:
    """A file as it will be: its lines, and whether each is new."""

    file: str
    lines: tuple[tuple[bool, str], ...]


@dataclass(frozen=True)
class NamesScreen:
    """All that the screen shows."""

    heading: str
    names: tuple[AskedName, ...]
    texts: tuple[WrittenText, ...]
    wrong: tuple[str, ...]
    chosen: int


def name_id(name: Doubted) -> str:
    """The id of a name in a form."""
    return sha256(f"{name.source}\n{name.label}".encode()).hexdigest()[:LETTERS]


def decided(state: CaseState, voice: Voice, form: Mapping[str, str]) -> tuple[dict[Doubted, str], tuple[str, ...]]:
    """What a form says of each name, and what of it means nothing."""
    chosen: dict[Doubted, str] = {}
    wrong: list[str] = []
    for name in state.names:
        key = name_id(name)
        said = form.get(CHOICE + key, "").strip()
        if said == OTHER:
            said = form.get(ITEM + key, "").strip().split(" ")[0]
        elif said == NEW:
            said = f"new {form.get(OWN + key, '').strip()}"
        if not said:
            continue
        choice = naming.choice(said, name, state.checked.catalog)
        if choice is None:
            found = naming.wrong(said, name, state.checked.catalog, "")
            wrong.append(state.checked.catalog.messages.say(found, voice.language).message)
        else:
            chosen[name] = choice
    return chosen, tuple(wrong)


def names_screen(
    state: CaseState, voice: Voice, register: FileList, form: Mapping[str, str] | None = None
) -> NamesScreen:
    """The names of the case, with what a form says of them and the text that would be written."""
    given = form or {}
    chosen, wrong = decided(state, voice, given)
    proposed = sum(name.proposed is not None for name in state.names)
    key = "some" if proposed else "unlike" if state.names else "none"
    return NamesScreen(
        voice(f"names.heading.{key}", n=len(state.names), proposed=proposed),
        tuple(_asked(name, state, voice, register, given) for name in state.names),
        _texts(state, chosen) if chosen else (),
        wrong,
        len(chosen),
    )


def take(state: CaseState, voice: Voice, form: Mapping[str, str]) -> tuple[str, ...]:
    """Write what was chosen; what is wrong, and then nothing was written."""
    chosen, wrong = decided(state, voice, form)
    if wrong:
        return wrong
    try:
        naming.take(state.checked.case.folder, chosen, state.checked.catalog)
    except Refused as refused:
        say = state.checked.catalog.messages.say
        return tuple(say(one, voice.language).message for one in refused.findings)
    return ()


def _asked(name: Doubted, state: CaseState, voice: Voice, register: FileList, form: Mapping[str, str]) -> AskedName:
    items, key = state.checked.catalog.items, name_id(name)
    said = form.get(CHOICE + key, "")
    candidates = tuple(
        Candidate(
            item,
            voice.said(items[item].name),
            str(number(likeness, 2)),
            name.proposed is not None and item == name.proposed.item,
            said == item,
        )
        for item, likeness in name.nearest
    )
    places = tuple(PlaceLink(str(place), register.address(place)) for place in name.places[:3])
    amount = "" if name.amount is None else str(number(name.amount, 2))
    between = voice("names.between", above=name.between[0], below=name.between[1]) if all(name.between) else ""
    return AskedName(
        key,
        name.label,
        places,
        len(name.places),
        amount,
        between,
        candidates,
        said,
        form.get(ITEM + key, ""),
        form.get(OWN + key, ""),
    )


def _texts(state: CaseState, chosen: Mapping[Doubted, str]) -> tuple[WrittenText, ...]:
    """The lines that are new in each file, with those around them."""
    folder, found = state.checked.case.folder, []
    for file, text in naming.texts(folder, chosen, state.checked.catalog).items():
        path = folder / file
        before = path.read_text(encoding="utf-8-sig").splitlines() if path.exists() else []
        lines = [
            (line.startswith("+"), line[1:])
            for line in difflib.unified_diff(before, text.splitlines(), n=1, lineterm="")
            if not line.startswith(("---", "+++", "@@", "-"))
        ]
        found.append(WrittenText(file, tuple(lines)))
    return tuple(found)


def items_like(state: CaseState, voice: Voice, said: str) -> tuple[tuple[str, str], ...]:
    """Items whose name or id is most like some words."""
    words = said.strip().lower()[:60]
    if not words:
        return ()
    names = {
        identifier: f"{identifier} {voice.said(item.name).lower()}"
        for identifier, item in state.checked.catalog.items.items()
    }
    within = [identifier for identifier, text in names.items() if words in text]
    alike = [
        found[2]
        for found in process.extract(words, names, scorer=fuzz.partial_ratio, limit=MOST_FOUND, score_cutoff=ALIKE)
    ]
    found = list(dict.fromkeys([*sorted(within, key=len), *alike]))[:MOST_FOUND]
    return tuple((one, voice.said(state.checked.catalog.items[one].name)) for one in found)
