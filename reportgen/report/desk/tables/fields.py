"""Fields of answers by path: what one holds, and whether there is such a one, by the types of the analyses."""

from __future__ import annotations

import sys
import types
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from typing import Any, Final, Union, get_args, get_origin

from pydantic import BaseModel

from reportgen.analysis.analyses import ANALYSES, function_of
from reportgen.analysis.answer import Figure, Unavailable
from reportgen.model.declared import Declaration, DeclaredTable, NumberForm, RowGroup, RowSet, ShownField, TextForm
from reportgen.model.definition import Text

ROW: Final = "row"
GROUP: Final = "group"
PAGE: Final = "page"
STEPS: Final = {"each": ROW, "one": ROW, "groups": GROUP}
"""Keys over whose rows the rest of a node speaks, and what it calls one of these."""


@dataclass(frozen=True)
class PageFacts:
    """What sentences and tables of a section may say of its page.

    Attributes:
        unit: of amounts in tables; sign: of the currency; base: what figures to date are held against.
        elapsed: part of the year that is over; is_partial: whether it is less than the whole.
        is_public: whether the accounts follow the rules of Chinese public hospitals.
    """

    unit: Text
    currency: Text
    sign: str
    base: Text
    elapsed: float
    is_partial: bool
    is_public: bool


def value_of(scope: Mapping[str, object], path: str) -> object:
    """What a field holds; None where something on the way is not there."""
    head, *rest = path.split(".")
    found = scope[head]
    for name in rest:
        if found is None or isinstance(found, Unavailable):
            return None
        found = found.get(name) if isinstance(found, Mapping) else getattr(found, name)
    return found


def present(found: object) -> bool:
    """Whether there is something: a number, a text, at least one of several."""
    if isinstance(found, Figure):
        return found.value is not None
    if isinstance(found, float | int) and not isinstance(found, bool):
        return True
    return bool(found) and not isinstance(found, Unavailable)


def number(found: object) -> float | None:
    """The number of a field; None where it has none."""
    value = traced(found)
    return None if value is None else float(value)


def traced(found: object) -> float | None:
    """The same with whatever it knows of its making."""
    value = found.value if isinstance(found, Figure) else found
    return value if isinstance(value, float) else float(value) if isinstance(value, int) else None


PATHS: Final = frozenset(
    [
        "field",
        "when",
        "unless",
        "of",
        "before",
        "now",
        "mark",
        "amount",
        "period",
        "actual",
        "budget",
        "requires",
        "lacks",
    ]
)
"""Keys of a declaration that hold fields."""
KEYS: Final = frozenset({"say", "title", "heading", "blank", "name"})
"""Those that hold keys of words."""
NUMBERS: Final = frozenset(get_args(NumberForm))
TEXTS: Final = frozenset(get_args(TextForm))
UNTOLD: Final = "-"


@dataclass(frozen=True)
class WrongField:
    """What a declaration names and is not there.

    Attributes:
        trail: the keys that lead to it; known: what could stand in its place.
    """

    trail: tuple[str | int, ...]
    key: str
    known: tuple[str, ...]


def wrong_fields(declaration: Declaration, section: str, words: Sequence[str]) -> Iterator[WrongField]:
    """Fields, forms and words that there are not, by the types of the answers."""
    wrong = [name for name in declaration.answers.values() if name not in ANALYSES]
    if wrong:
        yield from (WrongField(("answers",), name, tuple(ANALYSES)) for name in wrong)
        return
    kinds = {name: _answer(identifier) for name, identifier in declaration.answers.items()}
    yield from _FieldChecker(section, frozenset(words)).node(declaration, (), {**kinds, PAGE: (PageFacts,)})


Kinds = Mapping[str, tuple[Any, ...]]
"""The types that a field may have, by what it begins with."""


