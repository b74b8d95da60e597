"""One run of training: processes that draw, a device that learns, a clock that both go by."""
