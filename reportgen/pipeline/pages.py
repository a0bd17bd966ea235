"""From what was found to the pages of a report, and to the state that they show."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from reportgen import lifecycle
from reportgen.export import results
from reportgen.model.manifest import Embedding
from reportgen.pipeline import enclosures

if TYPE_CHECKING:
    from reportgen.analysis.material import Material
    from reportgen.model.definition import LanguageMode
    from reportgen.model.standing import Standing
    from reportgen.report.pdf import Rendered


@dataclass(frozen=True)
class Inside:
    """What is asked to be inside a report; None leaves it to the kind of report.

    Attributes:
        embed: results alone, or all that it was made from.
        persons: whether files about persons may be among that.
    """

    embed: Embedding | None = None
    persons: bool | None = None


USUAL = Inside()


def pages(material: Material, *, report: str, mode: LanguageMode, inside: Inside = USUAL) -> Rendered:
    """The pages of a report as PDF, with its results and what it was made from inside.

    Raises:
        Refused: if a glyph, a font, an alternative text or a reference is missing.
    """
    from reportgen.report import produce

    enclose = partial(
        enclosures.enclosed, material, report=report, mode=mode, embed=inside.embed, persons=inside.persons
    )
    data = results.text(results.document(material)).encode()
    return produce(material, kind=report, mode=mode, results=data, enclose=enclose)


def with_standing(material: Material, *, report: str, mode: LanguageMode) -> Material:
    """The same, with the state in which the case's journal has this very report."""
    return replace(
        material, standing=standing(material, lifecycle.Subject(report, material.entity, material.period, mode))
    )


def standing(material: Material, subject: lifecycle.Subject) -> Standing:
    """Where a report stands by the journal of its case."""
    folder, file = material.case.folder, material.case.file
    journal = lifecycle.read(folder)
    content = lifecycle.whole(lifecycle.parts(material, results.document(material)))
    return lifecycle.standing(
        journal, subject, content, file.approvals, lambda: lifecycle.next_number(folder, journal, file, subject)
    )
