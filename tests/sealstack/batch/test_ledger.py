"""The ledger of a batch: its plan is whole or not there, a block is finished once."""

import pytest

from sealstack.batch.job import BatchError, Outcome, Unsure, Work
from sealstack.batch.ledger import Ledger

IDENTITY = {"task": "seal"}


@pytest.fixture
def ledger(tmp_path):
    opened = Ledger(tmp_path)
    yield opened
    opened.close()


def outcome_of(work, **changes):
    values = {"rows": len(work.files), "pages": len(work.files), "found": 0, **changes}
    return Outcome(work, b"", None, **values)


def test_every_file_is_in_one_block(ledger):
    names = [f"/{number}.png" for number in range(1000)]
    assert ledger.plan(names, IDENTITY, largest=16) == 1000
    blocks = list(ledger.unfinished())
    assert [name for block in blocks for name in block.files] == names
    assert [block.block for block in blocks] == list(range(len(blocks)))


def test_blocks_grow_so_that_few_files_are_shared_out_too(ledger):
    ledger.plan([f"/{number}.png" for number in range(5000)], IDENTITY, largest=64)
    sizes = [len(block.files) for block in ledger.unfinished()]
    assert sizes[:32] == [1] * 32
    assert max(sizes) == 64


def test_a_file_that_is_named_twice_is_read_once(ledger):
    assert ledger.plan(["/a.png", "/b.png", "/a.png"], IDENTITY, largest=8) == 2


def test_names_that_are_no_text_are_kept(ledger):
    name = b"/\xff.png".decode("utf-8", "surrogateescape")
    ledger.plan([name], IDENTITY, largest=8)
    assert [block.files for block in ledger.unfinished()] == [(name,)]


def test_a_plan_that_breaks_off_is_not_there(ledger):
    def failing():
        yield "/a.png"
        raise OSError("the folder went")

    with pytest.raises(OSError, match="the folder went"):
        ledger.plan(failing(), IDENTITY, largest=8)
    assert ledger.identity() is None
    assert list(ledger.unfinished()) == []


def test_a_finished_block_is_not_given_again_after_reopening(tmp_path):
    ledger = Ledger(tmp_path)
    ledger.plan(["/a.png", "/b.png"], IDENTITY, largest=8)
    ledger.finish(outcome_of(Work(0, ("/a.png",)), errors={"not_a_picture": 1}))
    ledger.close()
    again = Ledger(tmp_path)
    assert [work.block for work in again.unfinished()] == [1]
    totals = again.totals()
    assert (totals.files, totals.files_finished, totals.rows) == (2, 1, 1)
    assert totals.errors == {"not_a_picture": 1}
    again.close()


def test_blocks_with_errors_can_be_opened_again(ledger):
    ledger.plan(["/a.png", "/b.png"], IDENTITY, largest=8)
    ledger.finish(outcome_of(Work(0, ("/a.png",)), errors={"download": 1}))
    ledger.finish(outcome_of(Work(1, ("/b.png",))))
    assert ledger.reopen_failed() == 1
    assert [work.block for work in ledger.unfinished()] == [0]


def test_the_least_sure_come_first_and_are_of_finished_blocks_once(ledger):
    ledger.plan(["/a.png", "/b.png"], IDENTITY, largest=8)
    unsure = [Unsure(score, "/a.png", None, "", b"jpeg") for score in (0.7, 0.2)]
    for _ in range(2):
        ledger.finish(outcome_of(Work(0, ("/a.png",)), unsure=unsure))
    assert [each.score for each in ledger.least_sure()] == [0.2, 0.7]


def test_two_drivers_do_not_share_a_folder(ledger, tmp_path):
    with pytest.raises(BatchError, match="another batch writes to"):
        Ledger(tmp_path)


def test_a_file_that_is_no_ledger_is_refused(tmp_path):
    (tmp_path / Ledger.FILE).write_bytes(b"no database, and long enough to be looked at" * 50)
    with pytest.raises(BatchError, match=r"ledger\.db cannot be used"):
        Ledger(tmp_path)
