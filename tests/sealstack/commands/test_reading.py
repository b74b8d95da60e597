"""`sealstack seal`, `ocr` and `preprocess`: what they print, write, and exit with."""

import codecs
import csv
import errno
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from PIL import Image

from sealstack.command_line import main
from tests.service.pictures import as_file, quartered

BODY = "上海宝山测试有限公司"


def run(*arguments, **keywords):
    result = CliRunner().invoke(main, [str(argument) for argument in arguments], **keywords)
    assert "Traceback" not in result.output
    return result


def lines_of(result):
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_a_pipe_gets_json_a_line_for_each_page(readers, folder):
    first, second, *_ = lines_of(run("seal", folder))
    assert first == {
        "input": str(folder / "a.png"),
        "page": None,
        "seals": [
            {
                "body": BODY,
                "others": ["财务专用章"],
                "shape": "round",
                "colour": "red",
                "box": [143, 78, 98, 97],
                "score": 0.9877,
            }
        ],
    }
    assert second["input"] == str(folder / "b.jpg")


def test_people_get_text(readers, folder):
    told = run("seal", folder / "a.png", "--text").stdout
    assert told.splitlines() == [
        str(folder / "a.png"),
        f"  {BODY}",
        "    财务专用章",
        "    red round, 98 × 97 at 143, 78, score 0.99",
    ]


def test_a_page_without_a_seal_says_so(readers, folder):
    readers.seals = []
    assert run("seal", folder / "a.png", "--text").stdout.splitlines()[1] == "  no seal"


def test_pages_of_a_pdf_are_counted_from_one(readers, folder):
    assert [line["page"] for line in lines_of(run("seal", folder / "c.pdf"))] == [1, 2]
    assert [line["page"] for line in lines_of(run("seal", folder / "c.pdf", "--pages", 1))] == [1]


def test_the_standard_input_is_read(readers, folder):
    [line] = lines_of(run("seal", "-", input=(folder / "a.png").read_bytes()))
    assert line["input"] == "-"


def test_drawings_are_written(readers, folder, tmp_path):
    run("seal", folder / "a.png", "--save-path", tmp_path / "out")
    with Image.open(tmp_path / "out" / "a_seals.png") as drawn:
        assert drawn.size == (400, 300)


def test_pages_of_a_pdf_are_drawn_each(readers, folder, tmp_path):
    run("ocr", folder / "c.pdf", "--save-path", tmp_path / "out")
    assert sorted(each.name for each in (tmp_path / "out").iterdir()) == ["c_0_text.png", "c_1_text.png"]


@pytest.mark.parametrize(("command", "ending"), [("seal", "_seals"), ("ocr", "_text"), ("preprocess", "")])
def test_files_of_one_name_do_not_overwrite_each_others_drawings(readers, tmp_path, command, ending):
    for name in ("A/x.jpg", "A/x.png", "B/x.jpg"):
        (tmp_path / "in" / name).parent.mkdir(parents=True, exist_ok=True)
        kind = "PNG" if name.endswith("png") else "JPEG"
        (tmp_path / "in" / name).write_bytes(as_file(quartered(400, 300), kind))
    lines_of(run(command, tmp_path / "in", "--save-path", tmp_path / "out"))
    assert {each.name for each in (tmp_path / "out").iterdir()} == {
        f"A_x{ending}.png",
        f"A_x_2{ending}.png",
        f"B_x{ending}.png",
    }


@pytest.mark.parametrize("command", ["seal", "ocr", "preprocess"])
def test_a_folder_of_pdfs_alone_is_read(readers, folder, command):
    for name in ("a.png", "b.jpg"):
        (folder / name).unlink()
    assert [line["page"] for line in lines_of(run(command, folder))] == [1, 2]


def test_pages_that_are_left_out_are_told(readers, folder, caplog):
    run("seal", folder / "c.pdf", "--pages", 1)
    assert f"{folder / 'c.pdf'} has 2 pages, of which the first 1 are read" in caplog.text


def table_of(result):
    assert result.exit_code == 0, result.output
    assert result.stdout_bytes.startswith(codecs.BOM_UTF8)
    return list(csv.reader(io.StringIO(result.stdout_bytes.decode("utf-8-sig"))))


