"""Words as shapes: for marks that are seen and neither read aloud nor copied."""

from __future__ import annotations

from functools import lru_cache

from reportgen.report import fonts


@lru_cache(maxsize=8)
def outline(words: str) -> tuple[str, float]:
    """The path of words in the face of the charts, standing on the axis with the ordinate upwards, and their width.

    Both in ems.

    Raises:
        Refused: R03 if the family is not installed.
    """
    import uharfbuzz as hb
    from fontTools.pens.svgPathPen import SVGPathPen
    from fontTools.pens.transformPen import TransformPen

    face = hb.Face(hb.Blob.from_file_path(str(fonts.text_face())))
    font, em = hb.Font(face), face.upem
    pen, width = SVGPathPen(None, ntos=lambda length: f"{length:.4f}"), 0.0
    for character in words:
        glyph = font.get_nominal_glyph(ord(character))
        font.draw_glyph_with_pen(glyph, TransformPen(pen, (1 / em, 0, 0, 1 / em, width, 0)))
        width += font.get_glyph_h_advance(glyph) / em
    return pen.getCommands(), width
