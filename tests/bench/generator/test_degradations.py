"""What a fax leaves of a picture."""

import numpy as np

from bench.generator.degradations import fax


def pale_stamp():
    picture = np.full((80, 120, 3), 235, np.uint8)
    picture[20:60, 30:36] = (150, 150, 240)
    picture[20:60, 80:86] = (40, 40, 40)
    return picture


def test_a_fax_is_black_on_white_and_keeps_pale_red_ink():
    sent = fax(pale_stamp(), np.random.default_rng(1))
    assert sent.shape == (80, 120, 3)
    assert np.ptp(sent.astype(int), axis=2).max() == 0
    assert np.mean((sent == 0) | (sent == 255)) > 0.9
    assert sent[40, 33, 0] < 60
    assert sent[40, 83, 0] < 60
    assert sent[40, 60, 0] == 255


def test_blank_paper_stays_blank():
    sent = fax(np.full((40, 60, 3), 230, np.uint8), np.random.default_rng(2))
    assert (sent == 255).all()
