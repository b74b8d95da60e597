"""What holds for every test."""

from hypothesis import settings

# A busy machine must not fail a test: no example has a deadline.
settings.register_profile("sealstack", deadline=None)
settings.load_profile("sealstack")
