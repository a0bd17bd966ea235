"""The prepared case that both sides start from, kept in a file so that a fresh process can take it up."""

from __future__ import annotations

import copyreg
import pickle
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from bench.columns import Widths, widths
from reportgen import pipeline, report
from reportgen.analysis.material import Material
from reportgen.model.dataset import Dataset, Key
from reportgen.model.definition import LanguageMode


@dataclass(frozen=True)
class Known:
    """Answers by key, in the place of a function that cannot be kept."""

    answers: Mapping[Key, Any]
    otherwise: Any

    def __call__(self, key: Key) -> Any:
        """The answer, as the function would give it."""
        return self.answers.get(key, self.otherwise)


@dataclass(frozen=True)
class Prepared:
    """What a report is made of, and the column widths that the usual way states."""

    material: Material
    columns: Widths
    cells: int


def keep(case: Path, mode: LanguageMode, target: Path) -> Prepared:
    """Read, check and evaluate a case once, and keep what the report is made of."""
    checked = pipeline.check(case)
    reading = replace(checked.reading, dataset=_plain(checked.reading.dataset))
    material = pipeline.evaluate(replace(checked, reading=reading))
    page = report.document(material, kind="board", mode=mode)
    prepared = Prepared(material, widths(page.html, page.images), page.html.count("<td") + page.html.count("<th "))
    copyreg.pickle(MappingProxyType, _taken_apart)
    copyreg.pickle(Dataset, _written_out)
    target.write_bytes(pickle.dumps(prepared, protocol=pickle.HIGHEST_PROTOCOL))
    return prepared


def taken_up(source: Path) -> Prepared:
    """What `keep` kept."""
    found = pickle.loads(source.read_bytes())  # noqa: S301 - our own file of a moment ago
    assert isinstance(found, Prepared)
    return found


def _plain(dataset: Dataset) -> Dataset:
    """The dataset with the places of its values written out."""
    rows: list[tuple[str, str]] = dataset.values.index.to_list()
    columns: list[Any] = dataset.values.columns.to_list()
    keys = [(item, entity, period, view) for entity, period in rows for item, view in columns]
    return replace(
        dataset,
        place=Known({key: place for key in keys if (place := dataset.place(key)) is not None}, None),
        step=Known({key: dataset.step(key) for key in keys}, 0.01),
        derived=Known({key: True for key in keys if dataset.derived(key)}, otherwise=False),
    )


def _written_out(dataset: Dataset) -> tuple[Any, ...]:
    """How a dataset is kept whose places are found on demand, as those of the peers are."""
    known = dataset if isinstance(dataset.place, Known) else _plain(dataset)
    return Dataset, tuple(getattr(known, field.name) for field in fields(known))


def _taken_apart(view: Any) -> tuple[Any, ...]:
    return MappingProxyType, (dict(view),)
