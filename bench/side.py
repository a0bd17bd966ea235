"""One process of one side: takes up the prepared case and renders, once or whenever a line comes in.

``python -m bench.side ours FILE MODE`` prints one line of JSON for each report.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path

from bench import material
from bench.sides import SIDES, aside
from reportgen.model.definition import LanguageMode


def report(name: str, prepared: material.Prepared, mode: LanguageMode, target: str = "") -> dict[str, float]:
    """Render once; seconds, bytes and the most memory so far (megabytes)."""
    aside.wall = aside.processor = 0.0
    wall, processor = time.perf_counter(), time.process_time()
    rendered = SIDES[name](prepared, mode)
    wall, processor = time.perf_counter() - wall - aside.wall, time.process_time() - processor - aside.processor
    if target:
        Path(target).write_bytes(rendered.pdf)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    asides = {"aside_wall": aside.wall, "aside_cpu": aside.processor}
    return {"wall": wall, "cpu": processor, "memory": memory, "bytes": len(rendered.pdf), **asides}


def main(name: str, file: str, mode: LanguageMode, target: str = "") -> None:
    """Render at once; then again for every line read, until there is none."""
    prepared = material.taken_up(Path(file))
    print(json.dumps(report(name, prepared, mode, target)), flush=True)
    for _ in sys.stdin:
        print(json.dumps(report(name, prepared, mode)), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])  # type: ignore[arg-type]
