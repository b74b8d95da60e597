"""Tencent Cloud API 3.0: one view at `/`, dispatched on the Action."""
