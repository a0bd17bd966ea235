"""The two sample pages, rendered once for all tests of this folder."""

from __future__ import annotations

import pytest

from report.pdf.sample_pages import page, render
from reportgen.report.pdf import Rendered


@pytest.fixture(scope="session")
def report() -> Rendered:
    """A page as reports are: contents, notes, lists, charts, a table over pages, a field to sign in."""
    return render(page("report"))


@pytest.fixture(scope="session")
def stress() -> Rendered:
    """A page of everything that is hard to tag."""
    return render(page("stress"))
