"""The job matrix of a public CI: what it runs is there, on each system and version that the project promises."""

from __future__ import annotations

import re
import shlex
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from reportgen.cli import doctor
from shell import reportgen

ROOT = Path(__file__).parents[2]
JOBS: dict[str, Any] = yaml.safe_load((ROOT / ".github" / "workflows" / "ci.yml").read_text(encoding="utf-8"))["jobs"]
LINES = [step["run"] for job in JOBS.values() for step in job["steps"] if "run" in step]
SYSTEMS = {"linux": "ubuntu", "darwin": "macos", "win32": "windows"}


def test_the_wheel_is_tried_on_each_system_with_the_oldest_version_too() -> None:
    matrix = JOBS["install"]["strategy"]["matrix"]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

    assert {name.partition("-")[0] for name in matrix["system"]} == set(SYSTEMS.values())
    assert project["requires-python"] == f">={matrix['python'][0]}"
    assert matrix["python"] == sorted(matrix["python"], key=lambda one: int(one.partition(".")[2]))


@pytest.mark.parametrize("system", SYSTEMS)
def test_it_installs_what_doctor_tells_a_user_of_that_system(system: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", system)
    told = doctor._install()
    packages = set(re.findall(r"[\w.-]*(?:pango|harfbuzz)[\w.-]*", told, re.ASCII))

    assert packages
    assert [word for word in packages if not any(word in line.split() for line in LINES)] == []
    if system == "win32":
        assert JOBS["install"]["env"]["WEASYPRINT_DLL_DIRECTORIES"] in told


@pytest.mark.parametrize("line", [line for line in LINES if line.startswith("reportgen ")])
def test_its_commands_and_their_options_are_known(line: str) -> None:
    assert reportgen(*shlex.split(line)[1:], "--help").returncode == 0


def test_folders_and_targets_that_it_names_are_there() -> None:
    targets = [line.split()[1] for line in LINES if line.startswith("make ")]
    folders = [word for line in LINES if "pytest" in line for word in line.split() if word.startswith("tests/")]

    assert targets
    assert folders
    assert [folder for folder in folders if not (ROOT / folder).is_dir()] == []
    assert [one for one in targets if f"\n{one}:" not in (ROOT / "Makefile").read_text(encoding="utf-8")] == []
