"""What case.yaml wants of its reports, held against the kinds and sections that there are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from reportgen.catalog import reports
from reportgen.formula.nearest import nearest
from reportgen.intake.case_words import document
from reportgen.model.finding import Finding
from reportgen.model.place import Place

if TYPE_CHECKING:
    from reportgen.catalog import Catalog
    from reportgen.model.casefile import Case

NO_KIND: Final = "C24"


def wrong_reports(case: Case, catalog: Catalog) -> Iterator[Finding]:
    """C24: a kind of report that there is not; else whatever its choice names and is not there."""
    if not case.file.reports:
        return
    written, known = document(case.folder), reports.Vocabulary.of(catalog.sections, catalog.words)
    for name, choice in case.file.reports.items():

        def at(*trail: str | int, name: str = name) -> Place:
            keys = ("reports", name, *trail)
            return written.place(keys) if isinstance(keys[-1], int) else written.key_place(keys)

        kind = catalog.reports.get(name)
        if kind is None:
            yield Finding(NO_KIND, at(), {"name": name, "nearest": nearest(name, catalog.reports)})
        else:
            yield from reports.choice_problems(choice, name, kind, known, at)
