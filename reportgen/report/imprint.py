"""The imprint of an official document: at the foot of its last page, an even one (GB/T 9704-2012, 7.4 and 7.5).

No style sheet can ask for that. So the imprint is laid out on an even page of its own; where the text before it ends on
an even page with room enough, it moves to the foot of that one; without room an empty page comes before it. A page that
bears the imprint alone, and an empty one before it, bear no number. A copy in English that stands alone is no official
document: it takes the imprint on whichever page it ends.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from reportgen.report.pdf import PageText

ALONE: Final = 'class="imprint-place alone"'
MOVED: Final = 'class="imprint-place" style="height:{height:.2f}pt"'
IMPRINT: Final = "imprint"
END: Final = "end-of-text"
COURTESY: Final = 'class="document courtesy"'
"""Of a copy in English; where it stands alone the imprint is in it."""
BOTTOM: Final = 35 * 72 / 25.4
"""Of the sheet, under the text block, in points."""
SLACK: Final = 1.0
"""Points that rounding may take."""


def placed(html: str, pages: Sequence[PageText]) -> str | None:
    """The document with the imprint moved to where the text ends; None where it stays on a page of its own."""
    own = next((page for page in pages if IMPRINT in page.reach), None)
    last = next((page for page in pages if END in page.reach), None)
    is_odd = last is not None and last.number % 2
    if own is None or last is None or (is_odd and COURTESY not in html.partition(ALONE)[0]):
        return None
    if last.size[0] > last.size[1]:
        return None
    top, bottom = own.reach[IMPRINT]
    room = last.size[1] - BOTTOM - last.reach[END][1] - SLACK
    return html.replace(ALONE, MOVED.format(height=room)) if room >= bottom - top else None
