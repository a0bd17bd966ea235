"""What is timed is made as it says: hospitals sound or untidy, formulas by hand that give our values, stages by name."""

from __future__ import annotations

import math
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from bench import compute as bench
from bench import formulas, hospitals
from bench.stages import Watch, table
from reportgen import checks, compute, pipeline
from reportgen.model.finding import Severity


def test_a_group_is_as_large_as_it_says_and_sound(tmp_path: Path):
    checked = pipeline.check(hospitals.group(tmp_path, 19))

    values = checked.reading.dataset.values
    assert len(set(values.index.get_level_values("entity"))) == 19
    assert 2 * 19 < len(values) <= 3 * 19
    assert checked.findings == ()
    first, copy = (values.xs(name, level="entity")["total_income"].to_numpy() for name in ("H00001", "H00019"))
    assert len(set(np.ravel(copy / first).round(4))) == 1  # the eighteen of the sample begin anew, in another size
    assert not np.allclose(copy, first)


def test_a_panel_has_holes_and_sums_that_do_not_tie(tmp_path: Path):
    checked = pipeline.check(hospitals.untidy_panel(tmp_path, 3))

    values = checked.reading.dataset.values
    assert len(values) == 2 * 3
    assert 0.05 < np.isnan(values.to_numpy()).mean() < 0.5
    assert checks.counted(checked.findings, checked.catalog)[Severity.ERROR] > 0


def test_formulas_by_hand_give_our_values():
    given = bench.nation(30)
    wide = given.dataset.values.droplevel("view", axis="columns")
    own = compute.indicators(given.dataset, given.catalog).values.to_numpy()

    assert bench.agreeing(own, formulas.script(given.catalog)(wide)) == 1.0

    rows = [dict(row) for row in wide.iloc[:5].to_dict("records")][::-1]  # one hospital, this year's first
    days, known, same = 365.0, 0, 0
    for number, formula in enumerate(formulas.functions(given.catalog)):
        try:
            value = formula([*rows, *[dict.fromkeys(given.catalog.items, math.nan)] * 3], days)
        except (ArithmeticError, ValueError, TypeError):
            continue
        if not math.isnan(value) and not math.isnan(own[4, number]):
            known, same = known + 1, same + math.isclose(value, own[4, number], rel_tol=1e-9)
    assert known > 50
    assert same == known


def test_time_of_an_inner_stage_is_not_counted_twice():
    watch = Watch()
    inner = watch.time("inner", lambda: sum(range(2_000_000)))
    outer = watch.time("outer", lambda: [inner()])

    outer()

    assert watch.spent["inner"] > watch.spent["outer"] >= 0


@pytest.mark.slow
def test_every_stage_is_a_function_that_there_is():
    done = subprocess.run(
        [sys.executable, "-c", "from bench.stages import Watch; Watch().attend()"],
        cwd=Path(__file__).parents[2], capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr


def test_stages_are_told_the_longest_first():
    rounds = [{"read": 1.0, "layout": 2.0}, {"read": 0.5, "layout": 3.0}, {"layout": 1.0}]

    assert table(0.25, rounds).splitlines()[2:] == [
        "| layout | 2,000 | 2,000 |",
        "| read | 1,000 | 250 |",
        "| imports | 250 | 0 |",
        "| sum | 3,250 | 2,250 |",
    ]
