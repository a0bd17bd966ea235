"""Makes the invented evaluations of these tests, and the invented scheme of scoring, importable by their names."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(1, str(Path(__file__).parent.parent / "scoring"))
