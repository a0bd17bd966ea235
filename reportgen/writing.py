"""Files are replaced in one step: a reader, or a killed program, sees the old content or the new, never a part.

What is on its way has a name of its own until it is whole, and a lock that dies with its process: whoever writes into
that folder next takes away what a killed process has left there.
"""

from __future__ import annotations

import io
import os
import re
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Final

from reportgen import system
from reportgen.errors import ExitCode, Refused
from reportgen.model.finding import Finding
from reportgen.model.foreign_text import in_words
from reportgen.model.place import Place

SUFFIX: Final = ".reportgen"
UNDER_WAY: Final = re.compile(rf"\..*\.[a-z0-9_]{{8}}{re.escape(SUFFIX)}")
"""The name of what is not whole yet: ``.report.pdf.k3j9x_2a.reportgen``."""
LONGEST: Final = 40
"""Characters of the name itself in that of what is under way."""
TRIES: Final = 10
PACKED_AT: Final = (2000, 1, 1, 0, 0, 0)
"""The time of every file in a package, since the format wants one."""
TEMPORARY: Final = "TMPDIR"
"""Names the temporary folder to children."""


def replace(path: Path, content: bytes) -> None:
    """Put content into a file by way of a synced neighbour that takes its name; folders on the way are made.

    Raises:
        Refused: C11 if the disk or its permissions do not allow it; nothing is left behind.
    """
    try:
        made = _made(path.parent)
        sweep(path.parent)
        _replace(path, content)
        for folder in made:
            system.sync(folder)
    except OSError as error:
        raise unwritable(str(path), error) from error


def replace_folder(folder: Path, fill: Callable[[Path], None]) -> None:
    """Put a folder, that is not there or empty, in its place once all of it is written.

    Args:
        folder: where it is to be.
        fill: writes its files into the folder it is given.

    Raises:
        Refused: C11 as `replace`; nothing is left behind.
    """
    try:
        _made(folder.parent)
        sweep(folder.parent)
        with _under_way(folder, is_folder=True) as (part, _, _):
            fill(part)
            part.chmod(0o777 & ~_mask())
            part.replace(folder)
        system.sync(folder.parent)
    except OSError as error:
        raise unwritable(str(folder), error) from error


def fill_folder(folder: Path, files: Mapping[str, bytes], rule: str) -> None:
    """Write files into a folder that is new or empty, or holds some of these very files, as a killed command left it.

    Args:
        folder: where they are to be.
        files: content by path in the folder.
        rule: what is told where something else lies there.

    Raises:
        Refused: the rule if something else lies there, C11 if the disk does not allow it; nothing that was not there
            is left behind then.
    """
    try:
        if not folder.exists():
            replace_folder(folder, partial(_fill, files))
            return
        if not folder.is_dir() or not _is_begun(folder, files):
            raise Refused([Finding(rule, Place(str(folder)))], ExitCode.USAGE)
        _complete(folder, files)
    except OSError as error:
        raise unwritable(str(folder), error) from error


def _complete(folder: Path, files: Mapping[str, bytes]) -> None:
    missing = {name: content for name, content in files.items() if not (folder / name).exists()}
    try:
        _fill(missing, folder)
    except BaseException:
        with suppress(OSError):  # what cannot be taken away now, the next try finds
            for name in missing:
                (folder / name).unlink(missing_ok=True)
            for path in sorted(folder.rglob("*"), reverse=True):
                if path.is_dir() and not any(path.iterdir()):
                    path.rmdir()
        raise


def _fill(files: Mapping[str, bytes], folder: Path) -> None:
    for name, content in files.items():
        replace(folder / name, content)


def _is_begun(folder: Path, files: Mapping[str, bytes]) -> bool:
    """Whether a folder holds nothing but some of these very files: what a killed command had written of them."""
    folders = {above for name in files for above in Path(name).parents}
    for path in folder.rglob("*"):
        name = path.relative_to(folder)
        if any(UNDER_WAY.fullmatch(part) for part in name.parts):
            continue
        is_known = name in folders if path.is_dir() else _holds(path, files.get(name.as_posix()))
        if path.is_symlink() or not is_known:
            return False
    for name in folders:
        sweep(folder / name)
    return True


def _holds(path: Path, content: bytes | None) -> bool:
    return content is not None and path.is_file() and path.read_bytes() == content


def sweep(folder: Path) -> None:
    """Take away what killed processes of ours left under way in a folder; what a living one holds stays."""
    for path in under_way(folder):
        with suppress(OSError):
            handle = os.open(path, system.PLAINLY)
            try:
                if system.is_the_users(os.fstat(handle)) and _is_mine(handle):
                    _discard(path)
            finally:
                os.close(handle)


