"""Builds samples/broken: one small case for each mistake, and the findings that it must give."""

from __future__ import annotations

import shutil

from scripts.broken import definitions, files, sheets
from scripts.broken.folder import TARGET


def build() -> None:
    """Write all broken cases anew."""
    shutil.rmtree(TARGET, ignore_errors=True)
    files.unreadable_files()
    files.files_made_to_harm()
    files.bombs()
    sheets.strange_words()
    sheets.what_is_not_seen()
    sheets.wrong_sheets()
    definitions.wrong_definitions()
