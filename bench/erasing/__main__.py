"""Measure how print reads under a stamp, and once the stamp is erased, on forms drawn for the purpose.

    python -m bench.erasing --count 4                  4 forms of each colour, pressing and opacity
    python -m bench.erasing --count 4 --pictures DIR   also those that read worse once erased

The same seed gives the same forms, and the same form comes with a stamp of every colour and opacity. They are
drawn with the bundled font only, so that the figures can be repeated anywhere.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from bench.erasing.figures import read_back_table, read_backs
from sealstack.models.runtime import RuntimeOptions
from sealstack.models.text.engine import TextEngine


def main(arguments: list[str] | None = None) -> None:
    """Read the command line, measure, and print."""
    raw = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(prog="python -m bench.erasing", description=__doc__, formatter_class=raw)
    parser.add_argument("--count", type=int, default=4, help="forms of each kind (4)")
    parser.add_argument("--seed", type=int, default=0, help="another seed, other forms (0)")
    parser.add_argument("--pictures", type=Path, help="folder for forms that read worse once erased")
    parser.add_argument("--threads", type=int, default=1, help="threads that compute (1)")
    options = parser.parse_args(arguments)
    if options.pictures is not None:
        options.pictures.mkdir(parents=True, exist_ok=True)
    engine = TextEngine.load(RuntimeOptions(threads=options.threads))
    print(read_back_table(list(read_backs(engine.recognizer, options.count, options.seed, options.pictures))))


if __name__ == "__main__":
    main()
