"""Folders of files that leave an archive: new ones only, whole or not at all."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

from reportgen.archive import JOURNAL, RECORD, REPORT, RESULTS
from reportgen.cli.records import in_archive
from reportgen.errors import ExitCode, Refused
from reportgen.model.finding import Finding
from reportgen.model.place import Place
from reportgen.writing import replace


def filled(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files into a folder that is new or empty.

    Raises:
        Refused: C28 if it lies in an archive, P39 if something lies there, C11 if the disk does not allow it; nothing
            is left behind then.
    """
    if in_archive(folder):
        raise Refused([Finding("C28", Place(str(folder)))], ExitCode.USAGE)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Refused([Finding("P39", Place(str(folder)))], ExitCode.USAGE)
    was_there = folder.exists()
    try:
        for name, content in files.items():
            replace(folder / name, content)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        if was_there:
            folder.mkdir(exist_ok=True)
        raise


def named(number: str, files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Files as the case has them: the report and its results bear the number."""
    names = {REPORT: f"{number}.pdf", RESULTS: f"{number}.json", RECORD: f"{number}.record.json", JOURNAL: JOURNAL}
    return {names.get(name, name): content for name, content in files.items()}
