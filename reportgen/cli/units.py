"""The unit of an indicator as the shell prints it: the amounts of results, in the currency of the case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.report.speech import Speech

if TYPE_CHECKING:
    from reportgen.analysis.material import Material
    from reportgen.model.definition import Language


def unit_of(material: Material, identifier: str, speech: Language) -> str:
    """The unit in one language; that of the printed digits."""
    voice = Speech(material.catalog.words, material.case.file.currency)
    return voice.printed_unit(material.catalog.indicators[identifier]).in_language(speech)
