"""Hospital statement workbooks in, a bilingual evaluation report with grade bands out."""

from __future__ import annotations

from typing import Final

__version__: Final = "0.1.0"
