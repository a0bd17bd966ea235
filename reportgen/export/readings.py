"""What was read, as JSON ``reportgen/readings/1`` and as CSV.

Results as wide tables: one row a hospital and period, a column an indicator; CSV, workbook, Parquet.

How sure a result is, as JSON: the key ``robustness`` of ``reportgen/results/1``.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from reportgen.catalog import Catalog
from reportgen.catalog.messages import grade_name
from reportgen.errors import ExitCode, Refused
from reportgen.export import workbook
from reportgen.export.findings import listed, place
from reportgen.export.results import entity_name
from reportgen.intake import Reading
from reportgen.model import foreign_text
from reportgen.model.dataset import Observation
from reportgen.model.finding import Finding
from reportgen.model.foreign_text import escaped
from reportgen.model.place import Place
from reportgen.model.values import REASONS, Reason

if TYPE_CHECKING:
    import pandas as pd

    from reportgen.analysis.material import Material


SCHEMA = "reportgen/readings/1"
HEADS = ("entity", "period", "item", "view", "value", "unit", "file", "sheet", "cell", "line", "derived")


def document(reading: Reading, catalog: Catalog) -> dict[str, Any]:
    """Values, findings, proposals and what stayed unread."""
    return {
        "schema": SCHEMA,
        "values": [_value(value) for value in reading.values()],
        "findings": listed(reading.findings, catalog),
        "proposals": [
            {"label": found.label, "item": found.item, "score": found.score, "place": place(found.place)}
            for found in reading.proposals
        ],
        "unread": [{"label": found.label, "place": place(found.place)} for found in reading.unread],
        "files": [{"name": file.name, "sha256": file.sha256, "kind": file.kind} for file in reading.files],
    }


def text(reading: Reading, catalog: Catalog) -> str:
    """The document as JSON."""
    return json.dumps(document(reading, catalog), ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def csv(reading: Reading, catalog: Catalog) -> bytes:  # noqa: ARG001 - the same signature as text
    """One figure a row, UTF-8 with a mark so that spreadsheets read it."""
    return foreign_text.table([HEADS, *map(_row, reading.values())]).encode("utf-8-sig")


def _row(value: Observation) -> tuple[str | float, ...]:
    where: Place = value.place
    row = (value.entity, value.period, value.item, str(value.view), value.value, value.unit)
    return (*row, where.file, where.sheet or "", where.cell or "", where.line or "", value.derived)


def _value(value: Observation) -> dict[str, Any]:
    return {
        "item": value.item,
        "entity": value.entity,
        "period": value.period,
        "view": str(value.view),
        "value": value.value,
        "unit": value.unit,
        "place": place(value.place),
        "derived": value.derived,
    }


def parquet(reading: Reading) -> bytes:
    """The values as a Parquet file, with the columns of the CSV.

    Raises:
        Refused: C18, if pyarrow is not installed.
    """
    import pandas as pd

    rows = [{"schema": WIDE_SCHEMA} | _value(value) | place(value.place) for value in reading.values()]
    return wide_parquet(pd.DataFrame(rows, columns=["schema", *HEADS]))


WIDE_SCHEMA: Final = "reportgen/table/1"


def frame(materials: Sequence[Material]) -> pd.DataFrame:
    """One row a hospital; values in the base unit, a gap where there is none (its reason in a column beside it)."""
    import pandas as pd

    results, scores = map(pd.DataFrame, zip(*map(_results_and_scores, materials), strict=True))
    return pd.concat([results, _figures(materials), scores], axis=1)


def _figures(materials: Sequence[Material]) -> pd.DataFrame:
    """Each indicator of the catalogue beside its reason; the indicators of all hospitals at once."""
    import numpy as np
    import pandas as pd

    first = materials[0]
    numbers, codes = first.values.of_rows([(one.entity, one.period) for one in materials])
    names = [name for name, definition in first.catalog.indicators.items() if not definition.obsolete]
    reasons = np.array([None, *map(str, REASONS)], dtype=object)
    columns: dict[str, Any] = {}
    for name in names:
        there = name in numbers.columns
        columns[name] = numbers[name].to_numpy() if there else np.nan
        columns[f"{name}.reason"] = reasons[codes[name]] if there else str(Reason.MISSING_INPUT)
    return pd.DataFrame(columns, index=range(len(materials)))


def _results_and_scores(material: Material) -> tuple[dict[str, Any], dict[str, Any]]:
    """The columns before the figures of the catalogue, and those after."""
    evaluation, name = material.evaluation, entity_name(material)
    row: dict[str, Any] = {
        "schema": WIDE_SCHEMA,
        "entity": material.entity,
        "name_zh": name.zh,
        "name_en": name.en,
        "period": material.period,
        "scheme": material.scheme_id,
        "score": evaluation.score,
        "score_printed": evaluation.score_printed,
        "grade": str(evaluation.grade) if evaluation.grade else None,
    }
    if evaluation.grade is not None and material.scheme.grade_names:
        named = grade_name(evaluation.grade, material.scheme, material.catalog.words)
        row |= {"grade_name_zh": named.zh, "grade_name_en": named.en}
    scores: dict[str, Any] = {f"{indicator.id}.score": indicator.score for indicator in evaluation.indicators}
    for part in evaluation.parts:
        if part.ranking is not None:
            scores |= {f"{part.id}.result": part.ranking.result, f"{part.id}.rank": part.ranking.rank}
    return row, scores


def wide_csv(table: pd.DataFrame) -> bytes:
    """CSV in UTF-8 with a mark that spreadsheet programs in China look for."""
    texts = table.select_dtypes(exclude="number").map(escaped)
    harmless = table.assign(**{str(name): texts[name] for name in texts}).rename(columns=escaped)
    return harmless.to_csv(index=False, lineterminator="\r\n").encode("utf-8-sig")


def xlsx(table: pd.DataFrame) -> bytes:
    """A workbook with one sheet, its head frozen; text that looks like a formula stays text."""
    rows = ([None if cell != cell else cell for cell in row] for row in table.itertuples(index=False))  # noqa: PLR0124 - NaN
    return workbook.made(lambda book: workbook.table(book, "results", [list(table.columns), *rows]))


def wide_parquet(table: pd.DataFrame) -> bytes:
    """A Parquet file.

    Raises:
        Refused: C18, if pyarrow is not installed.
    """
    from importlib.util import find_spec

    if find_spec("pyarrow") is None:
        raise Refused([Finding("C18", Place(""))], ExitCode.ENVIRONMENT)
    stream = BytesIO()
    table.to_parquet(stream, index=False, engine="pyarrow")
    return stream.getvalue()
