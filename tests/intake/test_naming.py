"""Names that the user agrees to stand in mapping.yaml, and everything else in it stays as it was."""

from __future__ import annotations

import pytest

from reportgen.errors import Refused
from reportgen.intake import with_columns, with_names

NEW = {"应收在院病人款": "ar_inpatient", "其中：a: b": "net_assets"}


def test_a_file_that_is_not_there_is_made():
    assert with_names("", NEW) == 'names:\n  "应收在院病人款": ar_inpatient\n  "其中：a: b": net_assets\n'


def test_comments_and_sources_are_kept_and_names_come_below_those_there():
    text = "# ours\nnames:   # by hand\n    货币: cash_and_bank  # as the ledger says\n\n# sources\nsources: []\n"

    written = with_names(text, {"净资产数": "net_assets"})

    assert written == (
        "# ours\nnames:   # by hand\n    货币: cash_and_bank  # as the ledger says\n"
        '    "净资产数": net_assets\n\n# sources\nsources: []\n'
    )


@pytest.mark.parametrize(
    "text",
    [
        "names: {}\nsources: []\n",
        "names: {货币: cash_and_bank}\nsources: []\n",
        "sources: []\n",
        "sources: []",
    ],
)
def test_names_find_their_place_in_any_shape_of_the_file(text: str):
    written = with_names(text, {"净资产数": "net_assets"})

    assert '  "净资产数": net_assets\n' in written
    assert with_names(written, {"净资产数": "total_assets"}) == written


def test_a_file_that_is_wrong_is_not_touched():
    with pytest.raises(Refused):
        with_names("name: {}\n", {"净资产数": "net_assets"})


COLUMNS = {0: {"总资产": "total_assets", "现金": "net_assets"}}
BLOCK = "# ours\nsources:\n  - file: data/w.csv\n    columns:\n      # cash\n      现金: cash_and_bank   # by hand\n    unread: [备注]\nnames: {}\n"
FLOW = "sources:\n  - {file: data/w.csv, columns: {现金: cash_and_bank}, unread: [备注]}  # ours\n"
EMPTY = "sources:\n  - {file: data/w.csv, columns: {}}\n"


@pytest.mark.parametrize(
    ("text", "written"),
    [
        (BLOCK, BLOCK.replace("      现金:", '      "总资产": total_assets\n      现金:')),
        (FLOW, FLOW.replace("{现金:", '{"总资产": total_assets, 现金:')),
        (EMPTY, EMPTY.replace("{}", '{"总资产": total_assets, "现金": net_assets}')),
    ],
)
def test_columns_are_added_to_their_source_as_it_is_written(text: str, written: str):
    assert with_columns(text, COLUMNS) == written
    assert with_columns(written, COLUMNS) == written


def test_columns_of_a_file_that_is_wrong_are_not_written():
    with pytest.raises(Refused):
        with_columns("source: []\n", COLUMNS)
