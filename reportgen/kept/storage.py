"""A folder of results by key that nobody but its user can read, write or forge; values kept whole in it.

What is kept is unpickled later, and whoever can plant a pickle can run code. So folder and files have to belong to the
user alone, no link is followed, and each file carries a seal (HMAC-SHA256 over its name and content) made with a secret
that lies in the folder. What does not fit is made anew, and a disk that takes nothing more makes the program
slower and nothing else.
"""

from __future__ import annotations

import hashlib
import hmac
import io
import os
import pickle
import secrets
import stat
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final, TypeVar

from reportgen import system
from reportgen.collector import uncollected
from reportgen.kept.digests import digest, ground

SWITCH: Final = "REPORTGEN_CACHE"
"""Names, in the environment, another folder for what is kept; `off` keeps nothing and asks for nothing."""
OFF: Final = "off"
BOUND: Final = 400 * 2**20
"""Bytes that are kept at the most; what was not used for the longest time goes first."""
LEFT: Final = 7 / 8
"""Share of the bound that is left where it was overstepped, so that a full folder is not looked through each time."""
LARGEST: Final = 128 * 2**20
"""Bytes of the largest single result."""
SEALING: Final = ".secret"
"""Name of the file that holds what seals are made with."""
PART: Final = ".part-"
SEAL: Final = hashlib.sha256().digest_size
STALE: Final = 3600.0
"""Seconds after which a part was left behind by a process that was killed."""
_ROOM: Final[dict[tuple[Path, int], int]] = {}
"""By folder and bound: bytes that this process may write before it looks through the folder again."""
T = TypeVar("T")
NOTHING: Final[Mapping[str, object]] = {}
_SHARED: Final[ContextVar[Mapping[str, object]]] = ContextVar("shared")
"""What is shared while something is read."""


@dataclass(frozen=True)
class Store:
    """Results by key.

    Attributes:
        bound: bytes that the folder may hold.
    """

    folder: Path
    bound: int = BOUND

    def get(self, key: str) -> bytes | None:
        """What is kept under a key; None where there is nothing, or not what this user put there."""
        secret = self._secret
        sealed = None if secret is None else _read(self.folder / key)
        if sealed is None or secret is None:
            return None
        content = memoryview(sealed)[SEAL:]
        if not hmac.compare_digest(bytes(sealed[:SEAL]), _seal(secret, key, content)):
            return None
        with suppress(OSError):
            os.utime(self.folder / key)
        return bytes(content)

    def put(self, key: str, content: bytes) -> None:
        """Keep a result, whole or not at all; what is too large is not kept."""
        secret = self._secret
        if secret is None or len(content) > min(LARGEST, self.bound):
            return
        with suppress(OSError):
            self._write(key, _seal(secret, key, content) + content)
            room = _ROOM.get((self.folder, self.bound), 0) - SEAL - len(content)
            _ROOM[self.folder, self.bound] = room if room > 0 else self._sweep()

    @cached_property
    def _secret(self) -> bytes | None:
        """What seals are made with; None where the folder is not the user's alone, or cannot be made."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            if not _is_private(self.folder.lstat(), stat.S_ISDIR):
                return None
            path = self.folder / SEALING
            if len(_read(path) or b"") != SEAL:
                self._write(SEALING, secrets.token_bytes(SEAL))
            found = _read(path)  # of several processes that made one, the last
        except OSError:
            return None
        return found if found is not None and len(found) == SEAL else None

    def _write(self, name: str, content: bytes) -> None:
        handle, scratch = tempfile.mkstemp(prefix=PART, dir=self.folder)  # readable and writable by the user alone
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            Path(scratch).replace(self.folder / name)
        except BaseException:
            with suppress(OSError):
                Path(scratch).unlink()
            raise

    def _sweep(self) -> int:
        """Keep within the bound, the newest used first, and tell what room is left; parts of killed processes go."""
        found = sorted(self._files(), key=lambda one: one[1].st_mtime, reverse=True)
        newest, size, left = found[0][1].st_mtime if found else 0.0, 0, 0
        whole = sum(facts.st_size for path, facts in found if not path.name.startswith(PART))
        bound = self.bound if whole <= self.bound else int(LEFT * self.bound)
        for path, facts in found:
            is_part = path.name.startswith(PART)
            size += 0 if is_part else facts.st_size
            if size > bound or (is_part and newest - facts.st_mtime > STALE):
                with suppress(OSError):
                    path.unlink()
            elif not is_part:
                left = size
        return self.bound - left

    def _files(self) -> Iterator[tuple[Path, os.stat_result]]:
        for path in self.folder.iterdir():
            with suppress(OSError):
                facts = path.lstat()
                if stat.S_ISREG(facts.st_mode) and path.name != SEALING:
                    yield path, facts


def store() -> Store | None:
    """Where this user keeps things; None where nothing is to be kept."""
    named = os.environ.get(SWITCH, "")
    if named == OFF:
        return None
    if named:
        return Store(Path(named).expanduser().absolute())
    import platformdirs

    return Store(platformdirs.user_cache_path("reportgen", appauthor=False) / "kept")


def _seal(secret: bytes, key: str, content: bytes | memoryview) -> bytes:
    made = hmac.new(secret, key.encode() + b"\0", hashlib.sha256)
    made.update(content)
    return made.digest()


def _read(path: Path) -> bytes | None:
    """The bytes of a plain file of the user's own that nobody else may touch; None of anything else."""
    try:
        handle = os.open(path, system.PLAINLY)
    except OSError:
        return None
    try:
        if not _is_private(os.fstat(handle), stat.S_ISREG):
            return None
        with os.fdopen(handle, "rb", closefd=False) as file:
            return file.read()
    except OSError:
        return None
    finally:
        os.close(handle)


def _is_private(facts: os.stat_result, is_kind: Callable[[int], bool]) -> bool:
    """Whether it is a file, or a folder, as asked, the user's and closed to others."""
    return is_kind(facts.st_mode) and system.is_closed_to_others(facts)


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
