"""The sample pages hold against PDF/A-3a and PDF/UA-1."""

from __future__ import annotations

from pathlib import Path

import pytest

from conformance.verapdf import validate
from reportgen.report.pdf import Rendered


@pytest.fixture
def files(report: Rendered, stress: Rendered, tmp_path: Path) -> list[Path]:
    written = {tmp_path / "report.pdf": report.pdf, tmp_path / "stress.pdf": stress.pdf}
    for path, content in written.items():
        path.write_bytes(content)
    return list(written)


def test_the_sample_pages_conform_to_both(files: list[Path]) -> None:
    verdicts = validate(files)

    assert len(verdicts) == 4
    assert [(verdict.path.name, verdict.flavour, verdict.rules) for verdict in verdicts if not verdict.conforms] == []
