"""Forms on which nothing of their period stands yet: a new year's file, filled in for last year (I112)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

from reportgen.model.dataset import View
from reportgen.model.finding import Fact, Finding
from reportgen.model.submitted import OWN

if TYPE_CHECKING:
    from reportgen.catalog import Catalog
    from reportgen.model.dataset import Dataset, FormReading

BEFORE: Final = (View.OPEN, View.COMPARATIVE)


def begun(dataset: Dataset, catalog: Catalog) -> Iterator[Finding]:
    """A finding for each form that has columns of the time before its period alone; an empty one is told elsewhere."""
    stated = catalog.items_on_forms
    for form in dataset.forms:
        if form.form in catalog.forms and _is_begun(dataset, form, stated.get(form.form, ())):
            facts: dict[str, Fact] = {
                "form": catalog.forms[form.form].title,
                "entity": form.entity,
                "period": form.period,
            }
            yield Finding("I112", form.place, facts)


def _is_begun(dataset: Dataset, form: FormReading, stated: Iterable[str]) -> bool:
    whose, lines = (form.entity, form.period), tuple(stated)

    def has(views: Iterable[View]) -> bool:
        return any(dataset.value(item, *whose, view) is not None for view in views for item in lines)

    is_lost = any((item, *whose) in dataset.unread for item in lines)
    return not has(OWN) and not is_lost and has(BEFORE)
