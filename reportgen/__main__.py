"""``python -m reportgen``."""

from __future__ import annotations

import sys

INTERRUPTED = 130


def run() -> None:
    """Run the program; an interrupt, also while it is still loading, ends it quietly."""
    try:
        from reportgen.cli.app import main

        main()
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)


if __name__ == "__main__":
    run()