@contextmanager
def own_temporary_folder() -> Iterator[None]:
    """Have this process, its libraries and its children use a temporary folder that goes with it.

    What a killed process left of its own is taken away first. Where none can be made, the shared one stays in use.
    """
    with ExitStack() as held:
        with suppress(OSError):
            shared = Path(tempfile.gettempdir())
            sweep(shared)
            part, _, hold = _begun(shared / "temporary", is_folder=True)
            held.enter_context(hold)
            held.callback(shutil.rmtree, part, ignore_errors=True)
            held.enter_context(_temporary(part))
        yield


@contextmanager
def _temporary(folder: Path) -> Iterator[None]:
    before, named = tempfile.tempdir, os.environ.get(TEMPORARY)
    tempfile.tempdir = os.environ[TEMPORARY] = str(folder)
    try:
        yield
    finally:
        tempfile.tempdir = before
        del os.environ[TEMPORARY]
        if named is not None:
            os.environ[TEMPORARY] = named


def under_way(folder: Path) -> list[Path]:
    """What is, or was, on its way to its name in a folder."""
    try:
        return [Path(entry.path) for entry in os.scandir(folder) if UNDER_WAY.fullmatch(entry.name)]
    except OSError:
        return []


def packed(members: Iterable[tuple[str, bytes]], *, method: int = zipfile.ZIP_DEFLATED, comment: bytes = b"") -> bytes:
    """Files by name as a ZIP whose bytes follow from them alone: no time, no owner, no system.

    Args:
        members: in the order in which they are packed.
        method: of `zipfile`; stored ones do not depend on the version of a library.
        comment: of the package.
    """
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as package:
        for name, content in members:
            member = zipfile.ZipInfo(name, PACKED_AT)
            member.external_attr, member.create_system = 0o644 << 16, 3
            package.writestr(member, content, method)
        package.comment = comment
    return stream.getvalue()


def unwritable(name: str, error: OSError) -> Refused:
    """What is told when the disk or its permissions do not allow it."""
    return Refused([Finding("C11", Place(name), {"reason": in_words(error)})], ExitCode.ENVIRONMENT)


def _made(folder: Path) -> list[Path]:
    """Make a folder; those that hold a new one, to be synced."""
    missing = [one for one in (folder, *folder.parents) if not one.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    return [one.parent for one in missing]


def _replace(path: Path, content: bytes) -> None:
    with _under_way(path, is_folder=False) as (part, handle, hold):
        with os.fdopen(os.dup(handle), "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        _let_go(hold)
        part.chmod(0o666 & ~_mask())
        part.replace(path)
    system.sync(path.parent)


@contextmanager
def _under_way(path: Path, *, is_folder: bool) -> Iterator[tuple[Path, int, ExitStack]]:
    """A new name beside a path, and a handle that holds its lock as long as this process works on it."""
    part, handle, hold = _begun(path, is_folder=is_folder)
    with hold:
        try:
            yield part, handle, hold
        except BaseException:
            _let_go(hold)
            with suppress(OSError):
                _discard(part)
            raise


def _let_go(hold: ExitStack) -> None:
    """Close a file that is to have another name, or to go, where the system does neither to an open one."""
    if not system.renames_open_files():
        hold.close()


def _begun(path: Path, *, is_folder: bool) -> tuple[Path, int, ExitStack]:
    """What is under way, its handle, and what closes that; a folder that the system does not open has none (-1).

    Another process that sweeps between the making and the locking takes it away: then another is made.
    """
    prefix = f".{path.name[:LONGEST]}."
    for _ in range(TRIES):
        hold = ExitStack()
        if is_folder:
            part = Path(tempfile.mkdtemp(SUFFIX, prefix, path.parent))
            try:
                opened = system.opened(part)
            except FileNotFoundError:
                continue
            if opened is None:
                return part, -1, hold
            handle = opened
        else:
            handle, name = tempfile.mkstemp(SUFFIX, prefix, path.parent)
            part = Path(name)
        hold.callback(os.close, handle)
        if (_is_mine(handle) or not _has_locks(handle)) and part.exists():
            return part, handle, hold
        hold.close()
    raise OSError(None, "another process takes every new file away", str(path))


def _is_mine(handle: int) -> bool:
    """Whether this process now has the lock, which nobody else held."""
    try:
        system.lock(handle)
    except OSError:
        return False
    return True


def _has_locks(handle: int) -> bool:
    """Whether the file system knows locks at all."""
    try:
        system.lock(handle, shared=True)
    except BlockingIOError:
        return True
    except OSError:
        return False
    return True


def _discard(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _mask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
