"""Where an archive lies: files are put whole or not at all, and what a writer is about to do is noted first."""

from __future__ import annotations

import json
import os
import secrets
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Final, Protocol

from reportgen.errors import Refused
from reportgen.model import foreign_text
from reportgen.model.finding import Finding
from reportgen.model.place import Place
from reportgen.system import sync
from reportgen.writing import unwritable

OWN: Final = "extensions/reportgen"
"""What the program keeps beside the objects: index, unfinished adds, lock; all of it can be made anew."""
WORK: Final = f"{OWN}/work"
"""Files on their way to their place; what lies here when nobody writes is the rest of a killed process."""


class Storage(Protocol):
    """Files by name below one location; names have forward slashes and never lead out of it."""

    @property
    def location(self) -> str:
        """Where it is, as the user named it."""

    def read(self, name: str) -> bytes:
        """The bytes of a file.

        Raises:
            OSError: if it is not there or cannot be read.
        """

    def put(self, name: str, content: bytes, *, synced: bool = True) -> None:
        """Write a file in one step; `synced`: it is on the disk when this returns.

        Raises:
            Refused: C11 if the location does not allow it; the old content stands then.
        """

    def remove(self, name: str) -> None:
        """Take a file away, and the folders that it leaves empty."""

    def has(self, name: str) -> bool:
        """Whether there is such a file."""

    def names(self, folder: str = "") -> list[str]:
        """Every file below a folder, and every link, sorted."""

    def is_plain(self, name: str) -> bool:
        """Whether a name is a file of this location and no link."""

    def is_folder(self) -> bool:
        """Whether the location itself is there."""


class LocalShelf:
    """A folder of this machine."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def location(self) -> str:
        """The folder."""
        return str(self.folder)

    def read(self, name: str) -> bytes:
        """The bytes of a file; a link is not followed."""
        path = self.folder / name
        if not self.is_plain(name):
            raise FileNotFoundError(name)
        return path.read_bytes()

    def put(self, name: str, content: bytes, *, synced: bool = True) -> None:
        """By way of a file under the archive's own work folder, which takes the place of the old one."""
        path, work = self.folder / name, self.folder / WORK
        try:
            work.mkdir(parents=True, exist_ok=True)
            path.parent.mkdir(parents=True, exist_ok=True)
            _replace(work / secrets.token_hex(8), path, content, synced=synced)
        except OSError as error:
            raise unwritable(str(path), error) from error

    def remove(self, name: str) -> None:
        """Take a file away, and the folders that it leaves empty."""
        path = self.folder / name
        path.unlink(missing_ok=True)
        for parent in path.parents:
            if parent == self.folder or not parent.is_dir() or any(parent.iterdir()):
                return
            parent.rmdir()

    def has(self, name: str) -> bool:
        """Whether there is such a file, or a link of that name."""
        return (self.folder / name).is_file() or (self.folder / name).is_symlink()

    def names(self, folder: str = "") -> list[str]:
        """Every file below a folder, and every link, sorted."""
        found = []
        for root, folders, files in os.walk(self.folder / folder, followlinks=False):
            links = [name for name in folders if (Path(root) / name).is_symlink()]
            found += [(Path(root) / name).relative_to(self.folder).as_posix() for name in (*files, *links)]
        return sorted(found)

    def is_plain(self, name: str) -> bool:
        """Whether neither the file nor a folder on the way to it is a link."""
        path = self.folder / name
        above = [parent for parent in path.parents if self.folder in parent.parents]
        return path.is_file() and not any(one.is_symlink() for one in (path, *above))

    def is_folder(self) -> bool:
        """Whether the folder is there."""
        return self.folder.is_dir()


def _replace(work: Path, path: Path, content: bytes, *, synced: bool) -> None:
    try:
        with work.open("xb") as stream:
            stream.write(content)
            stream.flush()
            if synced:
                os.fsync(stream.fileno())
        work.replace(path)
    except BaseException:
        work.unlink(missing_ok=True)
        raise
    if synced:
        sync(path.parent)


