"""Ranks that tied values share are those of scipy, without its import."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from scipy.special import chdtrc, ndtri
from scipy.stats import chi2, norm, rankdata

from reportgen.scoring.arrays import mean_ranks

VALUES = st.one_of(st.sampled_from([0.0, -0.0, 1.0, 2.5, np.nan, np.inf]), st.floats(-1e9, 1e9))


@given(arrays.arrays(np.float64, st.tuples(st.integers(0, 6), st.integers(0, 6)), elements=VALUES))
@pytest.mark.parametrize("axis", [None, 0, 1])
def test_ranks_are_those_of_scipy_to_the_bit(axis: int | None, matrix: np.ndarray):
    np.testing.assert_array_equal(mean_ranks(matrix, axis), rankdata(matrix, axis=axis))


def test_the_functions_of_scipy_special_are_those_of_its_statistics_to_the_bit():
    statistics, shares = np.linspace(0, 90, 400), np.linspace(0.001, 0.999, 400)

    for df in (1, 2, 5, 30):
        np.testing.assert_array_equal(chdtrc(df, statistics), chi2.sf(statistics, df))
    np.testing.assert_array_equal(ndtri(shares), norm.ppf(shares))
