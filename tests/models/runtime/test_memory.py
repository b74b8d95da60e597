"""Freed memory given back."""

from __future__ import annotations

import pytest

from models.runtime import memory


def test_it_can_be_given_back_at_any_time() -> None:
    memory.give_back()
    memory.give_back()


def test_a_c_library_without_the_means_is_let_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "_malloc_trim", lambda: None)
    memory.give_back()
