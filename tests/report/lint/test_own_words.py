"""Words that the hospital wrote itself in both languages: their numbers are its own matter, and no fault of a page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from reportgen.analysis.material import Material
from reportgen.model.definition import Text
from reportgen.report.lint.layout import About, about
from reportgen.report.passport import ProvenanceIndex

QUARTERS = Text(zh="每季度评一次，全年4次", en="Rated every quarter")
EQUAL = Text(zh="全年评4次", en="Rated 4 times a year")


def facts(material: Material) -> About:
    return about(material, kind="annual", ledger=ProvenanceIndex(), tokens={})


def test_own_words_whose_languages_differ_in_a_number_are_names(materials: Callable[..., Material]) -> None:
    """The user's own note of a scheme was told as a fault of the program's page, which nobody could mend there."""
    plain = materials("renhe", "2025")
    noted = replace(plain, scheme=plain.scheme.model_copy(update={"note": QUARTERS}))
    explained = plain.case.file.model_copy(update={"explanations": {"V01": QUARTERS, "V02": EQUAL}})

    assert QUARTERS not in facts(plain).names
    assert {QUARTERS.zh, "rated every quarter"} <= {*facts(noted).longest_names}
    found = facts(replace(plain, case=replace(plain.case, file=explained))).names
    assert QUARTERS in found
    assert EQUAL not in found, "its numbers are the same, and are held against each other"
