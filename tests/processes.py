"""Processes of their own for what forks.

A process of tests has threads of networks and databases by then; a fork of it may wait for ever for a lock
that one of them held.
"""

import multiprocessing
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing.context import ForkServerContext
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


def forked_elsewhere(preload: str) -> ForkServerContext:
    """Give the context of processes that are forked of one without threads, which has imported `preload`."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([preload])
    return context


def run_apart(function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Call a function, which may fork, in a new process, and give what it returns or raise what it raises."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as process:
        return process.submit(function, *args, **kwargs).result()
