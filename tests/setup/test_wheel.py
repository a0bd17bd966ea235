"""The wheel stands alone: what lies at the top level of the checkout is inside."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from rendered import Wanted, paper

PROJECT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=PROJECT, check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel unpacked as pip would; it comes before the checkout on the path."""
    folder = tmp_path_factory.mktemp("installed")
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(folder)
    return folder


@pytest.mark.parametrize("folder", ["templates", "styles", "samples"])
def test_every_file_of_the_top_level_folders_is_in_the_wheel(folder: str, wheel: Path) -> None:
    tracked = subprocess.run(
        ["git", "ls-files", "-z", folder], cwd=PROJECT, check=True, capture_output=True, encoding="utf-8"
    ).stdout.split("\0")

    with zipfile.ZipFile(wheel) as packed:
        names = set(packed.namelist())

    assert {f"reportgen/_data/{name}" for name in tracked if name} - names == set()


def test_catalogue_and_font_configuration_are_in_the_wheel(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as packed:
        names = packed.namelist()

    assert "reportgen/report/fonts.conf" in names
    assert any(name.startswith("reportgen/catalog/") and name.endswith(".yaml") for name in names)


@pytest.mark.serves("003-127")
@pytest.mark.slow
def test_an_installed_wheel_renders_the_sample_in_an_empty_folder_to_the_same_bytes_as_the_checkout(
    installed: Path, tmp_path: Path
) -> None:
    code = f"""
import sys
sys.path.insert(0, {str(installed)!r})
import reportgen
assert reportgen.__file__.startswith({str(installed)!r}), reportgen.__file__
from reportgen.cli.app import main
sys.exit(main())
"""
    sample = installed / "reportgen" / "_data" / "samples" / "renhe"
    words = ["render", str(sample), "--report", "board", "--lang", "zh-en", "-o", "board.pdf"]
    done = subprocess.run(
        [sys.executable, "-c", code, *words], cwd=tmp_path, check=False, capture_output=True, encoding="utf-8",
        env={**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Shanghai"},
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["board.pdf"]
    digests = [
        hashlib.sha256(path.read_bytes()).hexdigest()
        for path in (tmp_path / "board.pdf", paper(Wanted("board", "renhe", "2026-10"), "zh-en"))
    ]
    assert digests[0] == digests[1]
