"""Report after report in one process: `python -m attack.soak CASE COUNT` prints memory in MB after each."""

from __future__ import annotations

import sys
from pathlib import Path

from reportgen import pipeline

PAGES = 4096
"""Bytes of a page of memory, as Linux counts them in /proc."""


def resident() -> float:
    """Memory that this process holds now, in MB."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * PAGES / 1e6


def main(case: Path, count: int) -> None:
    """Read, evaluate and lay out so many times."""
    for _ in range(count):
        checked = pipeline.check(case)
        material = pipeline.grounds(checked, report="board")
        pages = pipeline.render(material, report="board", mode="zh-en")
        assert pages.pdf.startswith(b"%PDF")
        sys.stdout.write(f"{resident():.1f}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
