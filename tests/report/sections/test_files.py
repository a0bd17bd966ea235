"""Files: every source with its digest, and those inside the PDF."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from report.sections.annual import EACH, YEARS, rows, sheet, tables
from reportgen.analysis.material import Material
from reportgen.report.section import Report


@EACH
def test_digests_are_those_of_the_files(reports: Callable[..., Report], materials: Callable[..., Material], name: str):
    material = materials(name, YEARS[name])
    inside, sources = tables(sheet(reports(name, "zh", YEARS[name], "annual"), "files"))
    assert [row[0] for row in rows(inside)] == ["results.json", "numbers.json"]
    shown = dict(rows(sources))
    assert len(shown) == len(material.files) > 0
    for file, digest in shown.items():
        assert hashlib.sha256((material.case.folder / file).read_bytes()).hexdigest().startswith(digest)
