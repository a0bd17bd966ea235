"""Names that were not understood, once each, with the items most like them, and what the user decides about them."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from pydantic import Field

from reportgen.catalog import Catalog
from reportgen.catalog.own import IDENTIFIER
from reportgen.intake.context import Context
from reportgen.intake.labels import normalised
from reportgen.intake.reading import Proposal, Reading, Unread
from reportgen.model.casefile import Case
from reportgen.model.definition import Definition, NonEmpty, Text
from reportgen.model.place import Place, natural

NEAREST: Final = 3
SEARCHED: Final = 20
"""Spellings among which the nearest items are: several may mean the same item."""
UNREAD: Final = "unread"
MARK: Final = "Written by reportgen map."
NEW: Final = re.compile(r"new\s+([a-z][a-z0-9_]{1,59})")


@dataclass(frozen=True)
class Doubted:
    """A name that was not understood.

    Attributes:
        source: of the head of a column in a source of mapping.yaml, the number of the source from 0.
        places: every place where it stands, by file as people count.
        amount: the first figure that stands with it, in the base unit.
        between: the names next to it, where they are known.
        nearest: the items most like it with their likeness, the best first; what the form itself suggests before all.
        proposed: the best of them, where it is like enough to be proposed.
    """

    label: str
    source: int | None
    places: tuple[Place, ...]
    amount: float | None
    between: tuple[str, str]
    nearest: tuple[tuple[str, float], ...]
    proposed: Proposal | None

    @property
    def files(self) -> int:
        """In how many files it stands."""
        return len({place.file for place in self.places})


class Decision(Definition):
    """What is to become of one name; the other keys only tell the user what it is about."""

    name: NonEmpty
    choose: str | None = None
    source: int | None = None
    files: int | None = None
    amount: float | None = None
    first: str | None = None
    nearest: dict[str, float] = Field(default_factory=dict)


class Decisions(Definition):
    """A file of decisions."""

    names: tuple[Decision, ...] = ()


def doubted(reading: Reading, case: Case, catalog: Catalog) -> tuple[Doubted, ...]:
    """Each name once, those of the most files first."""
    context = Context(catalog, case)
    best: dict[tuple[int | None, str], Proposal] = {}
    for found in sorted(reading.proposals, key=lambda each: each.score):
        best[found.source, found.label] = found
    sources = {(found.label, found.place): found.source for found in reading.proposals}
    standing: dict[tuple[int | None, str], list[Unread]] = defaultdict(list)
    for one in reading.unread:
        standing[sources.get((one.label, one.place), one.source), one.label].append(one)
    names = (
        Doubted(
            label,
            source,
            tuple(sorted((one.place for one in those), key=lambda place: natural(place.file))),
            next((one.amount for one in those if one.amount is not None), None),
            _between(best.get((source, label))),
            _nearest(label, best.get((source, label)), context),
            best.get((source, label)),
        )
        for (source, label), those in standing.items()
    )
    return tuple(sorted(names, key=lambda name: -name.files))


def _between(found: Proposal | None) -> tuple[str, str]:
    return (found.above, found.below) if found else ("", "")


def _nearest(label: str, proposed: Proposal | None, context: Context) -> tuple[tuple[str, float], ...]:
    """Three items, however weak their likeness; of the rules of the case before those of others."""
    from rapidfuzz import fuzz, process

    key, items = normalised(label), context.catalog.items
    found: dict[str, float] = {proposed.item: proposed.score} if proposed else {}
    for spelling, score, _ in process.extract(key, list(context.spellings), scorer=fuzz.ratio, limit=SEARCHED):
        for item in context.spellings[spelling]:
            if (key, item) not in context.forbidden:
                found.setdefault(item, round(score / 100, 2))

    best = proposed.item if proposed else None

    def rank(one: tuple[str, float]) -> tuple[bool, float, bool]:
        item, score = one
        regimes = items[item].regimes
        return item != best, -score, bool(regimes) and context.regime not in regimes

    return tuple(sorted(found.items(), key=rank)[:NEAREST])


def proposals_file(names: Iterable[Doubted], words: Text) -> str:
    """The names as a file in which the user writes what is to become of each; `words` tell how."""
    entries = []
    for name in names:
        nearest = ", ".join(f"{item}: {score:.2f}" for item, score in name.nearest)
        lines = [f"- name: {_quoted(name.label)}", "choose:"]
        lines += [] if name.source is None else [f"source: {name.source}"]
        lines += [f"files: {name.files}", f"first: {_quoted(str(name.places[0]))}"]
        lines += [] if name.amount is None else [f"amount: {name.amount:.2f}"]
        entries.append("\n    ".join([*lines, f"nearest: {{{nearest}}}"]))
    head = "".join(f"# {line}\n" for line in (MARK, words.en, words.zh))
    return f"{head}names:\n  " + "\n  ".join(entries) + "\n"


def own_items(text: str, new: Mapping[str, Doubted], catalog: Catalog) -> str:
    """items/own.yaml with further items, by id: the name they stand under; kind and statement as the nearest item's."""
    for identifier, name in new.items():
        if identifier in IDENTIFIER.findall(text):
            continue
        like = catalog.items[name.nearest[0][0]]
        label, place = _quoted(name.label.strip()), _quoted(f"mapping.yaml: {name.places[0]}")
        text += (
            f"{identifier}:\n  name: {{zh: {label}, en: {label}}}\n  statement: {like.statement}\n"
            f"  kind: {like.kind}\n  unit: {like.unit}\n  source: {place}\n"
        )
    return text


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
