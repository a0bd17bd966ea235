"""Every goal is printed with its figure, won or lost; what cannot be measured is lost, and the others follow."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bench import __main__ as program
from bench import goals
from bench.goals import Goal, Run
from bench.processes import Measured, NotEndedError, measured, ratio

CLINIC = Path(__file__).parents[1] / "cases" / "clinic"


def lost(_: Run) -> Iterator[Goal]:
    """A section whose second row is over its bar."""
    yield Goal("memory", 900.0, (850.0,))
    yield Goal("time", 0.5, (0.4, 0.6), "first 3 s")


def broken(_: Run) -> Iterator[Goal]:
    """A section that ends early: it has a row."""
    yield Goal("told", None, (7.0,))
    raise NotEndedError("ended with 70: no memory")


def won(_: Run) -> Iterator[Goal]:
    """A section that keeps its bar."""
    yield Goal("words", 0.3, (0.3,))


def test_the_table_is_whole_whatever_is_lost_and_the_end_tells_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    run = Run(tmp_path, tmp_path, 1)

    assert program.printed(run, (broken, lost, won)) == 1
    assert capsys.readouterr().out.splitlines()[2:] == [
        "| told |  | 7.00 |  |",
        "| A section that ends early: it has a row |  | — | LOST; ended with 70: no memory |",
        "| memory | ≤ 900 | 850 | won |",
        "| time | ≤ 0.5 | 0.40 / 0.60 | LOST; first 3 s |",
        "| words | ≤ 0.3 | 0.30 | won |",
        "",
        "2 lost",
    ]
    assert program.printed(run, (won,)) == 0


def test_ratios_are_medians_over_rounds_not_of_medians():
    ours = [Measured(one, one, 1) for one in (1.0, 4.0, 9.0)]
    theirs = [Measured(two, two, 1) for two in (2.0, 4.0, 10.0)]

    assert ratio(ours, theirs, "cpu") == pytest.approx(0.9)


def test_time_of_what_a_command_starts_is_its_own():
    busy = "import time; any(time.process_time() > 1 for _ in iter(int, 1))"  # a second of it, however fast the machine
    command = [sys.executable, "-c", f"import subprocess, sys; subprocess.run([sys.executable, '-c', '{busy}'])"]

    assert measured(command).cpu > measured([sys.executable, "-c", "import subprocess"]).cpu + 0.5


def test_a_command_that_fails_or_takes_too_long_is_not_measured():
    with pytest.raises(NotEndedError, match="ended with 3: no such case"):
        measured([sys.executable, "-c", "import sys; print('no such case', file=sys.stderr); sys.exit(3)"])
    with pytest.raises(NotEndedError, match="not ended in 0 s"):
        measured([sys.executable, "-c", "import time; time.sleep(60)"], limit=0.2)
    with pytest.raises(NotEndedError, match="without a word"):
        goals._first_words(["--no-such-option-that-says-nothing"], [sys.executable, "-c", "pass"])


def test_a_case_that_was_seen_is_measured_with_what_was_kept_of_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    seen: list[Path] = []

    def ours(*_: object, cache: Path) -> Measured:
        seen.append(cache)
        return Measured(1.0, 0.1 if cache in seen[:-1] else 1.0, 1.0)

    monkeypatch.setattr(goals, "ours", ours)
    run = Run(tmp_path, tmp_path, 2)

    assert [(one.won, one.figures[0]) for one in goals.unchanged_case(run)] == [(False, 0.1)] * 3  # by the clock
    assert [one.figures[0] for one in goals.second_language(run)] == [0.1]
    assert len(set(seen)) == len(seen) / 2


def test_growth_is_what_a_hospital_more_costs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    sizes = iter((1, 2, 4))

    def ours(*_: object, **__: object) -> Measured:
        size = next(sizes)
        return Measured(0.0, 5.0 + size**2, 1.0)  # a start of 5 s, and a square

    monkeypatch.setattr(goals, "ours", ours)
    monkeypatch.setattr(goals.hospitals, "untidy_panel", lambda folder, _: folder)

    *_, grown = goals._panel(Run(tmp_path, tmp_path, 1), "csv", "figures", (1, 2, 4), None)

    assert grown.figures == (pytest.approx((21 - 9) / 2 / ((9 - 6) / 1)),)
    assert not grown.won


def test_a_panel_that_does_not_end_has_not_grown_as_it_may(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    def ours(*_: object, **__: object) -> Measured:
        raise NotEndedError("not ended in 300 s")

    monkeypatch.setattr(goals, "ours", ours)
    monkeypatch.setattr(goals.hospitals, "untidy_panel", lambda folder, _: folder)

    found = [*goals._panel(Run(tmp_path, tmp_path, 1), "csv", "figures", (1, 2, 4), None)]

    assert [(one.won, one.said) for one in found] == [(False, "not ended in 300 s")] * 2


@pytest.mark.slow
def test_everything_is_measured_in_a_quick_round():
    command = [sys.executable, "-m", "bench", "--quick", "--case", str(CLINIC)]

    done = subprocess.run(command, capture_output=True, text=True, cwd=CLINIC.parents[2], check=False)

    assert done.returncode in {0, 1}, done.stderr
    rows = [line for line in done.stdout.splitlines() if line.startswith("| ")][2:]
    assert len(rows) == 17
    assert [row for row in rows if "| — |" in row] == []  # nor has one of the other ways another content


def test_a_quick_round_leaves_no_section_out_but_the_annual_report(monkeypatch: pytest.MonkeyPatch):
    seen: list[object] = []
    monkeypatch.setattr(sys, "argv", ["bench", "--quick", "--case", str(CLINIC)])
    monkeypatch.setattr(program, "printed", lambda run, sections: seen.extend((replace(run), *sections)) or 0)

    assert program.main() == 0
    assert {*goals.SECTIONS} - {*seen[1:]} == {goals.annual}
    assert seen[0].rounds == 1