@dataclass(frozen=True)
class _FieldChecker:
    section: str
    words: frozenset[str]

    def node(self, node: BaseModel, trail: tuple[str | int, ...], kinds: Kinds) -> Iterator[WrongField]:
        inner = dict(kinds)
        for step, called in STEPS.items():
            several = getattr(node, step, None) or ()
            over = (several,) if isinstance(several, str) else several
            lost = [wrong for path in over for wrong in _path(path, (*trail, step), kinds)]
            if lost:  # what it says of its rows cannot be judged
                yield from lost
                return
            if over:
                inner[called] = self._row(over, kinds)
        for name in type(node).model_fields:
            value, place = getattr(node, name), (*trail, name)
            if name in STEPS:
                continue
            if name in PATHS:
                paths = value if isinstance(value, tuple) else (value,) if value else ()
                yield from (wrong for path in paths for wrong in _path(path, place, inner))
            elif isinstance(node, DeclaredTable) and name == "columns":
                rows = tuple(self._of_columns(node.rows, kinds))
                yield from self._inside(value, place, {**kinds, ROW: rows}) if rows else ()
            elif name in KEYS and isinstance(value, str) and not (name == "name" and "kind" in type(node).model_fields):
                yield from self._word(value, place)
            else:
                yield from self._inside(value, place, inner)
        if isinstance(node, ShownField):
            yield from _form(node, trail, kinds)
            yield from self._under(node, trail)

    def _of_columns(self, rows: Iterable[RowSet | RowGroup], kinds: Kinds) -> Iterator[Any]:
        """The types of those rows whose cells are as the columns say."""
        for one in rows:
            if isinstance(one, RowGroup):
                yield from self._of_columns(one.rows, {**kinds, GROUP: self._row((one.groups,), kinds)})
            elif not one.cells:
                yield from self._row((one.each or one.one or "",), kinds)

    def _inside(self, value: Any, trail: tuple[str | int, ...], kinds: Kinds) -> Iterator[WrongField]:
        if isinstance(value, BaseModel):
            yield from self.node(value, trail, kinds)
        elif isinstance(value, dict):
            for key, one in value.items():
                if isinstance(one, str) and trail[-1] == "cells":
                    yield from self._word(one, (*trail, key))
                elif isinstance(one, str) and trail[-1] == "facts":
                    yield from _path(f"{PAGE}.{one}", (*trail, key), kinds)
                else:
                    yield from self._inside(one, (*trail, key), kinds)
        elif isinstance(value, tuple):
            for place, one in enumerate(value):
                yield from self._inside(one, (*trail, place), kinds)

    def _under(self, shown: ShownField, trail: tuple[str | int, ...]) -> Iterator[WrongField]:
        """A value is put into words below a key that has none."""
        wanted = shown.under if shown.form in {"words", "item"} else ""
        if (wanted or shown.form == "words") and not any(word.startswith(f"{wanted}.") for word in self.words):
            known = {word.rpartition(".")[0] for word in self.words}
            yield WrongField((*trail, "under"), wanted, tuple(sorted(known)))

    def _word(self, key: str, trail: tuple[str | int, ...]) -> Iterator[WrongField]:
        whole = f"{self.section}{key}" if key.startswith(".") else key
        if key not in {"", UNTOLD} and whole not in self.words:
            yield WrongField(trail, whole, tuple(sorted(self.words)))

    @staticmethod
    def _row(paths: Iterable[str], kinds: Kinds) -> tuple[Any, ...]:
        """The types of what these fields hold one after the other."""
        return tuple(kind for path in paths for one in _reached(path, kinds) or () for kind in _elements(one))


def _path(path: str, trail: tuple[str | int, ...], kinds: Kinds) -> Iterator[WrongField]:
    head, *rest = path.split(".")
    if head not in kinds:
        yield WrongField(trail, path, tuple(kinds))
        return
    found = kinds[head]
    for at, name in enumerate(rest, start=1):
        known = [_fields(kind, name) for kind in found]
        if not known or not all(name in one for one in known):
            way = path.split(".")[:at]
            yield WrongField(trail, path, tuple(sorted({".".join([*way, key]) for one in known for key in one})))
            return
        found = tuple(kind for one in known for kind in _parts(one[name]))


def _reached(path: str, kinds: Kinds) -> tuple[Any, ...] | None:
    """The types that a field may have; None where there is no such field."""
    head, *rest = path.split(".")
    found = kinds.get(head)
    for name in rest:
        known = [_fields(kind, name) for kind in found or ()]
        if not known or not all(name in one for one in known):
            return None
        found = tuple(kind for one in known for kind in _parts(one[name]))
    return found


def _form(shown: ShownField, trail: tuple[str | int, ...], kinds: Kinds) -> Iterator[WrongField]:
    """A number printed as words, or words as a number."""
    for kind in _reached(shown.field, kinds) or ():
        is_number, is_text = kind in {Figure, float, int}, isinstance(kind, type) and issubclass(kind, str)
        if (shown.form in NUMBERS and not is_number) or (shown.form in TEXTS and not is_text):
            fitting = NUMBERS if is_number else TEXTS if is_text else {"words", "length", "plain"}
            yield WrongField((*trail, "form"), shown.form, tuple(sorted(fitting)))


def _answer(identifier: str) -> tuple[Any, ...]:
    """The types that an analysis answers with, but for `Unavailable`."""
    made = function_of(identifier)
    return _parts(_evaluated(made.__annotations__["return"], made.__module__))


def _fields(kind: Any, wanted: str) -> Mapping[str, Any]:
    """Names of the fields and properties of a type, with their types; a mapping has whatever is wanted of it."""
    if get_origin(kind) is Mapping:
        return {wanted: get_args(kind)[1]}
    if not is_dataclass(kind) or not isinstance(kind, type):
        return {}
    own = {one.name: _evaluated(one.type, kind.__module__) for one in fields(kind)}
    properties = {name: one.fget for name, one in vars(kind).items() if isinstance(one, property) and one.fget}
    return own | {name: _evaluated(one.__annotations__["return"], kind.__module__) for name, one in properties.items()}


def _evaluated(annotation: Any, module: str) -> Any:
    if not isinstance(annotation, str):
        return annotation
    return eval(annotation, vars(sys.modules[module]))  # noqa: S307 - an annotation of our own, as typing does it


def _parts(kind: Any) -> tuple[Any, ...]:
    """The alternatives of a type, but for None and `Unavailable`."""
    found = get_args(kind) if get_origin(kind) in {Union, types.UnionType} else (kind,)
    return tuple(one for one in found if one not in {type(None), Unavailable})


def _elements(kind: Any) -> tuple[Any, ...]:
    """Of what a tuple consists; anything else is itself one row."""
    return _parts(get_args(kind)[0]) if get_origin(kind) is tuple else (kind,)