def test_seals_are_rows_of_a_table(readers, folder):
    heads, *rows = table_of(run("seal", folder / "a.png", folder / "c.pdf", "--pages", 1, "--csv"))
    assert heads == [
        *("input", "page", "body", "others", "shape", "colour", "x", "y", "width", "height", "score"),
    ]
    about = [BODY, "财务专用章", "round", "red", "143", "78", "98", "97", "0.9877"]
    assert rows == [[str(folder / "a.png"), "", *about], [str(folder / "c.pdf"), "1", *about]]


def test_a_page_without_a_seal_is_a_row_too(readers, folder):
    readers.seals = []
    assert table_of(run("seal", folder / "a.png", "--csv"))[1:] == [[str(folder / "a.png"), *[""] * 10]]


def test_lines_are_rows_of_a_table(readers, folder):
    heads, row = table_of(run("ocr", folder / "a.png", "--csv"))
    assert heads == [
        *("input", "page", "line", "text", "score"),
        *("x1", "y1", "x2", "y2", "x3", "y3", "x4", "y4"),
    ]
    corners = ["10.0", "10.0", "90.0", "10.0", "90.0", "30.0", "10.0", "30.0"]
    assert row == [str(folder / "a.png"), "", "1", "合同编号", "0.9", *corners]


def test_a_drawing_that_cannot_be_written_stops_the_work_in_one_line(readers, folder):
    result = run("seal", folder, "--save-path", folder / "d.txt" / "out")
    assert result.exit_code == 1
    assert str(folder / "d.txt" / "out") in result.stderr
    assert result.stderr.count("\n") == 1


def test_a_full_disk_leaves_no_half_of_a_drawing(readers, folder, tmp_path, monkeypatch):
    def fill(path, content):
        path.touch()
        raise OSError(errno.ENOSPC, "No space left on device")

    picture = folder / "a.png"
    monkeypatch.setattr(Path, "write_bytes", fill)
    result = run("seal", picture, "--save-path", tmp_path / "out")
    drawing = tmp_path / "out" / "a_seals.png"
    assert result.stderr == f"Error: {drawing} cannot be written: no space left on device\n"
    assert not drawing.exists()


def test_text_is_read(readers, folder):
    [line] = lines_of(run("ocr", folder / "a.png"))
    assert line["lines"] == [
        {"text": "合同编号", "score": 0.9, "quad": [[10, 10], [90, 10], [90, 30], [10, 30]]}
    ]
    assert run("ocr", folder / "a.png", "--text").stdout.splitlines()[1:] == ["  合同编号"]


def test_pages_are_made_upright_and_written(readers, folder, tmp_path):
    readers.turn = 90
    [line] = lines_of(run("preprocess", folder / "a.png", "--save-path", tmp_path / "out"))
    assert line["angle"] == 90
    with Image.open(line["saved"]) as page:
        assert page.size == (300, 400)


def test_steps_can_be_left_out(readers, folder):
    [line] = lines_of(run("preprocess", folder / "a.png", "--no-orientation", "--no-unwarping"))
    assert (line["angle"], readers.images) == (-1, [])


def test_what_fails_is_listed_at_the_end_and_the_rest_is_read(readers, folder):
    result = run("seal", folder / "gone.png", folder / "d.txt", folder / "a.png")
    assert result.exit_code == 3
    assert len(result.stdout.splitlines()) == 1
    assert result.stderr.splitlines()[0] == "2 could not be read:"
    assert "gone.png: no such file or directory" in result.stderr
    assert "d.txt: The file is no picture" in result.stderr


def test_when_nothing_can_be_read_the_status_is_one(readers, folder):
    assert run("ocr", folder / "d.txt").exit_code == 1


@pytest.mark.parametrize("arguments", [(), ("--device", "npu:0", "a.png"), ("--pages", "-1", "a.png")])
def test_wrong_usage_has_the_status_two(readers, arguments):
    assert run("seal", *arguments).exit_code == 2


def test_the_device_is_handed_on(readers, folder):
    run("seal", folder / "a.png", "--device", "GPU:1")
    assert readers.asked[0][0] == "gpu:1"


def test_a_device_that_cannot_be_used_is_told_in_one_line(folder, monkeypatch):
    monkeypatch.setenv("OCR_DEVICE", "tpu")
    result = run("seal", folder / "a.png")
    assert result.exit_code == 1
    assert result.stderr.count("\n") == 1
    assert "OCR_DEVICE" in result.stderr
