"""Ink on paper: its optical density, crops of a page, and how a seal's ink is shown."""
