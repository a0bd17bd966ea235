"""The same case gives the same bytes: in another process, folder, time zone, with another hash seed and another clock."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from lifecycle.conftest import Clinic

ROOT = Path(__file__).parents[2]
WORLDS = (
    {"PYTHONHASHSEED": "1", "TZ": "UTC", "LC_ALL": "C"},
    {"PYTHONHASHSEED": "77", "TZ": "Asia/Shanghai", "SOURCE_DATE_EPOCH": "1700000000", "LC_ALL": "C.UTF-8"},
)


@pytest.mark.serves("000-22")
@pytest.mark.parametrize("kind", ["board", "agency", "annual"])
@pytest.mark.parametrize("lang", ["zh-en"])
def test_two_worlds_write_one_file(kind: str, lang: str, tmp_path: Path):
    clinic = Clinic(tmp_path / "here" / "case")
    there = tmp_path / "very" / "far" / "另一处" / "case"
    shutil.copytree(clinic.folder, there)
    os.utime(there / "case.yaml", (0, 0))

    digests = set()
    for number, (folder, world) in enumerate(zip((clinic.folder, there), WORLDS, strict=True)):
        target = tmp_path / f"{number}.pdf"
        words = [str(folder), "--report", kind, "--lang", lang, "--embed", "all", "--persons", "-o", str(target)]
        done = subprocess.run(
            [sys.executable, "-m", "reportgen", "render", *words],
            check=False, capture_output=True, cwd=folder, env={**os.environ, **world, "PYTHONPATH": str(ROOT)},
        )  # fmt: skip
        assert target.is_file(), done.stderr.decode()
        digests.add(hashlib.sha256(target.read_bytes()).hexdigest())

    assert len(digests) == 1
