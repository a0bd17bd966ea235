"""``python -m bench [--rounds N]``: our way against the usual way, cold and warm, and where our time goes."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path
from typing import Final

from bench import material, rounds, sameness, table
from bench.rounds import Measured
from reportgen.model.definition import LanguageMode

CASE: Final = Path(__file__).resolve().parent.parent / "samples" / "renhe"
LEAST: Final = 5


def main() -> int:
    """Measure and print; 0 if the two sides are the same report and both targets are met."""
    asked = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    asked.add_argument("--rounds", type=int, default=LEAST)
    asked.add_argument("--case", type=Path, default=CASE)
    asked.add_argument("--mode", choices=("zh", "en", "zh-en"), default="zh-en")
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        return measure(given.case, given.mode, given.rounds, Path(folder))


def measure(case: Path, mode: LanguageMode, count: int, folder: Path) -> int:
    """Everything that is printed."""
    prepared = folder / "material"
    told(f"preparing {case.name}")
    made = material.keep(case, mode, prepared)
    same = _sameness(prepared, mode, folder)
    cold = rounds.cold(count, prepared, mode, told)
    warm = rounds.warm(count, prepared, mode, told)
    command = [_command(case, mode, folder) for _ in range(count)]
    stages = {side: _stages(side, prepared, mode) for side in ("ours", "usual")}
    told("")
    print(table.compared(cold, warm, command, same))
    print(table.stages(stages, made.cells))
    return 0 if same.holds and table.met(cold, warm) else 1


def _sameness(prepared: Path, mode: str, folder: Path) -> sameness.Sameness:
    files = {side: folder / f"{side}.pdf" for side in ("ours", "usual")}
    for side, file in files.items():
        told(f"same pages and words? {side}")
        rounds.of_process(rounds.command_of(side, prepared, mode, file))
    return sameness.compare(files["ours"].read_bytes(), files["usual"].read_bytes())


def _command(case: Path, mode: str, folder: Path) -> Measured:
    told("whole command")
    target = folder / "command.pdf"
    program: list[str | Path] = [
        sys.executable,
        "-m",
        "reportgen",
        "render",
        case,
        "--lang",
        mode,
        "-o",
        target,
        "--force",
    ]
    return rounds.of_process(program, ends=(0, 1))[0]  # 1: written, with findings


def _stages(side: str, prepared: Path, mode: str) -> table.Stages:
    told(f"stages {side}")
    printed = rounds.of_process([sys.executable, "-m", "bench.stages", side, prepared, mode])[1]
    return table.Stages(**json.loads(printed))


def told(step: str) -> None:
    """Progress, on a terminal only."""
    if sys.stderr.isatty():
        print(f"\r\033[K{step}", end="", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
