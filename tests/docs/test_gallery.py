"""The gallery shows a page of each kind of report and each language."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from reportgen.catalog import load_catalog
from scripts.docs import gallery

PROJECT = Path(__file__).resolve().parents[2]
SHOWN = re.compile(r"!\[[^\]]+\]\((?:docs/)?pictures/([a-z-]+)\.png\)")


def test_every_kind_of_report_and_every_language_is_shown() -> None:
    sources = [one.source for one in gallery.PICTURES]

    assert {kind for _, kind, _, _ in sources} == set(load_catalog().reports)
    assert {mode for *_, mode in sources} == {"zh", "en", "zh-en"}


@pytest.mark.parametrize(("document", "fewest"), [("docs/gallery.md", len(gallery.PICTURES)), ("README.md", 3)])
def test_documents_show_pictures_that_are_there(document: str, fewest: int) -> None:
    shown = SHOWN.findall((PROJECT / document).read_text(encoding="utf-8"))

    assert len(set(shown)) >= fewest
    assert {*shown} <= {one.name for one in gallery.PICTURES}
    assert all((PROJECT / gallery.FOLDER / f"{name}.png").is_file() for name in shown)


def test_reports_that_share_their_pages_stand_together() -> None:
    """Each report is rendered once for all its pictures."""
    sources = [one.source for one in gallery.PICTURES]
    runs = [source for at, source in enumerate(sources) if at == 0 or sources[at - 1] != source]

    assert len(runs) == len(set(runs))
