"""Readers, jobs and folders of the tests of batches; functions of a module, as they travel to processes."""

import os
import signal
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np

from sealstack.batch.job import Job, Task
from sealstack.batch.run import Plan
from sealstack.batch.sources import sources_of
from sealstack.service.settings.settings import Settings
from tests.service.doubles import FakeReaders, a_line, a_seal

BODY = "上海宝山测试有限公司"

POISON = 77
"""The grey of a picture that ends the process that reads it."""

FAILING = 78
"""The grey of a picture on which the readers fail."""


class ScriptedReaders(FakeReaders):
    """Finds one seal and one line in every picture, and does what the pictures above say."""

    def read_seals(self, image):
        if int(image[0, 0, 0]) == POISON:
            os.kill(os.getpid(), signal.SIGKILL)
        if int(image[0, 0, 0]) == FAILING:
            raise RuntimeError("the network failed")
        score = 0.5 + int(image[0, 0, 0]) / 1000
        return [a_seal(BODY, "财务专用章", box=(2, 3, 20, 21), score=score)]


def make_readers(_: Settings) -> ScriptedReaders:
    return ScriptedReaders(lines=[a_line("合同编号", [[10, 10], [90, 10], [90, 30], [10, 30]])])


def a_picture(path: Path, grey: int = 200) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(cv2.imencode(".png", np.full((40, 60, 3), grey, np.uint8))[1].tobytes())
    return path


def a_job(tmp_path: Path, task: Task = Task.SEAL, **changes) -> Job:
    settings = Settings(data_dir=tmp_path / "data")
    return replace(Job(task, settings, with_parquet=False, make_readers=make_readers), **changes)


def a_plan(inputs: Path, folder: Path, job: Job, **changes) -> Plan:
    named = (str(inputs),)
    return replace(Plan(folder, named, job, lambda: sources_of(named, job.settings)), **changes)
