"""When a service whose workers do not come up gives up."""

from types import SimpleNamespace

from sealstack.service.process.starting import CRASHES, Start, Starts


def a_worker():
    return SimpleNamespace(start=Start())


def test_a_worker_that_says_that_it_cannot_start_ends_the_service_at_once():
    worker = a_worker()
    worker.start.fail()
    assert "cannot start" in Starts().ended(worker, is_serving=False)


def test_workers_that_die_without_a_word_are_started_again_a_few_times():
    starts = Starts()
    said = [starts.ended(a_worker(), is_serving=False) for _ in range(CRASHES)]
    assert said[:-1] == [None] * (CRASHES - 1)
    assert "may be corrupt" in said[-1]


def test_a_worker_that_came_up_and_died_later_is_replaced_however_often():
    starts = Starts()
    for _ in range(3 * CRASHES):
        worker = a_worker()
        worker.start.succeed()
        assert starts.ended(worker, is_serving=False) is None


def test_crashes_beside_a_worker_that_serves_do_not_end_the_service():
    starts = Starts()
    assert [starts.ended(a_worker(), is_serving=True) for _ in range(3 * CRASHES)] == [None] * 3 * CRASHES
