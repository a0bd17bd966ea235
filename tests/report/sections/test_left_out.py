"""What a version for an audience leaves out, told on a page of its own."""

from __future__ import annotations

import pytest

from report.sections.annual import rows
from report.sections.ranking import wanting
from report.sections.subjects import page, tables
from reportgen.analysis.material import Material
from reportgen.pipeline.redaction import redacted
from reportgen.report.assembly import hospital


@pytest.mark.serves("003-106")
def test_each_kind_that_is_left_out_has_a_row_with_reason_and_rule(renhe: Material) -> None:
    public = redacted(renhe, "board", "public")
    kinds = public.catalog.audiences["public"].withholds.values()
    sheet = page(public, "left_out")
    rules = {kind.name.zh: kind.source.partition(" / ") for kind in kinds}
    assert list(rows(tables(sheet)[0], "zh")) == [(one.name.zh, one.why.zh, rules[one.name.zh][0]) for one in kinds]
    assert list(rows(tables(sheet)[0], "en")) == [(one.name.en, one.why.en, rules[one.name.zh][2]) for one in kinds]
    assert all(english for _, _, english in rules.values())
    assert sheet.headline.en == f"The public version leaves out {len(kinds)} kinds of contents"


def test_a_version_that_leaves_nothing_out_has_no_such_page(renhe: Material) -> None:
    assert hospital(wanting(renhe, "left_out"), "board", "zh").sections == ()
    whole = redacted(renhe, "board", "board")
    assert hospital(wanting(whole, "left_out"), "board", "zh").sections == ()
