"""Shows where a request's time goes, stage by stage, and how near the networks are to the processor's peak.

    python -m bench.profile                        # a letter at 150 dpi, read by GeneralBasicOCR
    python -m bench.profile --action SealOCR       # an A4 page with a seal
    python -m bench.profile --picture scan.jpg

Everything runs in this process, decoding too, with one thread for each network; times are processor time, so
that what else the machine does counts little.
"""

from __future__ import annotations

import argparse
import base64
import json
import os
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from bench.profile.networks import cost_of, peak
from bench.profile.stages import Stages
from bench.speed import pictures

if TYPE_CHECKING:
    from flask import Flask

_VERSION = "2018-11-19"


def main() -> None:
    """Profile one kind of request and print two tables."""
    options = _options()
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(OCR_THREADS="1", OCR_WORKERS="1", OCR_DATA_DIR=folder, OPENBLAS_NUM_THREADS="1")
        stages = profile(_content(options), options.action, options.rounds)
    whole = sum(stages.seconds.values())
    print(f"{options.action}: {whole / options.rounds * 1000:.0f} ms of processor time a request\n")
    print("| stage | ms a request | share | calls a request |\n|---|---|---|---|")
    for name, seconds in sorted(stages.seconds.items(), key=lambda entry: -entry[1]):
        calls = stages.calls[name] / options.rounds
        print(f"| {name} | {seconds / options.rounds * 1000:.1f} | {seconds / whole:.1%} | {calls:.3g} |")
    _print_networks()


def profile(content: bytes, action: str, rounds: int) -> Stages:
    """Answer one request again and again, and time its stages.

    Args:
        content: the picture's file.
        action: which Action of the Tencent dialect reads it.
        rounds: how often, after one to warm up.
    """
    from sealstack.service.application import create_app
    from sealstack.service.intake.decoders import DecodersHere

    body = json.dumps({"ImageBase64": base64.b64encode(content).decode()}).encode()
    app = create_app(decoders=DecodersHere())
    app.extensions["inference"].readers.load()
    stages = Stages()
    _call(app, action, body)
    with ExitStack() as stack:
        _watch(stages, stack)
        for _ in range(rounds):
            with stages.stage("everything else"):
                _call(app, action, body)
    return stages


def _watch(stages: Stages, stack: ExitStack) -> None:
    """Watch what a request passes through, where it is looked up."""
    from sealstack.models.runtime.onnx_session import OnnxSession
    from sealstack.models.text import engine
    from sealstack.models.text.detection.detector import Detector
    from sealstack.models.text.recognition.recognizer import Recognizer
    from sealstack.service.dialects.tencent import envelope, gateway
    from sealstack.service.dialects.tencent.actions import pictures as intake
    from sealstack.service.http import body
    from sealstack.service.intake.decoders import DecodersHere
    from sealstack.service.readers.inference import Inference

    for owner, function, name in (
        (body, "_read", "receive the body"),
        (gateway, "read_values", "parse JSON"),
        (intake, "decode_base64", "decode base64"),
        (DecodersHere, "decode", "decode the picture"),
        (Detector, "detect", "detect: resize, outlines"),
        (engine, "crop_line", "cut lines out"),
        (Recognizer, "read", "recognize: resize, decode"),
        (Inference, "_read", "other work on the picture"),
        (envelope, "success", "write the answer"),
    ):
        stack.enter_context(stages.watching(owner, function, name))
    stack.enter_context(stages.watching(OnnxSession, "run", lambda session, _: f"network {session.name}"))


def _call(app: Flask, action: str, body: bytes) -> None:
    answer = app.test_client().post(
        "/",
        data=body,
        headers={"X-TC-Action": action, "X-TC-Version": _VERSION},
        content_type="application/json",
    )
    error = answer.get_json()["Response"].get("Error")
    if error and error["Code"] != "FailedOperation.ImageNoText":
        raise SystemExit(f"{action} answered {error}")


def _print_networks() -> None:
    from sealstack.models.text.weights import find_weights

    weights, best = find_weights(), peak()
    print(f"\nMatrix products of float32 on one core: {best / 1e9:.0f} GFLOP/s at best\n")
    print("| network, input | GFLOP | ms | GFLOP/s | of the peak | operators |\n|---|---|---|---|---|---|")
    for model, height, width in (
        (weights.detector, 736, 736),
        (weights.recognizer, 48, 320),
        (weights.recognizer, 48, 640),
    ):
        page = np.random.default_rng(1).uniform(-1, 1, (1, 3, height, width)).astype(np.float32)
        cost = cost_of(model, page)
        rate = cost.operations / cost.seconds
        kinds = ", ".join(f"{kind} {share:.0%}" for kind, share in list(cost.shares.items())[:4])
        print(
            f"| {model.stem}, {height}x{width} | {cost.operations / 1e9:.2f} | {cost.seconds * 1000:.1f} "
            f"| {rate / 1e9:.0f} | {rate / best:.0%} | {kinds} |"
        )


def _content(options: argparse.Namespace) -> bytes:
    if options.picture:
        content: bytes = options.picture.read_bytes()
        return content
    return pictures.sealed_pages(1)[0] if options.action == "SealOCR" else pictures.letter()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--action", default="GeneralBasicOCR", help="which Action reads the picture")
    parser.add_argument("--picture", type=Path, help="a picture of your own")
    parser.add_argument("--rounds", type=int, default=3, help="how many requests")
    return parser.parse_args()


if __name__ == "__main__":
    main()
