"""Worker processes with the program loaded: one order at a time each, given up in time, replaced when large or dead.

The pools of the standard library neither stop an order that takes too long nor survive a worker that was killed, and
`max_tasks_per_child` hangs on Python 3.11. A worker is a new interpreter that loads the program with its first order:
it shares no thread, lock or configuration of fonts with the program, and starts alike on every system.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnContext
from typing import Any, Final, Generic, Protocol, TypeVar

from reportgen import system
from reportgen.model.finding import Fact, Finding
from reportgen.model.place import Place

A = TypeVar("A")
B = TypeVar("B")

LARGE: Final = 1_500_000_000
"""Bytes of memory above which a worker is replaced once its order is done."""
LEAST: Final = 0.01


class Ending(StrEnum):
    """How an order ended: with an answer, after too long a time, or with its worker's death."""

    ANSWERED = "answered"
    TOO_LONG = "too_long"
    DIED = "died"


@dataclass(frozen=True)
class Bounds:
    """How many workers, how long an order may take, and how large a worker may grow."""

    workers: int
    seconds: float
    memory: int = LARGE


@dataclass(frozen=True)
class Answered(Generic[A, B]):
    """An order with its answer; None where there is none. `code` is that by which a dead worker ended."""

    order: A
    answer: B | None
    ending: Ending
    seconds: float
    code: int | None = None


class Each(Protocol):
    """How orders are worked off, here or elsewhere: as `each`."""

    def __call__(self, work: Callable[[A], B], orders: Iterable[A], bounds: Bounds, /) -> Iterator[Answered[A, B]]:
        """Tell each order with its answer as it ends."""


def unanswered(one: Answered[Any, Any], place: Place) -> Finding:
    """Why an order came to nothing: its worker took too long (G27) or died (G28)."""
    seconds: dict[str, Fact] = {"seconds": round(one.seconds)}
    if one.ending is Ending.TOO_LONG:
        return Finding("G27", place, seconds)
    return Finding("G28", place, seconds | {"code": one.code})


@dataclass(eq=False)
class _Worker(Generic[A]):
    """A process, the line to it, and what it is at."""

    process: Any
    line: Connection
    order: A | None = None
    since: float = field(default_factory=time.monotonic)


def each(work: Callable[[A], B], orders: Iterable[A], bounds: Bounds) -> Iterator[Answered[A, B]]:
    """Have every order worked off, and tell each as it ends; no order is taken before a worker is free for it.

    Args:
        work: a function of a module, called in a worker; it raises nothing.
        orders: what it is called with.
        bounds: of the pool.
    """
    waiting, context = iter(orders), multiprocessing.get_context("spawn")
    workers: list[_Worker[A]] = []
    is_over = False
    try:
        while True:
            while not is_over and len(workers) < bounds.workers:
                order = next(waiting, None)
                if order is None:
                    is_over = True
                    break
                worker: _Worker[A] = _started(context, work)
                workers.append(worker)
                _give(worker, order)
            if not workers:
                return
            for worker in _ended(workers, bounds):
                told, stays = _told(worker, bounds)
                yield told
                order = next(waiting, None) if stays else None
                if order is None:
                    _dismiss(worker)
                    workers.remove(worker)
                else:
                    _give(worker, order)
    finally:
        for worker in workers:
            _kill(worker)


def _started(context: SpawnContext, work: Callable[[Any], Any]) -> _Worker[A]:
    here, there = context.Pipe()
    process = context.Process(target=serve, args=(there, work), daemon=True)
    process.start()
    there.close()
    return _Worker(process, here)


def _give(worker: _Worker[A], order: A) -> None:
    worker.order, worker.since = order, time.monotonic()
    with suppress(OSError):  # that it is dead shows when its answer is waited for
        worker.line.send(order)


def _ended(workers: list[_Worker[A]], bounds: Bounds) -> list[_Worker[A]]:
    """Workers that have answered, died, or taken too long; waits for the first of them."""
    left = min(worker.since + bounds.seconds for worker in workers) - time.monotonic()
    ready = wait([worker.line for worker in workers], max(left, LEAST))
    now = time.monotonic()
    return [worker for worker in workers if worker.line in ready or now - worker.since >= bounds.seconds]


def _told(worker: _Worker[A], bounds: Bounds) -> tuple[Answered[A, Any], bool]:
    """What became of a worker's order, and whether the worker is fit for another."""
    assert worker.order is not None
    seconds = time.monotonic() - worker.since
    if not worker.line.poll():
        return Answered(worker.order, None, Ending.TOO_LONG, seconds), False
    try:
        answer, size = worker.line.recv()
    except (EOFError, OSError):
        worker.process.join(1)
        return Answered(worker.order, None, Ending.DIED, seconds, worker.process.exitcode), False
    return Answered(worker.order, answer, Ending.ANSWERED, seconds), size < bounds.memory


def _dismiss(worker: _Worker[A]) -> None:
    """Let a worker go that has nothing to do; one that does not go is stopped."""
    worker.line.close()
    worker.process.join(LEAST)
    _kill(worker)


def _kill(worker: _Worker[A]) -> None:
    worker.line.close()
    if worker.process.is_alive():
        worker.process.kill()
        worker.process.join()


def serve(line: Connection, work: Callable[[Any], Any]) -> None:
    """Work off orders until nobody gives any more: the program is over, or was killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interrupt is for the program, which then stops its workers
    with suppress(EOFError, OSError):
        while True:
            line.send((work(line.recv()), system.memory()))
    sys.stdout.flush()
    os._exit(0)
