"""The averaged weights follow a network's, and stand in for them when asked to."""

import pytest

from tests import needs

torch = needs.extra("train", "torch")

from training.averaging import MovingAverage  # noqa: E402


@pytest.fixture
def network():
    layer = torch.nn.Linear(1, 1)
    layer.load_state_dict({"weight": torch.tensor([[1.0]]), "bias": torch.tensor([0.0])})
    return layer


def test_it_comes_nearer_to_the_weights_quickly_at_first(network):
    average = MovingAverage(network)
    with torch.no_grad():
        network.weight.fill_(2.0)
    average.follow()
    with average.applied():
        assert network.weight.item() == pytest.approx(2 - 2 / 11)


def test_later_it_keeps_the_share_it_was_given(network):
    average = MovingAverage(network, keep=0.9)
    average.restore(dict(average.state()))
    with torch.no_grad():
        network.weight.fill_(2.0)
    average.follow()
    with average.applied():
        assert network.weight.item() == pytest.approx(1.1)


def test_outside_the_network_has_its_own_weights(network):
    average = MovingAverage(network)
    with torch.no_grad():
        network.weight.fill_(2.0)
    with average.applied():
        assert network.weight.item() == 1.0
    assert network.weight.item() == 2.0


def test_it_goes_on_from_what_was_kept(network):
    kept = dict(MovingAverage(network).state())
    with torch.no_grad():
        network.weight.fill_(5.0)
    other = MovingAverage(network)
    other.restore(kept)
    with other.applied():
        assert network.weight.item() == 1.0
