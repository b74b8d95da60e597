"""The gate: fixed pictures are read in this process, and no figure may fall below its floor."""
