"""What a case is where its case.yaml does not say it."""

from __future__ import annotations

import pytest

from reportgen.catalog import load_catalog
from reportgen.model.casefile import NO_SCHEME, CaseFile


@pytest.mark.parametrize(
    ("currency", "regime", "scheme"),
    [("CNY", "2019", "comprehensive_80_20"), ("USD", "other", "us_hospital_financial"), ("GBP", "other", NO_SCHEME)],
)
def test_the_rules_and_the_scheme_are_those_of_the_country(currency: str, regime: str, scheme: str) -> None:
    file = CaseFile.model_validate({"currency": currency})

    assert (file.regime, file.scheme) == (regime, scheme)
    assert scheme in {NO_SCHEME, *load_catalog().schemes}


def test_what_is_said_holds() -> None:
    file = CaseFile.model_validate({"currency": "USD", "regime": "2019", "scheme": "four_views"})

    assert (file.regime, file.scheme) == ("2019", "four_views")
