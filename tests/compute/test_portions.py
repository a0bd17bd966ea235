"""A panel computed in portions is the panel computed at once: values, reasons, remarks."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from reportgen import compute
from reportgen.catalog import load_catalog
from reportgen.compute import engine
from reportgen.compute.engine import portions
from reportgen.model.dataset import Adjustment, Dataset, FormReading, Observation, View, from_observations
from reportgen.model.place import NOWHERE
from reportgen.model.terms import Terms

WHOLE = load_catalog()
SOME = ("total_asset_turnover", "return_on_net_assets", "business_income_per_staff", "income_per_bed", "cash_ratio")
CATALOG = replace(WHOLE, indicators={name: WHOLE.indicators[name] for name in (*SOME, "medical_income_growth")})
ITEMS = ("total_assets", "net_assets", "medical_income", "other_income", "avg_staff", "beds_open", "short_term_loans")
VIEWS = (View.PERIOD, View.OPEN, View.YEAR_TO_DATE)


@some.composite
def panels(draw: some.DrawFn) -> Dataset:
    keys = some.tuples(
        some.sampled_from(["h1", "h2", "h3", "h4", "h5"]),
        some.sampled_from(["2024", "2025", "2025-01", "2025-02", "2025-Q1"]),
        some.sampled_from(ITEMS),
        some.sampled_from(VIEWS),
    )
    figures = draw(some.dictionaries(keys, some.sampled_from([0.0, 1.0, -3.0, 250.0, 1e6]), min_size=1, max_size=60))
    forms = [FormReading(h, p, "会政财01", NOWHERE) for h, p in {key[:2] for key in figures} if draw(some.booleans())]
    whole = from_observations(
        [Observation(i, h, p, v, value, "money", NOWHERE) for (h, p, i, v), value in figures.items()], forms
    )
    audited = {(i, h, p, str(v)): Adjustment(1, 0, 1, "-", NOWHERE) for h, p, i, v in list(figures)[:3]}
    composed = tuple(replace(form, at_end=draw(some.booleans())) for form in whole.forms if draw(some.booleans()))
    forms = tuple(form for form in whole.forms if form not in composed)
    return Dataset(whole.values, whole.place, forms=forms, adjustments=audited, composed=composed)


@pytest.mark.slow
@settings(max_examples=40, deadline=None)
@given(panel=panels(), rows=some.integers(1, 4))
def test_portions_change_nothing(panel: Dataset, rows: int):
    terms = Terms(invalid=frozenset({("total_assets", "h2", "2025")}), breaks=(2025,))
    at_once = compute.indicators(panel, CATALOG, terms=terms)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "portions", partial(portions, rows=rows))
        in_portions = compute.indicators(panel, CATALOG, terms=terms)

    pd.testing.assert_frame_equal(in_portions.values, at_once.values)
    pd.testing.assert_frame_equal(in_portions.reasons, at_once.reasons)
    assert in_portions.flags == at_once.flags


def table(hospitals: list[str]) -> Dataset:
    index = pd.MultiIndex.from_arrays([hospitals, [str(2000 + n) for n in range(len(hospitals))]])
    columns = pd.MultiIndex.from_tuples([("total_assets", "")])
    return Dataset(pd.DataFrame(np.ones((len(hospitals), 1)), index=index, columns=columns), place=lambda _: None)


def test_no_hospital_is_cut_in_two():
    found = [list(part.values.index.get_level_values(0)) for _, part in portions(table([*"aabbbcd"]), rows=2)]

    assert found == [["a", "a"], ["b", "b", "b"], ["c"], ["d"]]


def test_what_has_as_many_rows_as_a_portion_is_left_whole():
    panel = table([*"aabb"])

    ((rows, part),) = portions(panel, rows=4)

    assert (rows, part is panel) == (slice(0, 4), True)
    assert [rows for rows, _ in portions(panel, rows=2)] == [slice(0, 2), slice(2, 4)]


def test_rows_that_do_not_stand_together_are_one_portion():
    (only,) = portions(table([*"aba"]), rows=1)

    assert only[0] == slice(0, 3)


def test_an_empty_panel_is_computed():
    assert compute.indicators(from_observations([]), CATALOG).values.empty


@pytest.mark.slow
@settings(max_examples=20, deadline=None)
@given(
    panel=panels(), wanted=some.lists(some.sampled_from(sorted(WHOLE.indicators)), min_size=1, max_size=3, unique=True)
)
def test_some_indicators_alone_are_what_they_are_among_all(panel: Dataset, wanted: list[str]):
    terms = Terms(invalid=frozenset({("total_assets", "h2", "2025")}), breaks=(2025,))
    among_all = compute.indicators(panel, WHOLE, terms=terms)
    alone = compute.indicators(panel, WHOLE, terms=terms, wanted=wanted)

    pd.testing.assert_frame_equal(alone.values, among_all.values[wanted])
    pd.testing.assert_frame_equal(alone.reasons, among_all.reasons[wanted])
    assert alone.flags == {key: flags for key, flags in among_all.flags.items() if key[0] in wanted}
