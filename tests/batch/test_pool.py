"""Workers take one order at a time, are replaced when they grow or die, and go with the program."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from batch import acts
from reportgen.batch.pool import Bounds, Ending, each


def test_every_order_is_answered_once() -> None:
    found = list(each(acts.twice, range(20), Bounds(2, 60.0)))

    assert sorted((one.order, one.answer[0]) for one in found if one.answer) == [(n, 2 * n) for n in range(20)]
    assert os.getpid() not in {one.answer[1] for one in found if one.answer}


def test_no_order_is_taken_before_a_worker_is_free_for_it() -> None:
    taken: list[int] = []

    def orders() -> Iterator[int]:
        for number in range(10):
            taken.append(number)
            yield number

    answers = each(acts.twice, orders(), Bounds(2, 60.0))
    next(answers)

    assert len(taken) <= 3
    assert len(list(answers)) == 9


@pytest.mark.slow
def test_one_that_takes_too_long_is_stopped_and_the_others_go_on() -> None:
    began = time.monotonic()
    found = list(each(acts.by_word, ["a", "sleep", "b", "c"], Bounds(2, 5.0)))

    assert {one.order: one.ending for one in found} == {
        "a": Ending.ANSWERED, "sleep": Ending.TOO_LONG, "b": Ending.ANSWERED, "c": Ending.ANSWERED,
    }  # fmt: skip
    assert time.monotonic() - began < 60


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_one_whose_worker_is_killed_is_told_with_the_signal_and_the_others_go_on() -> None:
    found = {one.order: one for one in each(acts.by_word, ["die", "a", "b"], Bounds(1, 60.0))}

    assert (found["die"].ending, found["die"].code) == (Ending.DIED, -9)
    assert [found[word].answer for word in "ab"] == ["A", "B"]


def test_a_worker_that_has_grown_is_replaced() -> None:
    bounds = Bounds(1, 60.0, memory=1)
    pids = [one.answer[1] for one in each(acts.twice, range(3), bounds) if one.answer]

    assert len(set(pids)) == 3
    pids = [one.answer[1] for one in each(acts.twice, range(3), Bounds(1, 60.0)) if one.answer]
    assert len(set(pids)) == 1


PARENT = """
import sys
from batch import acts
from reportgen.batch.pool import Bounds, each
if __name__ == "__main__":
    list(each(acts.report_itself, [sys.argv[1]], Bounds(1, 600.0)))
"""


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="asks the system who is alive")
def test_no_worker_outlives_a_program_that_asks_nothing_of_it_any_more(tmp_path: Path) -> None:
    answers = each(acts.by_word, ["a", "sleep"], Bounds(2, 600.0))
    assert next(answers).answer == "A"
    answers.close()  # type: ignore[attr-defined]  # a generator

    script, left = tmp_path / "parent.py", tmp_path / "pid"
    script.write_text(PARENT, encoding="ascii")
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen([sys.executable, script, left], env=environment) as parent:
        deadline = time.monotonic() + 60
        while not (left.is_file() and left.read_text()) and time.monotonic() < deadline:
            time.sleep(0.05)
        worker = int(left.read_text())
        parent.terminate()
    assert worker
