"""Folders of files that leave an archive: new ones only, whole or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path

from reportgen.archive import JOURNAL, RECORD, REPORT, RESULTS
from reportgen.cli.records import in_archive
from reportgen.errors import ExitCode, Refused
from reportgen.model.finding import Finding
from reportgen.model.place import Place
from reportgen.writing import replace, replace_folder, sweep


def filled(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files into a folder that is new or empty, or holds some of these very files already.

    Raises:
        Refused: C28 if it lies in an archive, P39 if something lies there, C11 if the disk does not allow it; nothing
            is left behind then.
    """
    if in_archive(folder):
        raise Refused([Finding("C28", Place(str(folder)))], ExitCode.USAGE)
    if not folder.exists():
        replace_folder(folder, partial(_fill, files))
        return
    if not folder.is_dir() or not _is_begun(folder, files):
        raise Refused([Finding("P39", Place(str(folder)))], ExitCode.USAGE)
    missing = {name: content for name, content in files.items() if not (folder / name).exists()}
    try:
        _fill(missing, folder)
    except BaseException:
        for name in missing:
            (folder / name).unlink(missing_ok=True)
        for path in sorted(folder.rglob("*"), reverse=True):
            with suppress(OSError):
                path.rmdir()
        raise


def _fill(files: Mapping[str, bytes], folder: Path) -> None:
    for name, content in files.items():
        replace(folder / name, content)


def _is_begun(folder: Path, files: Mapping[str, bytes]) -> bool:
    """Whether a folder holds nothing but some of these very files: what a killed command had written of them."""
    sweep(folder)
    there = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if not path.is_dir()}
    return all(name in files and path.read_bytes() == files[name] for name, path in there.items())


def named(number: str, files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Files as the case has them: the report and its results bear the number."""
    names = {REPORT: f"{number}.pdf", RESULTS: f"{number}.json", RECORD: f"{number}.record.json", JOURNAL: JOURNAL}
    return {names.get(name, name): content for name, content in files.items()}
