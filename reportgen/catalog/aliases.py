"""Spellings of items: which are sure, which need their surroundings, which are forbidden."""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import Field

from reportgen.model.definition import Definition, NonEmpty


class Meaning(Definition):
    """What an ambiguous spelling means on one form.

    Attributes:
        form: code of the form on which it means this; None on any.
        section: name of the line, above or below, whose part it is; None anywhere on the form.
    """

    item: NonEmpty
    form: str | None = None
    section: str | None = None
    regimes: tuple[str, ...] = ()


class AliasFile(Definition):
    """One file of spellings.

    Attributes:
        names: spelling → item, wherever it is met.
        contextual: spelling → its meanings, told apart by form, section and regime.
        forbidden: spelling → items that it never means, however alike the words are.
    """

    source: NonEmpty
    names: dict[str, str] = Field(default_factory=dict)
    contextual: dict[str, tuple[Meaning, ...]] = Field(default_factory=dict)
    forbidden: dict[str, tuple[str, ...]] = Field(default_factory=dict)


class Aliases(Definition):
    """All spellings of the catalog, of all files together; the keys of `AliasFile`."""

    names: dict[str, str] = Field(default_factory=dict)
    contextual: dict[str, tuple[Meaning, ...]] = Field(default_factory=dict)
    forbidden: dict[str, tuple[str, ...]] = Field(default_factory=dict)


def merged(files: Iterable[AliasFile]) -> Aliases:
    """One table of many files; the first meaning of a sure spelling stays."""
    names: dict[str, str] = {}
    contextual: dict[str, tuple[Meaning, ...]] = {}
    forbidden: dict[str, tuple[str, ...]] = {}
    for file in files:
        for spelling, item in file.names.items():
            names.setdefault(spelling, item)
        for spelling, meanings in file.contextual.items():
            contextual[spelling] = (*contextual.get(spelling, ()), *meanings)
        for spelling, items in file.forbidden.items():
            forbidden[spelling] = (*forbidden.get(spelling, ()), *items)
    return Aliases(names=names, contextual=contextual, forbidden=forbidden)
