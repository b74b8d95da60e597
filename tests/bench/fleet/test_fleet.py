"""Three replicas behind nginx count together, show each other's templates, and survive kills and upgrades.

The replicas are whole but for their networks. `python -m bench.fleet` does all of it longer.
"""

import pytest

from bench.fleet.exact import add_at_one_and_read_at_all, exhaust_a_rate, use_up_a_package
from bench.fleet.failures import kill_and_restart, restart_the_database, survive, upgrade
from bench.fleet.fleet import running_fleet
from bench.fleet.losses import lose_redis, lose_the_database
from tests import needs

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def fleet():
    needs.a_fleet()
    with running_fleet(3) as running:
        yield running


def test_a_package_of_100_ends_after_exactly_100_calls(fleet):
    used = use_up_a_package(fleet, 100, clients=8)
    assert (used.codes["OK"], used.left) == (100, 0)


def test_a_rate_holds_across_replicas(fleet):
    passed = exhaust_a_rate(fleet, 5, seconds=2.5, clients=8)
    assert 0 < passed.most <= 5
    assert set(passed.codes) == {"OK", "RequestLimitExceeded"}


def test_a_template_that_was_added_at_one_is_readable_at_all_at_once(fleet):
    assert add_at_one_and_read_at_all(fleet, times=3) == []


@pytest.mark.parametrize("happening", [kill_and_restart, upgrade, restart_the_database])
def test_no_acknowledged_write_is_lost_and_no_retried_request_fails(fleet, happening):
    told = survive(fleet, happening, readers=2, writers=2)
    assert (told.failed, told.faults) == (0, [])
    assert told.answered > 0
    assert told.acknowledged > 0


def test_without_the_database_readings_go_on_and_readyz_says_so(fleet):
    assert lose_the_database(fleet) == []


def test_without_redis_each_replica_counts_and_afterwards_they_count_together(fleet):
    assert lose_redis(fleet, seconds=1.5) == []
