"""The commands of `sealstack`, one file each, and what they share."""
