"""Rebuilds the workbooks of samples/renhe from their model."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]

if __name__ == "__main__":
    sys.exit(subprocess.run([sys.executable, "-m", "scripts.renhe", *sys.argv[1:]], cwd=ROOT, check=False).returncode)
