"""Designs of the five shapes of seals, each drawn at random from a generator of chance."""

from bench.generator.designs.round_seal import round_design

__all__ = ["round_design"]
