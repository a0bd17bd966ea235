"""Everything of `make check` but the tests: all linters run, then the exit code tells whether one complained."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from typing import Final

PROJECT: Final = Path(__file__).resolve().parent.parent
BIN: Final = Path(sys.executable).parent

LINTERS: Final[dict[str, tuple[str | Path, ...]]] = {
    "format": (BIN / "ruff", "format", "--check", "."),
    "ruff": (BIN / "ruff", "check", "."),
    "types": (BIN / "mypy", "--strict"),
    "import order": (BIN / "lint-imports", "--no-cache"),
    "templates": (BIN / "djlint", "templates", "--lint", "--profile", "jinja", "--quiet"),
    "styles": (sys.executable, "scripts/lint_styles.py"),
    "documents": (sys.executable, "scripts/lint_documents.py"),
}


def passes(name: str, command: tuple[str | Path, ...]) -> bool:
    """Run one linter; its output is shown only if it complains."""
    started = time.perf_counter()
    done = subprocess.run(
        list(map(str, command)), cwd=PROJECT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    state = "failed" if done.returncode else "passed"
    print(f"check: {name:<14} {state} in {time.perf_counter() - started:.1f} s", flush=True)
    if done.returncode:
        print(done.stdout, flush=True)
    return done.returncode == 0


def main() -> int:
    """Run all linters, whatever the first ones say."""
    verdicts = [passes(name, command) for name, command in LINTERS.items()]
    return 0 if all(verdicts) else 1


if __name__ == "__main__":
    sys.exit(main())
