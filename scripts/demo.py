"""Renders both samples into a folder and says where the reports are: `python scripts/demo.py out`."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from typing import Final

PROJECT: Final = Path(__file__).resolve().parent.parent
SAMPLES: Final = ("renhe", "us-cms")


def render(sample: str, target: Path) -> int:
    """Render one sample by the command that a user types; returns its exit code."""
    shown = target.relative_to(PROJECT) if target.is_relative_to(PROJECT) else target
    words = ["render", f"samples/{sample}", "--report", "board", "--lang", "zh-en", "--force", "-o", str(shown)]
    print(f"demo: reportgen {' '.join(words)}", flush=True)
    started = time.perf_counter()
    code = subprocess.run([Path(sys.executable).with_name("reportgen"), *words], cwd=PROJECT, check=False).returncode
    print(f"demo: {sample} done in {time.perf_counter() - started:.1f} s, exit code {code}", flush=True)
    return code


def main(folder: Path) -> int:
    """Render all samples; 0 if each report was written."""
    folder.mkdir(parents=True, exist_ok=True)
    targets = [folder / f"{sample}-board.pdf" for sample in SAMPLES]
    codes = [render(sample, target) for sample, target in zip(SAMPLES, targets, strict=True)]
    print("\nReports:")
    for target in targets:
        state = f"{target.stat().st_size / 1024:,.0f} KB" if target.is_file() else "not written"
        print(f"  {target}  ({state})")
    return max(codes)


if __name__ == "__main__":
    sys.exit(main((PROJECT / (sys.argv[1] if len(sys.argv) > 1 else "out")).resolve()))
