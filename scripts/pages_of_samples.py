"""Mutants of how things are said: what is found about the samples is none of theirs, and is read and scored once."""

from __future__ import annotations

import sys

import mutations


def is_of_pages(mutant: mutations.Mutant) -> bool:
    """Whether a mutant changes how things are said, and not what is found."""
    return mutant.file.startswith(mutations.PAGES)


def warm() -> None:
    """Read and score the samples once, for all mutants that leave alone what is found about them.

    Their pages are written once too, and forgotten: what writes them is read then, and what is only drawn, drawn.
    """
    import rendered
    from snapshots.looked_at import SAID

    for wanted in dict.fromkeys((*SAID, *rendered.ALL)):
        rendered.grounds(wanted)
        rendered.sketch(wanted, "zh-en")
    rendered.sketch.cache_clear()


def cool() -> None:
    """Forget what is known of the samples."""
    if rendered := sys.modules.get("rendered"):
        for one in (rendered.checked, rendered.material, rendered.group):
            one.cache_clear()
