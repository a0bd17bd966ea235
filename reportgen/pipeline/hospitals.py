"""The class of a hospital, by which tables of standards are chosen."""

from __future__ import annotations

from reportgen.catalog import Catalog
from reportgen.model.casefile import Case
from reportgen.model.dataset import Dataset
from reportgen.model.standards import HospitalClass


def class_of(case: Case, dataset: Dataset, catalog: Catalog, hospital: str) -> HospitalClass:
    """Level and type as case.yaml states them for its own hospital; of others the level, where their group names it."""
    own = case.file.entity
    if own is not None and own.id == hospital:
        return HospitalClass(_named(catalog, "hospital_level", own.level), _named(catalog, "hospital_type", own.kind))
    entity = dataset.entities.get(hospital)
    return HospitalClass(_named(catalog, "hospital_level", entity.group if entity else None))


def _named(catalog: Catalog, key: str, text: str | None) -> str | None:
    """The id of the class whose word, in either language, begins the text, or which the text is."""
    for identifier, words in catalog.words.under(key).items():
        starts = (words.zh, words.en.lower(), identifier)
        if text is not None and text.strip().lower().startswith(starts):
            return identifier
    return None
