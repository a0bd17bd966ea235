"""The bench of many reports measures what it says: every side, orders through a cluster, the record."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bench import scale
from bench.processes import Measured


def test_each_side_makes_the_same_cases_in_turns_with_an_empty_cache(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    seen: list[tuple[tuple[Any, ...], Path]] = []

    def ours(*words: Any, cache: Path, limit: float) -> Measured:
        del limit
        seen.append((words, cache))
        return Measured({"1": 10.0, "2": 6.0}.get(words[words.index("--out") + 3], 6.3), 1.0, 500.0)

    monkeypatch.setattr(scale, "ours", ours)
    goals = {one.name: one for one in scale.reports(tmp_path, 3, 2)}

    assert len(seen) == len({cache for _, cache in seen}) == 2 * len(scale.SIDES)
    assert {words[1] for words, _ in seen} == {tmp_path / "cases"}
    assert len([*(tmp_path / "cases").iterdir()]) == 3
    two = goals["two processes against one, wall"]
    assert (two.figures, two.won) == ((0.6,), False)
    assert goals["a cluster of two against two processes, wall"].figures == (pytest.approx(1.05),)
    assert goals["reports a second: serial"].figures == (0.3,)


@pytest.mark.slow
def test_orders_that_do_nothing_go_through_a_cluster_and_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scale, "EVERY", 20)
    rate, sizes = scale.orders(50)

    assert min(rate.figures) > 1
    assert all(one > 10 for one in sizes.figures)


def test_the_record_is_written_and_read_as_a_batch_does_it(tmp_path: Path) -> None:
    written, read = scale.record(tmp_path, 3000)

    assert written.figures[0] > 0
    assert "3,000 reports" in read.name
