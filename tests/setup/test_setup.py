"""One command puts everything on a bare machine, or says by which command to do so."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from house.scripts import script
from reportgen.report import fonts

SCRIPTS = Path(__file__).resolve().parents[2] / "scripts"


@pytest.fixture
def setup_fonts() -> ModuleType:
    return script("setup_fonts")


@pytest.mark.parametrize(
    ("built", "chosen"),
    [
        ({"own": "plain", "system": "fast"}, "system"),
        ({"own": "fast", "system": "fast"}, "own"),
        ({"own": "plain", "system": "plain"}, "own"),
        ({"own": "old", "system": "plain"}, "system"),
        ({"own": "old"}, None),
    ],
    ids=str,
)
def test_an_interpreter_that_was_built_to_be_fast_goes_before_one_that_was_not(
    built: dict[str, str], chosen: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(SCRIPTS))
    refused = {"plain": "*enable-optimizations*", "old": "*version_info*", "fast": "nothing"}
    for folder, how in built.items():
        (tmp_path / folder).mkdir()
        stand_in = tmp_path / folder / "python3"
        stand_in.write_text(f'#!/bin/sh\ncase "$2" in {refused[how]}) exit 1;; esac\n')
        stand_in.chmod(0o755)
    monkeypatch.setenv("PATH", os.pathsep.join(str(tmp_path / folder) for folder in built))

    assert script("setup").python() == (chosen and str(tmp_path / chosen / "python3"))


@pytest.mark.parametrize(
    "environment",
    [
        {},
        {"XDG_DATA_HOME": "/srv/data"},
        {"XDG_DATA_HOME": "not/absolute"},
        {"XDG_DATA_HOME": ""},
        {"REPORTGEN_FONTS": "/srv/fonts", "XDG_DATA_HOME": "/srv/data"},
        {"REPORTGEN_FONTS": "~/fonts"},
    ],
    ids=str,
)
def test_setup_fills_the_folder_that_the_program_reads(
    environment: dict[str, str], setup_fonts: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("REPORTGEN_FONTS", "XDG_DATA_HOME"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)

    assert setup_fonts.folder() == fonts.font_folder()


def test_another_system_is_told_the_exact_command(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, SCRIPTS / "setup.py"],
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": str(tmp_path), "HOME": str(tmp_path)},
    )

    assert done.returncode == 5
    assert "sudo dnf install -y " in done.stderr or "brew install " in done.stderr


def test_fonts_that_the_system_has_are_copied_whole(
    tmp_path: Path, setup_fonts: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    system, place = tmp_path / "system", tmp_path / "fonts"
    (system / "noto").mkdir(parents=True)
    for name in setup_fonts.NEEDED:
        (system / "noto" / setup_fonts.ELSEWHERE.get(name, name)).write_text(name)
    monkeypatch.setattr(setup_fonts, "SYSTEM_FOLDERS", (str(system),))

    notes = setup_fonts.install(place, from_debian=False)

    assert [note.partition(":")[0] for note in notes] == list(setup_fonts.WELCOME)
    assert setup_fonts.missing(place) == []


def test_fonts_that_cannot_be_had_are_named(
    tmp_path: Path, setup_fonts: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(setup_fonts, "SYSTEM_FOLDERS", ())

    with pytest.raises(setup_fonts.SetupError, match=r"NotoSansCJK-Regular\.ttc"):
        setup_fonts.install(tmp_path, from_debian=False)