class RemoteShelf:
    """A location of fsspec whose files appear whole: object stores and the memory."""

    def __init__(self, system: Any, root: str, location: str) -> None:
        self.system = system
        self.root = root.rstrip("/")
        self._location = location

    @property
    def location(self) -> str:
        """The address."""
        return self._location

    def read(self, name: str) -> bytes:
        """The bytes of a file."""
        return bytes(self.system.cat_file(self._path(name)))

    def put(self, name: str, content: bytes, *, synced: bool = True) -> None:
        """One call of the file system."""
        del synced
        try:
            self.system.makedirs(self._path(name).rpartition("/")[0], exist_ok=True)
            self.system.pipe_file(self._path(name), content)
        except OSError as error:
            raise unwritable(f"{self.location}/{name}", error) from error

    def remove(self, name: str) -> None:
        """Take a file away, and the folders that it leaves empty."""
        if self.has(name):
            self.system.rm_file(self._path(name))
        while "/" in name:
            name = name.rpartition("/")[0]
            if not self.system.isdir(self._path(name)) or self.system.ls(self._path(name), detail=False):
                return
            self.system.rmdir(self._path(name))

    def has(self, name: str) -> bool:
        """Whether there is such a file."""
        return bool(self.system.isfile(self._path(name)))

    def names(self, folder: str = "") -> list[str]:
        """Every file below a folder, sorted."""
        root = self._path(folder) if folder else self.root
        start = f"{self.root.lstrip('/')}/"
        return sorted(str(path).lstrip("/").removeprefix(start) for path in self.system.find(root))

    def is_plain(self, name: str) -> bool:
        """Such locations have no links."""
        return self.has(name)

    def is_folder(self) -> bool:
        """Whether anything lies there."""
        return bool(self.system.exists(self.root))

    def claim(self, name: str, content: bytes) -> bool:
        """Write a file only if there is none; whether that was so."""
        try:
            self.system.makedirs(self._path(name).rpartition("/")[0], exist_ok=True)
            self.system.pipe_file(self._path(name), content, mode="create")
        except FileExistsError:
            return False
        except OSError as error:
            raise unwritable(f"{self.location}/{name}", error) from error
        return True

    def _path(self, name: str) -> str:
        return f"{self.root}/{name}"


def located(location: str) -> Storage:
    """The place that a user names: a folder, or an address such as ``s3://bucket/archive``.

    Raises:
        Refused: P03 if no library for such an address is installed, or the address makes no sense.
    """
    import fsspec
    from fsspec.implementations.local import LocalFileSystem

    if "://" not in location:
        return LocalShelf(Path(location))
    try:
        # others write there, too: what was listed before may not be what is there now
        system, root = fsspec.core.url_to_fs(location, use_listings_cache=False)
    except (ImportError, ValueError, TypeError, OSError) as error:
        problem = str(error).partition("\n")[0]
        raise Refused([Finding("P03", Place(location), {"problem": problem})]) from error
    return LocalShelf(Path(root)) if isinstance(system, LocalFileSystem) else RemoteShelf(system, root, location)


FOLDER: Final = f"{OWN}/pending"


@dataclass(frozen=True)
class WriteNote:
    """A version that is being written into an object.

    Attributes:
        folder: of the object.
        version: the one that counts once it is there.
        is_new: whether there was no object before, so that all of it is taken away if nothing comes of it.
    """

    folder: str
    version: str
    is_new: bool


def of(shelf: Storage, folder: str) -> WriteNote | None:
    """What was under way in an object."""
    return _read(shelf, _name(folder)) if shelf.has(_name(folder)) else None


def every(shelf: Storage) -> list[WriteNote]:
    """All that is under way, or was cut off."""
    found = (_read(shelf, name) for name in shelf.names(FOLDER))
    return [note for note in found if note is not None]


def _read(shelf: Storage, name: str) -> WriteNote | None:
    try:
        said = foreign_text.parsed(shelf.read(name))
        return WriteNote(str(said["folder"]), str(said["version"]), said["new"] is True)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def write(shelf: Storage, note: WriteNote) -> None:
    """Say what is about to be done.

    Raises:
        Refused: C11 if the location does not allow it.
    """
    content = {"folder": note.folder, "version": note.version, "new": note.is_new}
    shelf.put(_name(note.folder), json.dumps(content).encode())


def remove(shelf: Storage, folder: str) -> None:
    """Nothing is under way any more."""
    shelf.remove(_name(folder))


def _name(folder: str) -> str:
    return f"{FOLDER}/{sha256(folder.encode()).hexdigest()}.json"
