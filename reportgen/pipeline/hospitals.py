"""The class of a hospital, by which tables of standards are chosen."""

from __future__ import annotations

from reportgen.analysis.peer_groups import BEDS
from reportgen.catalog import Catalog
from reportgen.model.casefile import Case
from reportgen.model.dataset import Dataset
from reportgen.model.standards import HospitalClass, size_of


def class_of(case: Case, dataset: Dataset, catalog: Catalog, hospital: str, period: str) -> HospitalClass:
    """What is known of a hospital: of the case's own as case.yaml states it, of others as their data name it.

    The size is that of the beds in the data of the period, or of those in case.yaml.
    """
    own, entity = case.file.entity, dataset.entities.get(hospital)
    found = (dataset.value(item, hospital, period) for item in BEDS)
    beds = next((value for value in found if value is not None), None)
    group, region = (entity.group, entity.region) if entity else (None, None)
    if own is None or own.id != hospital:
        return HospitalClass(_named(catalog, "hospital_level", group), None, region, size_of(beds), group)
    level, kind = (_named(catalog, f"hospital_{key}", text) for key, text in (("level", own.level), ("type", own.kind)))
    size = size_of(own.beds if beds is None else beds)
    return HospitalClass(level, kind, own.region or region, size, group or _group(case))


def _group(case: Case) -> str | None:
    """The group of the panel that case.yaml names as its own."""
    return case.file.peers.group if case.file.peers else None


def _named(catalog: Catalog, key: str, text: str | None) -> str | None:
    """The id of the class whose word, in either language, begins the text, or which the text is."""
    for identifier, words in catalog.words.under(key).items():
        starts = (words.zh, words.en.lower(), identifier)
        if text is not None and text.strip().lower().startswith(starts):
            return identifier
    return None
