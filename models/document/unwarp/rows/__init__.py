"""Heights: where every point of a bent page belongs, so that its lines lie level and evenly apart."""
