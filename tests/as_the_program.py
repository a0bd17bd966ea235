"""Threads and the collector in tests are those of the program."""

from __future__ import annotations

from reportgen.__main__ import settle

settle()
