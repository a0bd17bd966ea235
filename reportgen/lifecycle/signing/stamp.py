"""How a signature looks in its field: the name of the certificate, the time, and that it is electronic."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from fontTools.ttLib import TTFont
from pyhanko.pdf_utils.font import FontEngine, FontEngineFactory
from pyhanko.pdf_utils.font.opentype import GlyphAccumulator
from pyhanko.pdf_utils.layout import AxisAlignment, Margins, SimpleBoxLayoutRule
from pyhanko.pdf_utils.text import TextBoxStyle
from pyhanko.stamp import TextStampStyle

GETA: Final = "\N{GETA MARK}"
"""What Chinese and Japanese printers set where a character is not at hand."""
SIZE: Final = 8
LEADING: Final = 11
MARGIN: Final = 3
TIME: Final = "%Y-%m-%d %H:%M:%S %z"


@dataclass(frozen=True)
class Face(FontEngineFactory):
    """A font in memory; the library's own factory leaves its file open."""

    content: bytes

    def create_font_engine(self, writer: Any, obj_stream: Any = None) -> FontEngine:
        """Draws with it, and embeds what was drawn."""
        return GlyphAccumulator(writer, io.BytesIO(self.content), font_size=SIZE, obj_stream=obj_stream)


def style(face: Path, *, name: str, words: str) -> Any:
    """The style of a stamp.

    Args:
        face: a font file of one face; what is drawn of it is embedded.
        name: whose certificate it is; characters that the face lacks are printed as 〓.
        words: that it is an electronic signature, in the language of the report.
    """
    above, below = (line.replace("%", "%%") for line in (printable(name, face), words))
    return TextStampStyle(
        stamp_text=f"{above}\n%(ts)s\n{below}",
        timestamp_format=TIME,
        border_width=0,
        background=None,
        text_box_style=TextBoxStyle(font=Face(face.read_bytes()), font_size=SIZE, leading=LEADING),
        inner_content_layout=SimpleBoxLayoutRule(
            AxisAlignment.ALIGN_MIN, AxisAlignment.ALIGN_MID, Margins(MARGIN, MARGIN, MARGIN, MARGIN)
        ),
    )


def printable(text: str, face: Path) -> str:
    """A text in the characters of a face."""
    with TTFont(face, lazy=True) as font:
        known = font.getBestCmap()
    return "".join(character if ord(character) in known else GETA for character in text)
