"""Commands that write records, killed at some of their changes: `kills.py` tries them all, or for as long as BUDGET."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import rendered
from attack import acts, kills

USUAL = "4s"
"""For all commands together, in a run of the tests; each is tried at some points at least."""
LEAST = int(os.environ.get("POINTS", "2"))
"""Points at which a command of `acts.QUICK` is tried whatever it takes, the last change and the first; others at half."""


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("kills")


@pytest.mark.parametrize("act", acts.TIERED)
def test_a_command_that_is_killed_loses_nothing_and_the_next_one_works(act: acts.Act, scratch: Path):
    seconds = kills.seconds(os.environ.get("BUDGET", USUAL)) / len(acts.ACTS)
    with rendered.laid_out_once():
        least = LEAST if act.name in acts.QUICK else -(-LEAST // 2)
        tally = kills.attacked(act, scratch, seconds, least=least)

    assert tally.points >= 5
    assert tally.tried >= least
    assert tally.faults == []


@pytest.mark.slow
def test_the_attack_finds_what_no_recovery_puts_right(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    from reportgen.lifecycle import desk

    monkeypatch.setattr(desk, "recovered", lambda _, journal: (journal, ()))
    monkeypatch.setattr(desk, "put_right", lambda _: ())
    with rendered.laid_out_once():
        act = next(one for one in acts.ACTS if one.name == "issue")
        ready = kills.prepared(act, tmp_path)
        count = kills.points_of(act, ready, tmp_path)
        found = list(kills.faults_at(act, ready, tmp_path, count - 4))

    assert found != []
