#!/usr/bin/env python3
"""Writes seeds for the fuzz targets from what the repository has anyway: seeds.py FOLDER. Fixtures of the presets with their name in front, bank
files with their format, mappings, configurations and bodies of templates of the handbook and the scenarios."""
import glob, json, os, re, sys

PROJECT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
FORMATS = {"camt": "camt", "mt940": "mt940", "bai2": "bai2", "lockbox": "lockbox", "nacha": "nacha", "ofx": "ofx", "pain002": "pain.002"}


def write(folder, target, name, data):
    path = os.path.join(folder, target)
    os.makedirs(path, exist_ok=True)
    with open(os.path.join(path, name), "wb") as file:
        file.write(data)


def main(folder):
    for path in sorted(glob.glob(os.path.join(PROJECT, "Tests/presets/*/input*"))):
        preset, name = path.split(os.sep)[-2:]
        with open(path, "rb") as file:
            data = file.read(15000)
        write(folder, "presets", f"{preset}-{name}", preset.encode() + b"\n" + data)
        if preset.split(".")[0] in FORMATS:
            write(folder, "bank", f"{preset}-{name}", FORMATS[preset.split(".")[0]].encode() + b"\n" + data)
    for number, path in enumerate(sorted(glob.glob(os.path.join(PROJECT, "Tests/scenarios/*/pipeline.json")) + [os.path.join(PROJECT, "pipeline.json")])):
        with open(path, "rb") as file:
            write(folder, "configuration", f"{number}.json", file.read(15000))
    with open(os.path.join(PROJECT, "docs/templates.md"), encoding="utf-8") as file:
        for number, block in enumerate(re.findall(r"```[a-z]*\n(.*?)```", file.read(), re.S)):
            for offered in ("reminder", "statement", "invitation"):
                write(folder, "templates", f"{number}-{offered}", offered.encode() + b"\n" + block.encode())
    for page in ("docs/mapping.md", "docs/configuration.md"):
        with open(os.path.join(PROJECT, page), encoding="utf-8") as file:
            for number, block in enumerate(re.findall(r"```json\n(.*?)```", file.read(), re.S)):
                write(folder, "mapping", f"{number}.json", block.encode())
    for path in glob.glob(os.path.join(PROJECT, "Sources/Pipeline/Presets/*.swift")):
        with open(path, encoding="utf-8") as file:
            for number, block in enumerate(re.findall(r'#"""\n(.*?)\n\s*"""#', file.read(), re.S)):
                try:
                    write(folder, "mapping", f"{os.path.basename(path)}-{number}.json", json.dumps(json.loads(block)).encode())
                except json.JSONDecodeError:
                    pass  # put together from pieces


if __name__ == "__main__":
    main(sys.argv[1])
