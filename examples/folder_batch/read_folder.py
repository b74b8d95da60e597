"""Read the seals of every picture and PDF in a folder over HTTP, and write one table of them.

    pip install requests
    python examples/folder_batch/read_folder.py scans seals.csv

A file that cannot be read gets a row that says why, and stops nothing. A call that is refused because the
service has enough to do is made again when the service says so. Of a PDF the first page is read.
"""

import base64
import csv
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import requests

SERVICE = "http://127.0.0.1:8000/"
HEADERS = {"X-TC-Action": "SealOCR", "X-TC-Version": "2018-11-19", "X-TC-Language": "en-US"}
ENDINGS = {".jpg", ".jpeg", ".png", ".bmp", ".webp", ".gif", ".tif", ".tiff", ".pdf"}
AT_ONCE = 4
PATIENCE = 120  # seconds


def read(path: Path) -> list[list[object]]:
    """Have a file read: a row for each of its seals, or one that says what went wrong."""
    parameters = {
        "ImageBase64": base64.b64encode(path.read_bytes()).decode(),
        "EnablePdf": path.suffix.lower() == ".pdf",
    }
    while True:
        response = requests.post(SERVICE, json=parameters, headers=HEADERS, timeout=PATIENCE)
        answer = response.json()["Response"]
        error = answer.get("Error")
        if error and error["Code"] == "RequestLimitExceeded":
            time.sleep(float(response.headers.get("Retry-After", 1)))
        elif error:
            return [[path, "", "", f"{error['Code']}: {error['Message']}"]]
        else:
            seals = answer["SealInfos"]
            return [[path, seal["SealBody"], " ".join(seal["OtherTexts"]), ""] for seal in seals]


def main(folder: str, table: str) -> None:
    """Read a folder and everything below it into a table, in the order of the files' names."""
    files = sorted(path for path in Path(folder).rglob("*") if path.suffix.lower() in ENDINGS)
    # with this encoding spreadsheets know that it is UTF-8
    with open(table, "w", encoding="utf-8-sig", newline="") as out, ThreadPoolExecutor(AT_ONCE) as threads:
        writer = csv.writer(out)
        writer.writerow(["file", "title", "other texts", "error"])
        for rows in threads.map(read, files):
            writer.writerows(rows)
    print(f"{len(files)} files")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: read_folder.py FOLDER TABLE")
    main(*sys.argv[1:])
