"""Draw what the web console needs, samples or screenshots, and measure how soon it is there.

    python -m bench.console --samples console/public/samples   draw the samples again
    python -m bench.console --screenshots DIR                  show every page of a service, and take pictures
    python -m bench.console --screenshots DIR --url http://127.0.0.1:8000 --only seals-1280-en-light
    python -m bench.console --paint                            the first paint, and what is loaded for it

All but the samples needs Chromium, the extra `dev`, and a service that runs and is open; `--url` says where.
Each page is shown in 1280 and 820 pixels' width, in both languages and both themes. A template is added for
it, and removed at the end.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from bench.console.paint import time_first_paint
from bench.console.samples import write_samples
from bench.console.screenshots import take_screenshots


def main(arguments: list[str] | None = None) -> int:
    """Read the command line, draw, and list the files."""
    parser = argparse.ArgumentParser(
        prog="python -m bench.console",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--samples", type=Path, metavar="DIR", help="draw the sample pictures into DIR")
    parser.add_argument("--screenshots", type=Path, metavar="DIR", help="take screenshots into DIR")
    parser.add_argument("--paint", action="store_true", help="measure the first paint")
    parser.add_argument("--url", default="http://127.0.0.1:8000", help="the service that is looked at")
    parser.add_argument("--only", default="", help="only screenshots with this text in their names")
    parser.add_argument("--chromium", default="/usr/bin/chromium", help="the browser")
    options = parser.parse_args(arguments)
    if options.samples:
        for path in write_samples(options.samples):
            print(path)
    if options.screenshots:
        for path in take_screenshots(options.screenshots, options.url, options.chromium, options.only):
            print(path)
    if options.paint:
        paint = time_first_paint(options.url, options.chromium)
        print(f"first contentful paint: {paint.median:.0f} ms in the median, {paint.slowest:.0f} ms at most")
        print(f"all built files but the samples: {paint.kilobytes:.0f} KB compressed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
