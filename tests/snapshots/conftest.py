"""Whether what is kept is written anew."""

import pytest


@pytest.fixture
def renew(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--renew-snapshots"))
