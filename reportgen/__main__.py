"""``python -m reportgen``."""

from __future__ import annotations

import atexit
import os
import sys

INTERRUPTED = 130


def run() -> None:
    """Run the program; an interrupt, also while it is still loading, ends it quietly."""
    _open_streams()
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
