"""Files are written whole or not at all, never over what is not ours, and never where a record lies."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from reportgen.cli import records
from reportgen.cli.marks import is_ours
from reportgen.errors import ExitCode, Refused
from reportgen.model.finding import Finding
from reportgen.model.place import NOWHERE, Place
from reportgen.writing import replace, unwritable

NO_TEXT: Final = frozenset({"xlsx", "parquet", "pdf"})
"""Formats that a terminal cannot show."""
KINDS: Final = frozenset({"pdf", "html", "xlsx", "json", "jsonl", "csv", "parquet"})
"""Formats whose files are called after them."""
LINES: Final = frozenset({"json", "jsonl"})
"""Both are JSON."""
FOLDERS: Final = frozenset({"png"})
"""Formats that are a folder of files."""


def ready(path: Path | None, form: str = "", *, force: bool = False) -> None:
    """See before any work that what it makes can be put there.

    Args:
        path: the file or folder named by ``-o``; None for stdout.
        form: the format; one that is no text needs a file.
        force: whether a file of somebody else may be overwritten.

    Raises:
        Refused: C25 if a file is needed and none was named, C26 if its name says another format; as `write` otherwise.
    """
    if path is None:
        if form in NO_TEXT:
            raise Refused([Finding("C25", NOWHERE, {"form": form})], ExitCode.USAGE)
        return
    _insist_on_its_kind(path, form)
    try:
        if form in FOLDERS:
            _insist_on_folder(path)
        else:
            _insist(path, force=force)
        there = next(folder for folder in (path, *path.absolute().parents) if folder.exists())
        tempfile.TemporaryFile(dir=there if there != path or path.is_dir() else path.parent).close()
    except OSError as error:
        raise unwritable(str(path), error) from error


def _insist_on_its_kind(path: Path, form: str) -> None:
    """Refuse a name that says another kind of file than what goes into it."""
    said = path.suffix.lower().removeprefix(".")
    if form in KINDS and said in KINDS and said != form and {said, form} != LINES:
        raise Refused([Finding("C26", Place(str(path)), {"form": form, "said": said})], ExitCode.USAGE)


def write(path: Path, content: bytes, *, force: bool = False) -> None:
    """Put content into a file in one step; folders on the way are made.

    Raises:
        Refused: C28 if a record lies there, C10 if the file is somebody else's (and `force` is off), C11 if it cannot
            be written.
    """
    _insist(path, force=force)
    replace(path, content)


def write_all(folder: Path, files: Mapping[str, bytes], *, force: bool = False) -> None:
    """Put files into a folder, which is made if need be: all of them, or none where one is somebody else's.

    Raises:
        Refused: as `write`; C22, if the folder is a file.
    """
    _insist_on_folder(folder)
    for name in files:
        _insist(folder / name, force=force)
    for name, content in files.items():
        replace(folder / name, content)


def _insist_on_folder(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise Refused([Finding("C22", Place(str(folder)))], ExitCode.USAGE)


def _insist(path: Path, *, force: bool) -> None:
    if path.is_dir():
        raise Refused([Finding("C12", Place(str(path)))], ExitCode.USAGE)
    if records.is_record(path) or (records.is_definition(path) and not is_ours(path)):
        raise Refused([Finding("C28", Place(str(path)))], ExitCode.USAGE)
    if path.exists() and not force and not is_ours(path):
        raise Refused([Finding("C10", Place(str(path)))], ExitCode.USAGE)
