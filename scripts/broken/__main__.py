"""Run by python -m scripts.broken."""

from scripts.broken import build

build()
