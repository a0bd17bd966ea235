"""Values kept whole: written and read with what they share with others left out, so that it stays one and the same."""

from __future__ import annotations

import io
import pickle
from collections.abc import Callable, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, Final, TypeVar

from reportgen.collector import uncollected
from reportgen.kept.digests import digest, ground
from reportgen.kept.store import store

if TYPE_CHECKING:
    from collections.abc import Iterator

T = TypeVar("T")
NOTHING: Final[Mapping[str, object]] = {}
_SHARED: Final[ContextVar[Mapping[str, object]]] = ContextVar("shared")
"""What is shared while something is read."""


def once(name: str, make: Callable[[], T]) -> T:
    """What depends on nothing but the program: as it was made before, or made now."""
    key = key_of(name)
    found: T | None = None if key is None else recall(key)
    if found is None:
        found = make()
        if key is not None:
            remember(key, found)
    return found


def text_once(kind: str, parts: Sequence[str], make: Callable[[], str]) -> str:
    """A text that depends on nothing but the program and these parts: as it was made before, or made now."""
    place, key = store(), key_of(kind, *parts)
    if place is None or key is None:
        return make()
    found = place.get(key)
    if found is not None:
        return found.decode()
    made = make()
    place.put(key, made.encode())
    return made


def key_of(kind: str, *parts: str) -> str | None:
    """The name of something that is made from these parts by this program; None where nothing is kept."""
    if store() is None:
        return None
    program = ground()
    return None if program is None else digest(kind, program, *parts)


def recall(key: str, shared: Mapping[str, object] = NOTHING) -> Any | None:
    """What was kept under a key, around what it shares with values that are there already; None where nothing was.

    What the store gives out was written by this user's own runs of this very program: it is sealed, and code and
    libraries stand in the key.
    """
    place = store()
    content = None if place is None else place.get(key)
    if content is None:
        return None
    with _sharing(shared), uncollected():
        try:
            return pickle.loads(content)  # noqa: S301 - sealed with the user's own secret
        except Exception:  # noqa: BLE001 - whatever is wrong with it, it is made anew
            return None


def remember(key: str, value: object, shared: Mapping[str, object] = NOTHING) -> None:
    """Keep a value, but for what it shares; what cannot be written is not kept."""
    place = store()
    if place is None:
        return
    written = io.BytesIO()
    pickler = pickle.Pickler(written, pickle.HIGHEST_PROTOCOL)
    pickler.dispatch_table = _leaving_out(shared)
    try:
        pickler.dump(value)
    except (pickle.PicklingError, TypeError, AttributeError, RecursionError):
        return
    place.put(key, written.getvalue())


def _leaving_out(shared: Mapping[str, object]) -> dict[type, Callable[[Any], Any]]:
    names = {id(value): name for name, value in shared.items()}

    def reduced(value: object) -> Any:
        name = names.get(id(value))
        return value.__reduce_ex__(pickle.HIGHEST_PROTOCOL) if name is None else (_shared, (name,))

    return {type(value): reduced for value in shared.values()}


def _shared(name: str) -> object:
    """What stands under a name while something is read."""
    return _SHARED.get()[name]


@contextmanager
def _sharing(shared: Mapping[str, object]) -> Iterator[None]:
    before = _SHARED.set(shared)
    try:
        yield
    finally:
        _SHARED.reset(before)
