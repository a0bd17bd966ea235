"""The same case gives the same bytes: in another process, folder, time zone, with another hash seed and another clock."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

from lifecycle.alliance import Alliance
from lifecycle.conftest import Clinic
from reportgen import pipeline

ROOT = Path(__file__).parents[2]
WORLDS = (
    {"PYTHONHASHSEED": "1", "TZ": "UTC", "LC_ALL": "C"},
    {"PYTHONHASHSEED": "77", "TZ": "Asia/Shanghai", "SOURCE_DATE_EPOCH": "1700000000", "LC_ALL": "C.UTF-8"},
)


KINDS = ("agency", "annual", "group")
"""Of both sets of pages; an annual report has what a board report has."""
PROGRAM = """
import json, sys
from pathlib import Path
from reportgen.cli.app import app
target = Path(sys.argv[1])
for kind, folder in json.loads(sys.argv[2]):
    words = ["--report", kind, "--lang", "zh-en", "--embed", "all", "--persons", "-o", str(target / f"{kind}.pdf")]
    app(["render", folder, *words], standalone_mode=False)
"""
"""Renders kinds one after the other."""


def written(cases: list[tuple[str, Path]], target: Path, world: dict[str, str]) -> dict[str, str]:
    """Kind → digest of what another process writes in such a world, in this order."""
    target.mkdir()
    words = json.dumps([(kind, str(folder)) for kind, folder in cases])
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(target), words],
        check=False, capture_output=True, cwd=target, env={**os.environ, **world, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr.decode()
    return {kind: hashlib.sha256((target / f"{kind}.pdf").read_bytes()).hexdigest() for kind, _ in cases}


@pytest.mark.serves("000-22")
@pytest.mark.slow
def test_two_worlds_write_one_file_of_each_kind_in_whatever_order(tmp_path: Path):
    here = {kind: (Alliance if kind == "group" else Clinic)(tmp_path / "here" / kind).folder for kind in KINDS}
    there = {kind: tmp_path / "very" / "far" / "另一处" / kind for kind in KINDS}
    for kind, folder in there.items():
        shutil.copytree(here[kind], folder)
        os.utime(folder / "case.yaml", (0, 0))

    first = written([(kind, here[kind]) for kind in KINDS], tmp_path / "first", WORLDS[0])
    second = written([(kind, there[kind]) for kind in reversed(KINDS)], tmp_path / "second", WORLDS[1])

    assert first == second
    assert len(set(first.values())) == len(KINDS)


def digest_of(folder: Path, period: str) -> str:
    """What one worker makes of a period, after whatever it made before."""
    material = pipeline.evaluate(pipeline.check(folder), period=period)
    return hashlib.sha256(pipeline.render(material, report="board", mode="zh-en").pdf).hexdigest()


@pytest.mark.slow
@pytest.mark.serves("000-22")
def test_this_process_and_two_workers_of_a_pool_write_the_same_files(tmp_path: Path):
    folder = Clinic(tmp_path / "case").folder

    alone = {period: digest_of(folder, period) for period in ("2024", "2025")}
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        works = {period: pool.submit(digest_of, folder, period) for period in alone}
        together = {period: work.result() for period, work in works.items()}

    assert alone == together
    assert len(set(alone.values())) == 2
