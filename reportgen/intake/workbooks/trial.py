"""A workbook opened in a process of its own first, which may take so much memory and time and no more.

The reader of workbooks ends the whole process where the machine cannot give what a damaged file asks for, and takes it
where the machine can. What it does in here happens to nobody.

Run as a file by `refusal`: it imports nothing of this program, so that it costs little more than Python's own start.
"""

from __future__ import annotations

import contextlib
import io
import subprocess
import sys
from typing import Final

MEMORY: Final = 2_000_000_000
"""Bytes of address space: twenty million cells of 32 bytes, the file unfolded, and the interpreter."""
SECONDS: Final = 30
OUT_OF_MEMORY: Final = 3
FINE: Final = 0


class WorkbookRefusal:
    """Why a workbook is not opened."""

    MEMORY: Final = "memory"
    TIME: Final = "too_long"
    CRASH: Final = "damaged"


def refusal(content: bytes) -> str | None:
    """None where the workbook can be opened, or is refused by the reader in words of its own."""
    command = [sys.executable, "-I", __file__]
    try:
        ran = subprocess.run(command, input=content, capture_output=True, timeout=SECONDS, check=False)  # noqa: S603
    except subprocess.TimeoutExpired:
        return WorkbookRefusal.TIME
    if ran.returncode == FINE:
        return None
    is_memory = ran.returncode == OUT_OF_MEMORY or b"memory allocation" in ran.stderr
    return WorkbookRefusal.MEMORY if is_memory else WorkbookRefusal.CRASH


def main() -> int:
    """Open the workbook that comes in, and every sheet of it."""
    with contextlib.suppress(ImportError):  # a system without such bounds still keeps the crash to this process
        import resource

        _, most = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY if most < 0 else min(MEMORY, most), most))
    import python_calamine

    try:
        workbook = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read()))
        for name in workbook.sheet_names:
            workbook.get_sheet_by_name(name)
    except MemoryError:
        return OUT_OF_MEMORY
    except BaseException:  # noqa: BLE001 - a file that the reader refuses is refused again, and told, by who asked
        return FINE
    return FINE


if __name__ == "__main__":
    sys.exit(main())
