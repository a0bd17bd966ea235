"""``python -m reportgen``."""

from __future__ import annotations

import atexit
import gc
import os
import sys

INTERRUPTED = 130
SELDOM = (50_000, 20, 100)
"""After how many objects the collector looks for cycles: the usual 700 takes a thirtieth of a report's time."""


def run() -> None:
    """Run the program; an interrupt, also while it is still loading, ends it quietly."""
    _open_streams()
    settle()
    try:
        from reportgen.cli.app import main

        main()
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    except SystemExit as end:
        _leave(end.code)
        raise


def _open_streams() -> None:
    """Streams that whoever called us has closed take nothing: a file of ours must not be opened in their place."""
    for number, (name, mode) in enumerate((("stdin", "r"), ("stdout", "w"), ("stderr", "w"))):
        if getattr(sys, name) is None:
            handle = os.open(os.devnull, os.O_RDWR)
            if handle != number:
                os.dup2(handle, number)
                os.close(handle)
            setattr(sys, name, open(number, mode, encoding="utf-8", closefd=False))  # noqa: SIM115 - a handle


def settle() -> None:
    """How the libraries and the interpreter behave in a process that is ours alone; before anything is imported.

    Matrices of some dozens of rows are too small to share out, and a second thread waits for them by spinning, which
    takes a twentieth of a report's time. One thread adds up in one order, too, on whatever machine.
    """
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    gc.set_threshold(*SELDOM)


def _leave(code: object) -> None:
    """End at once: to take a report's million objects apart one by one takes longer than a check.

    What is registered for the end is done before. Where a stream does not take what is left, the interpreter says so
    itself.
    """
    if not isinstance(code, int):
        return
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except (OSError, ValueError):
        return
    atexit._run_exitfuncs()  # noqa: SLF001 - what the interpreter itself would call
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    run()
