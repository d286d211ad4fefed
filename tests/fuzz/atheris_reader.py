"""Run by the long tests as a program: atheris, a fuzzer guided by what of the program was reached,
hands bytes to the reader, the models and the check, for as long as it is told to.

The first argument is the number of seconds. Ends with 0 if nothing was found.
"""

from __future__ import annotations

import sys
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["generator.read", "generator.model", "generator.check"]):
    from generator.check.proof import check
    from generator.model.specs import Specs, load, load_file
    from generator.read.document import parse
    from generator.read.source import with_rows
    from generator.read.tree import SpecFile

from tests.conftest import BASE
from tests.fuzz.corpora import naughty_strings, yaml_cases
from tests.fuzz.places import assert_well_placed

FILES = {file.relative_to(BASE).as_posix(): file.read_bytes() for file in BASE.rglob("*.yml")}
NAMES = sorted(FILES)


def one(data: bytes) -> None:
    """The first byte says in the place of which file of the base the rest stands. It is read and
    typed; only now and then it is checked with all others, which takes a hundred times as long."""
    if not data:
        return
    first, data = data[0], data[1:]
    name = NAMES[first % len(NAMES)]
    file = SpecFile(name, tuple(name.split("/")), data)
    document, problems = parse(name, data)
    assert document is not None or problems
    problems = load_file(Specs(), file)
    assert_well_placed(with_rows(problems, {name: data}), {name: data})
    if first < 240:
        return
    files = {**FILES, name: data}
    specs = [SpecFile(f"specs/{n}", tuple(n.split("/")), files[n]) for n in NAMES]
    checked = check(*load(specs, "specs"))
    there = {file.file: file.data for file in specs}
    assert_well_placed(with_rows(checked.problems, there), there)


def main(seconds: int, folder: Path) -> None:
    """Begins with the example specs, the YAML test suite and the naughty strings."""
    for number, name in enumerate(NAMES):
        (folder / f"base-{number}").write_bytes(bytes([number]) + FILES[name])
    for case in yaml_cases():
        (folder / case.id).write_bytes(b"\0" + case.text.encode())
    for number, text in enumerate(naughty_strings()):
        (folder / f"naughty-{number}").write_bytes(b"\0name: " + text.encode())
    words = folder.with_suffix(".words")
    fields = sorted({word for data in FILES.values() for word in data.decode().split()})
    quoted = (f'"{word}"\n' for word in fields if word.isascii() and not set(word) & set('"\\'))
    words.write_text("".join(quoted), "utf-8")
    options = (f"-max_total_time={seconds}", "-timeout=10", "-rss_limit_mb=1024", f"-dict={words}")
    atheris.Setup([sys.argv[0], *options, "-max_len=4096", str(folder)], one)
    atheris.Fuzz()


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
