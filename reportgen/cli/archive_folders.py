"""Folders of files that leave an archive: new ones only, whole or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path

from reportgen.archive import JOURNAL, RECORD, REPORT, RESULTS
from reportgen.cli.records import in_archive
from reportgen.errors import ExitCode, Refused
from reportgen.model.finding import Finding
from reportgen.model.place import Place
from reportgen.writing import replace, replace_folder


def filled(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files into a folder that is new or empty, or holds these very files already.

    Raises:
        Refused: C28 if it lies in an archive, P39 if something lies there, C11 if the disk does not allow it; nothing
            is left behind then.
    """
    if in_archive(folder):
        raise Refused([Finding("C28", Place(str(folder)))], ExitCode.USAGE)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        if _holds(folder, files):
            return
        raise Refused([Finding("P39", Place(str(folder)))], ExitCode.USAGE)
    replace_folder(folder, partial(_fill, files))


def _fill(files: Mapping[str, bytes], folder: Path) -> None:
    for name, content in files.items():
        replace(folder / name, content)


def _holds(folder: Path, files: Mapping[str, bytes]) -> bool:
    """Whether a folder holds these very files and nothing else: what a killed command had finished after all."""
    if not folder.is_dir():
        return False
    there = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if not path.is_dir()}
    return there.keys() == files.keys() and all(there[name].read_bytes() == files[name] for name in files)


def named(number: str, files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Files as the case has them: the report and its results bear the number."""
    names = {REPORT: f"{number}.pdf", RESULTS: f"{number}.json", RECORD: f"{number}.record.json", JOURNAL: JOURNAL}
    return {names.get(name, name): content for name, content in files.items()}
