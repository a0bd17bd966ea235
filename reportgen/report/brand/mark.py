"""The institution's mark: read with suspicion, brought into a form that pages and long keeping can take."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from math import ceil
from pathlib import PurePosixPath
from typing import Final

from reportgen.report.brand import vector
from reportgen.report.brand.unusable import Unusable

MAX_BYTES: Final = 4_000_000
MAX_PIXELS: Final = 25_000_000
"""Five thousand by five thousand: what is larger is not decoded at all."""
MOST_PIXELS: Final = 1_600
"""Longest side of the picture that the file carries: 60 mm at 600 dpi are 1,417."""
LEAST_DPI: Final = 150.0
WIDEST_MM: Final = 60.0
"""Room for the mark on a cover."""
SLIMMEST: Final = 1 / 12
"""Least ratio of the sides."""
INCH: Final = 25.4
FORMATS: Final = {".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG"}
VECTOR: Final = ".svg"


@dataclass(frozen=True)
class Mark:
    """A mark that can be printed.

    Attributes:
        address: under which pages name it.
        content: the picture, SVG or PNG.
        ratio: width by height.
        height_mm: on the cover.
        in_head: whether the heads of pages show it.
    """

    address: str
    content: bytes
    ratio: float
    height_mm: float
    in_head: bool

    @property
    def on_cover(self) -> tuple[float, float]:
        """Width and height on a cover, in millimetres: as high as wished, or lower where it would be too wide."""
        return self.within(WIDEST_MM, self.height_mm)

    def within(self, width: float, height: float) -> tuple[float, float]:
        """The largest width and height in a room, all in millimetres."""
        found = min(height, width / self.ratio)
        return found * self.ratio, found


def mark(name: str, content: bytes, height_mm: float, *, in_head: bool) -> Mark:
    """A picture as the pages take it.

    Args:
        name: of the file; its ending has to be that of its content.
        content: of the file.
        height_mm: how high it is to stand on the cover.
        in_head: whether the heads of pages are to show it.

    Raises:
        Unusable: with the reason.
    """
    if len(content) > MAX_BYTES:
        raise Unusable("B35", size=f"{len(content) / 1e6:.1f}", limit=f"{MAX_BYTES / 1e6:.0f}")
    suffix = PurePosixPath(name).suffix.lower()
    if suffix == VECTOR:
        picture = vector.cleaned(content)
        found = Mark(f"brand/logo{VECTOR}", picture.content, picture.ratio, height_mm, in_head)
    elif suffix in FORMATS:
        pixels, ratio, height = _picture(content, FORMATS[suffix])
        found = Mark("brand/logo.png", pixels, ratio, height_mm, in_head)
        _require_sharp(found, height)
    else:
        raise Unusable("B36", suffix=suffix or "\N{EM DASH}")
    if not SLIMMEST <= found.ratio <= 1 / SLIMMEST:
        raise Unusable("B40", ratio=f"{max(found.ratio, 1 / found.ratio):.0f}")
    return found


def _require_sharp(found: Mark, pixels: int) -> None:
    needed = ceil(LEAST_DPI * found.on_cover[1] / INCH)
    if pixels < needed:
        raise Unusable("B39", pixels=pixels, needed=needed)


@lru_cache(maxsize=8)
def _picture(content: bytes, form: str) -> tuple[bytes, float, int]:
    """PNG in sRGB on paper, without what the file says beside its picture; ratio of its sides; its height in pixels."""
    from PIL import Image, UnidentifiedImageError

    try:
        with _whole_files(), warnings.catch_warnings(), Image.open(io.BytesIO(content), formats=(form,)) as opened:
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            width, height = opened.size
            if width * height > MAX_PIXELS:
                raise Unusable("B38", limit=MAX_PIXELS)
            return _flat(opened), width / height, height
    except UnidentifiedImageError:
        raise Unusable("B37", form=form) from None
    except Image.DecompressionBombError:
        raise Unusable("B38", limit=MAX_PIXELS) from None
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        if isinstance(error, Unusable):
            raise
        raise Unusable("B37", form=form) from None


@contextmanager
def _whole_files() -> Iterator[None]:
    """The layout engine lets Pillow fill up pictures that break off; a mark must not."""
    from PIL import ImageFile

    allowed, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = allowed


def _flat(opened: object) -> bytes:
    from PIL import Image

    assert isinstance(opened, Image.Image)
    whole = opened.convert("RGBA")
    ground = Image.new("RGBA", whole.size, "white")
    ground.alpha_composite(whole)
    flat = ground.convert("RGB")
    flat.thumbnail((MOST_PIXELS, MOST_PIXELS))
    stream = io.BytesIO()
    flat.save(stream, "PNG", optimize=False)
    return stream.getvalue()
