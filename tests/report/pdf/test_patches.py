"""What is changed in the layout engine is known, guarded and undone."""

from __future__ import annotations

import importlib.metadata

import pytest

from reportgen.report.pdf import patches
from reportgen.report.pdf.patches import PATCHES, Patch, altered_engine


@pytest.mark.parametrize("patch", PATCHES, ids=lambda patch: patch.name)
def test_upstream_has_not_changed_what_we_replace(patch: Patch) -> None:
    assert patch.is_known(), f"{patch.name} changed upstream: read the new source before renewing its hash"


def test_the_engine_is_the_pinned_one() -> None:
    assert importlib.metadata.version("weasyprint") == patches.VERSION


def test_another_source_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patches, "PATCHES", (Patch(patches.inline, "justify_line", "0" * 64),))
    patches.require_known_engine.cache_clear()
    try:
        with pytest.raises(RuntimeError, match="justify_line"), altered_engine():
            pass
    finally:
        patches.require_known_engine.cache_clear()


def test_the_engine_is_itself_again_after_a_render_and_after_a_failure() -> None:
    before = [patch.original() for patch in PATCHES]

    with altered_engine():
        assert all(patch.original() is not plain for patch, plain in zip(PATCHES, before, strict=True))
    with pytest.raises(ZeroDivisionError), altered_engine():
        raise ZeroDivisionError

    assert [patch.original() for patch in PATCHES] == before
