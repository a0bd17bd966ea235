"""Quartiles and places in peer groups, against pandas, with ties and holes."""

from __future__ import annotations

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as some
from hypothesis.extra import numpy as arrays

from reportgen.compute.peer_groups import peer_statistics

NUMBERS = some.sampled_from([0.0, 1.0, 1.0, 2.5, -3.0, np.nan, 1e6])


@settings(max_examples=150, deadline=None)
@given(
    values=arrays.arrays(np.float64, some.tuples(some.integers(1, 30), some.integers(1, 3)), elements=NUMBERS),
    seed=some.integers(0, 9),
)
def test_quartiles_and_percentiles_are_those_of_pandas(values: np.ndarray, seed: int):
    groups = np.random.default_rng(seed).integers(0, 4, len(values))
    found = peer_statistics(values, groups)

    by_group = pd.DataFrame(values).groupby(groups)
    quartiles = by_group.quantile([0.25, 0.5, 0.75]).to_numpy().reshape(found.quartiles.shape)
    percentiles = (by_group.rank() - 0.5) / by_group.transform("count")
    np.testing.assert_allclose(found.quartiles, quartiles, rtol=1e-12)
    np.testing.assert_allclose(found.percentiles, percentiles.to_numpy(), rtol=1e-12)
    np.testing.assert_array_equal(found.counts, by_group.count().to_numpy())


def test_equal_values_share_the_middle_of_their_places():
    found = peer_statistics(np.array([[1.0], [2.0], [2.0], [3.0]]), np.zeros(4, dtype=np.int64))

    assert found.percentiles[:, 0].tolist() == [0.125, 0.5, 0.5, 0.875]
    assert found.quartiles[0, :, 0].tolist() == [1.75, 2.0, 2.25]
