"""What results rest on, as digests: the program with its libraries, and everything that lies in a case folder."""

from __future__ import annotations

import hashlib
import os
import platform
import stat
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from fnmatch import fnmatch
from functools import cache
from pathlib import Path
from typing import Any, Final

PACKAGE: Final = Path(__file__).resolve().parents[1]
BESIDE: Final = ("samples", "styles", "templates")
"""What lies beside the package in a checkout; in a wheel it lies inside."""
CASE: Final = "case.yaml"
MAPPING: Final = "mapping.yaml"
ISSUED: Final = "issued"
MOST_FILES: Final = 20_000
MOST_BYTES: Final = 2 * 2**30
"""A folder that holds more is no case that could be looked through faster than read."""


class _NamelessError(Exception):
    """A folder whose state has no name: a link, a device, something unreadable, or too much."""


def digest(*parts: str | bytes) -> str:
    """One name for some texts, in their order."""
    made = hashlib.sha256()
    for part in parts:
        content = part.encode("utf-8", "surrogateescape") if isinstance(part, str) else part
        made.update(len(content).to_bytes(8, "big") + content)
    return made.hexdigest()


@cache
def ground() -> str | None:
    """The name of the code, the definitions and all else that comes with the program, and of what it runs on."""
    return ground_of(PACKAGE, sys.path)


def ground_of(package: Path, search: Iterable[str]) -> str | None:
    """The same for a package, and the libraries found on a path; None where it cannot be read."""
    beside = () if (package / "_data").is_dir() else (package.parent / name for name in BESIDE)
    found: list[str | bytes] = [sys.version, sys.platform, platform.machine(), *_libraries(search)]
    try:
        for root in (package, *beside):
            for part in _Walk(root, lambda name: "__pycache__" in name).below(root):
                found += part
    except (_NamelessError, OSError):
        return None
    return digest(*found)


def _libraries(search: Iterable[str]) -> Iterator[str]:
    """Names and versions of what is installed, as their folders say.

    What a library brings inside itself, and puts on the path once it is imported, is of that library's version.
    """
    found: dict[Path, list[str]] = {}
    for folder in search:
        with suppress(OSError), os.scandir(folder) as entries:
            named = sorted(entry.name for entry in entries if entry.name.endswith((".dist-info", ".egg-info")))
            found[Path(folder)] = named
    places = {place for place, named in found.items() if named}
    for place, named in found.items():
        if places.isdisjoint(place.parents):
            yield from named


def state(case: Path, *, records: bool = True) -> str | None:
    """The name of all that a case is read from, in its folder and in those outside it that case.yaml names.

    All files count, whether or not they are read: only reports that were rendered into the case folder itself do not.

    Args:
        case: the folder.
        records: whether issued reports count, too, of which only the journal speaks.

    Returns:
        None where the folder is none, or has what no name can be given to.
    """
    try:
        return digest(*_state(case.resolve(), records=records, seen=set()))
    except (_NamelessError, OSError, RuntimeError):  # the last for links in a circle
        return None


def folders(case: Path) -> tuple[Path, ...]:
    """The folder of a case, and those outside it that it names, and those that they name."""
    found: list[Path] = []
    waiting = [case.resolve()]
    while waiting:
        folder = waiting.pop(0)
        if folder not in found:
            found.append(folder)
            with suppress(
                _NamelessError, OSError, RuntimeError
            ):  # then the case has no name, and is refused when it is read
                waiting += _named_outside(folder)
    return tuple(found)


def _state(folder: Path, *, records: bool, seen: set[Path]) -> Iterator[str | bytes]:
    yield str(folder)
    if folder in seen:
        return
    seen.add(folder)
    patterns = [text.rpartition("/")[2].lower() for text in _texts(_yaml(folder / MAPPING))]
    for part in _Walk(folder, lambda name: _is_output(name, patterns, records=records)).below(folder):
        yield from part
    for outside in _named_outside(folder):
        yield from _state(outside, records=records, seen=seen)


def _is_output(name: str, patterns: Iterable[str], *, records: bool) -> bool:
    """Whether a file is a report that was rendered into the folder, or an issued one, which are no data.

    A report that any text in mapping.yaml could mean as a pattern counts.
    """
    first, _, rest = name.lower().partition("/")
    if not name.lower().endswith(".pdf") or (rest and (records or first != ISSUED)):
        return False
    return not any(fnmatch((rest or first).rpartition("/")[2], pattern) for pattern in patterns)


@dataclass
class _Walk:
    """A way through all files of a folder.

    Attributes:
        skipped: tells of a path below the folder whether it does not count.
        files: how many there were.
        size: bytes in them.
    """

    root: Path
    skipped: Callable[[str], bool]
    files: int = 0
    size: int = 0

    def below(self, folder: Path) -> Iterator[tuple[str, bytes]]:
        """Path and digest of every file, and the path of every folder, in one order.

        Raises:
            _NamelessError: at a link, a device, or too much.
            OSError: at what cannot be read.
        """
        with os.scandir(folder) as entries:
            listed = sorted(entries, key=lambda entry: entry.name)
        for entry in listed:
            name = os.path.relpath(entry.path, self.root).replace(os.sep, "/")
            if self.skipped(name):
                continue
            facts = entry.stat(follow_symlinks=False)
            if stat.S_ISDIR(facts.st_mode):
                yield f"{name}/", b""
                yield from self.below(Path(entry.path))
            elif stat.S_ISREG(facts.st_mode):
                self._count(facts.st_size)
                yield name, hashlib.sha256(Path(entry.path).read_bytes()).digest()
            else:
                raise _NamelessError

    def _count(self, size: int) -> None:
        self.files += 1
        self.size += size
        if self.files > MOST_FILES or self.size > MOST_BYTES:
            raise _NamelessError


def _named_outside(folder: Path) -> Iterator[Path]:
    """The folders of packs and of peers outside a case folder; their own case.yaml may name further ones."""
    said = _yaml(folder / CASE)
    if not isinstance(said, dict):
        return
    peers = said.get("peers")
    for name in _texts([said.get("packs"), peers.get("panel") if isinstance(peers, dict) else None]):
        named = (folder / name).resolve()
        if not named.is_relative_to(folder) and named.is_dir():
            yield named


def _yaml(path: Path) -> Any:
    """What a file says, read leniently; nothing where it says nothing that could be understood: then it is refused."""
    import yaml

    try:
        return yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)
    except FileNotFoundError:
        return None
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise _NamelessError from error


def _texts(said: Any) -> Iterator[str]:
    """All texts in lists and mappings, at whatever depth; what is said twice by an alias is looked at once."""
    waiting: list[Any] = [said]
    seen: set[int] = set()
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            yield one
        elif isinstance(one, list | dict) and id(one) not in seen:
            seen.add(id(one))
            waiting += one.values() if isinstance(one, dict) else one
