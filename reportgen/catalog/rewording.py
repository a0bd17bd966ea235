"""Values with all words in them said anew: in the terms of a field, in another language."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from pydantic import BaseModel

from reportgen.catalog.strict_yaml import Trail
from reportgen.model.definition import Text
from reportgen.model.place import Place

T = TypeVar("T")
Speak = Callable[[Text], Text]


def said(value: T, speak: Speak) -> T:
    """A value with all words in it said anew; the very same where none changes."""
    return _said(value, speak)  # type: ignore[no-any-return]


def _said(value: Any, speak: Speak) -> Any:  # noqa: PLR0911 - one for each kind of value
    if isinstance(value, str | int | float | Place | None):  # by far the most: none of them has a text in two languages
        return value
    match value:
        case Text():
            return speak(value)
        case BaseModel():
            changed = dict(_changed(((name, getattr(value, name)) for name in type(value).model_fields), speak))
            return value.model_copy(update=changed) if changed else value
        case _ if is_dataclass(value) and not isinstance(value, type):
            changed = dict(_changed(((one.name, getattr(value, one.name)) for one in fields(value)), speak))
            return replace(value, **changed) if changed else value
        case Mapping():
            changed = dict(_changed(value.items(), speak))
            return {**value, **changed} if changed else value
        case tuple():
            parts = tuple(_said(part, speak) for part in value)
            return parts if any(one is not part for one, part in zip(parts, value, strict=True)) else value
    return value


def texts_in(value: Any, trail: Trail = ()) -> Iterator[tuple[Trail, Text]]:
    """Every text in a definition, with the steps that lead to it."""
    if isinstance(value, Text):
        yield trail, value
        return
    for step, part in parts(value):
        yield from texts_in(part, (*trail, step))


def parts(value: Any) -> Iterator[tuple[str | int, Any]]:
    """What a definition is made of, by the step that leads to it: keys and numbers of a list."""
    if isinstance(value, BaseModel):
        yield from ((name, getattr(value, name)) for name in type(value).model_fields)
    elif isinstance(value, Mapping):
        yield from value.items()
    elif isinstance(value, tuple):
        yield from enumerate(value)


def _changed(parts: Iterable[tuple[Any, Any]], speak: Speak) -> Iterator[tuple[Any, Any]]:
    for name, old in parts:
        if (new := _said(old, speak)) is not old:
            yield name, new
