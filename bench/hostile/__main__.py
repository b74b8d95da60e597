"""Does the service what strangers might, and tells whether it stays within its bounds.

    python -m bench.hostile                       # everything
    python -m bench.hostile --only files,slow     # some parts
    python -m bench.hostile --seeds 1             # fewer files

Every file is drawn or written by the code. Normal calls are timed between the hostile ones, and compared with
what they take on the same service when it does nothing else, so that a busy machine strikes both. A call that
does not end, or a service that grows beyond `--ceiling`, has its worker killed by the bench, which counts as
a restart. The exit status is 1 when a bound is broken. `OCR_*` of the environment hold.
"""

from __future__ import annotations

import argparse
import signal
import sys

from bench.hostile.amount import Amount
from bench.hostile.report import Report
from bench.hostile.sections import SECTIONS


def main() -> int:
    """Do the parts that were asked for and print what came of them."""
    options = _options()
    # whoever ends the bench ends the service with it
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    amount = Amount(options.seeds, options.clients, options.ceiling)
    report = Report()
    for name in options.only.split(",") if options.only else SECTIONS:
        try:
            SECTIONS[name](report, amount)
        except Exception as error:  # the service may be beyond answering: the other parts are still done
            report.bound(f"{name} came to an end ({type(error).__name__}: {error})", 1, 0, "")
    print(f"\n{len(report.broken)} bounds are broken")
    for line in report.broken:
        print(f"- {line}")
    return 1 if report.broken else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--only", default="", help=f"of {','.join(SECTIONS)}")
    parser.add_argument("--seeds", type=int, default=6, help="files of each kind")
    parser.add_argument("--clients", type=int, help="slow clients; twice OCR_CONNECTION_THREADS if not given")
    parser.add_argument("--ceiling", type=float, default=6000, help="megabytes at which a worker is killed")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
