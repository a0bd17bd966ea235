"""The same case gives the same bytes: in another process, folder, time zone, with another hash seed and another clock."""

from __future__ import annotations

import hashlib
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


def rendered(folder: Path, target: Path, *words: str, world: dict[str, str]) -> str:
    """The digest of what another process writes in such a world."""
    done = subprocess.run(
        [sys.executable, "-m", "reportgen", "render", str(folder), *words, "-o", str(target)],
        check=False, capture_output=True, cwd=folder, env={**os.environ, **world, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert target.is_file(), done.stderr.decode()
    return hashlib.sha256(target.read_bytes()).hexdigest()


@pytest.mark.serves("000-22")
@pytest.mark.parametrize("kind", ["board", "agency", "annual", "group"])
@pytest.mark.parametrize("lang", ["zh-en"])
def test_two_worlds_write_one_file(kind: str, lang: str, tmp_path: Path):
    case = (Alliance if kind == "group" else Clinic)(tmp_path / "here" / "case")
    there = tmp_path / "very" / "far" / "另一处" / "case"
    shutil.copytree(case.folder, there)
    os.utime(there / "case.yaml", (0, 0))
    words = ("--report", kind, "--lang", lang, "--embed", "all", "--persons")

    digests = {
        rendered(folder, tmp_path / f"{number}.pdf", *words, world=world)
        for number, (folder, world) in enumerate(zip((case.folder, there), WORLDS, strict=True))
    }

    assert len(digests) == 1


def digests_of(folder: Path, jobs: int) -> dict[str, str]:
    """Period → digest of its report, written by so many worker processes of one pool."""
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        works = {period: pool.submit(digest_of, folder, period) for period in ("2024", "2025")}
        return {period: work.result() for period, work in works.items()}


def digest_of(folder: Path, period: str) -> str:
    """What one worker makes of a period, after whatever it made before."""
    material = pipeline.evaluate(pipeline.check(folder), period=period)
    return hashlib.sha256(pipeline.render(material, report="board", mode="zh-en").pdf).hexdigest()


@pytest.mark.serves("000-22")
def test_one_worker_and_two_write_the_same_files(tmp_path: Path):
    clinic = Clinic(tmp_path / "case")

    alone, together = (digests_of(clinic.folder, jobs) for jobs in (1, 2))

    assert alone == together
    assert len(set(alone.values())) == 2
