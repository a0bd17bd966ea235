"""Definitions say what they are made of, and a copy with other parts says it of these."""

from __future__ import annotations

from reportgen.catalog import load_catalog


def test_what_is_worked_out_of_a_definition_is_worked_out_anew_of_a_copy():
    """A form in other words, or in another language, is a copy of the form with rows of its own."""
    form = load_catalog().forms["会政财01"]
    assert (form.every_row, len(form.items), form.labels) == (
        (*form.rows, *form.right_rows),
        sum(row.item is not None for row in form.every_row),
        tuple(row.label for row in form.every_row),
    )

    half = form.model_copy(update={"right_rows": ()})

    assert half.every_row == form.rows
    assert half.items < form.items
    assert half.labels == form.labels[: len(form.rows)]
