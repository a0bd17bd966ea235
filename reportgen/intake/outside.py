"""Folders that case.yaml names: packs of definitions, and the peers' panel."""

from __future__ import annotations

from pathlib import Path

from reportgen.errors import Refused
from reportgen.intake import case_words
from reportgen.intake.case_words import CASE
from reportgen.model.casefile import Case
from reportgen.model.finding import Finding
from reportgen.model.place import Place


def pack_folders(case: Case) -> tuple[Path, ...]:
    """The folders of definitions outside the case that case.yaml names.

    Raises:
        Refused: naming each that is not there (I39), or outside the case without its consent (I93).
    """
    folders = [(name, (case.folder / name).resolve()) for name in case.file.packs]
    lost = [Finding("I39", Place(CASE), {"folder": name}) for name, folder in folders if not folder.is_dir()]
    lost += case_words.unallowed(case, ((("packs", index), name) for index, name in enumerate(case.file.packs)))
    if lost:
        raise Refused(lost)
    return tuple(folder for _, folder in folders)


def panel_within(case: Case) -> Path | None:
    """The peers' folder where it lies in the case and is not the case itself."""
    peers = case.file.peers
    if peers is None or peers.are_in_the_case:
        return None
    folder = (case.folder / peers.panel).resolve()
    return folder if folder.is_relative_to(case.folder) else None
