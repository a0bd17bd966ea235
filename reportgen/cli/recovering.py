"""What a killed command left in a case is put right by the next one, which says what it did."""

from __future__ import annotations

from pathlib import Path


def put_right(folder: Path) -> None:
    """Finish or take back what was cut off in a case, and tell it on stderr."""
    from reportgen import lifecycle

    found = lifecycle.put_right(folder)
    if found:
        from reportgen.catalog import load_catalog
        from reportgen.cli import show
        from reportgen.cli.language import language

        show.concerns(found, load_catalog(), language())
