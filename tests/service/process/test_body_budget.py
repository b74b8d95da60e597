"""Bodies of strangers share a few bytes, one after the other."""

import threading

import pytest

from sealstack.service.process.body_budget import SHORT, BodyBudget, BudgetExceededError


def test_there_is_room_until_it_is_used_up() -> None:
    budget = BodyBudget(1_000_000, patience=0.0)
    budget.hold(600_000)
    budget.hold(400_000)
    with pytest.raises(BudgetExceededError):
        budget.hold(100_000)


def test_short_bodies_are_not_counted() -> None:
    budget = BodyBudget(1_000_000, patience=0.0)
    budget.hold(1_000_000)
    budget.hold(SHORT)


def test_a_body_waits_for_room() -> None:
    budget = BodyBudget(1_000_000, patience=60.0)
    first, began, done = budget.hold(1_000_000), threading.Event(), threading.Event()

    def second() -> None:
        began.set()
        with budget.hold(1_000_000):
            done.set()

    thread = threading.Thread(target=second)
    thread.start()
    assert began.wait(60)
    assert not done.is_set()
    first.release()
    thread.join(60)
    assert done.is_set()


def test_a_place_is_given_back_once() -> None:
    budget = BodyBudget(1_000_000, patience=0.0)
    with budget.hold(1_000_000) as place:
        place.release()
    budget.hold(1_000_000)
    with pytest.raises(BudgetExceededError):
        budget.hold(1_000_000)


def test_a_body_longer_than_all_of_it_waits_until_it_is_alone() -> None:
    budget = BodyBudget(1_000_000, patience=0.0)
    with budget.hold(5_000_000), pytest.raises(BudgetExceededError):
        budget.hold(100_000)
    budget.hold(5_000_000)
