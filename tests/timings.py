"""Seconds that each file of tests took when it last ran here: what `make near` plans by and `make bench` prints."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

import pytest

import kept

KEY: Final = "timings"
"""Not a digest: what was measured last holds until it is measured again."""


class Timings:
    """Listens to a run and adds up what set-up, call and tear-down of each file take."""

    def __init__(self) -> None:
        self.seconds: defaultdict[str, float] = defaultdict(float)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """One phase of one test; under xdist the run hears of those of its workers."""
        self.seconds[report.nodeid.partition("::")[0]] += report.duration

    def pytest_sessionfinish(self) -> None:
        """Keep them beside those of files that did not run."""
        found = {
            name: round(seconds, 2) for name, seconds in sorted((read() | self.seconds).items()) if _is_there(name)
        }
        kept.store().put(KEY, json.dumps(found).encode())


def read() -> Mapping[str, float]:
    """File → seconds; empty where nothing was timed."""
    with suppress(ValueError):
        found: dict[str, float] = json.loads(kept.store().get(KEY) or b"{}")
        return found
    return {}


def _is_there(name: str) -> bool:
    return (kept.PROJECT / Path(name)).is_file()
