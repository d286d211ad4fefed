"""`make mutants`: plants mistakes in the program, one at a time, and asks which no test notices.

The mistakes are those of mutmut: a `<` becomes `<=`, an `and` an `or`, a text another text. What it
changes and which tests it asks stand in `pyproject.toml`, below `[tool.mutmut]`: quick tests, so
that all is done in an hour. It works on a copy of the project. What no test notices is printed,
but for what `mutants.toml` says why nobody could.

    python -m tests.mutants                  all of them
    python -m tests.mutants read/tree        those of some modules
"""

from __future__ import annotations

import ast
import difflib
import json
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parent.parent
LEAST = 85  # percent of the mistakes of a module that some test has to notice
_NOTICED = (1, 2, 3)  # how pytest ends where a test failed, or the program cannot even be loaded
_TOO_SLOW = (24, -24, 36, 152)  # it went on without end
_MISTAKE = re.compile(r"(?P<function>.+)__mutmut_(?P<number>\d+)$")


@dataclass(frozen=True)
class Mistake:
    """A planted mistake: in which function, which lines were there, and which then."""

    function: str
    was: str
    became: str
    noticed: bool


def copy_project(folder: Path) -> None:
    """All files of the project that git knows or would take in."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    for name in filter(None, listed.stdout.split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)


def plant(folder: Path, modules: list[str]) -> None:
    """Runs mutmut in a copy of the project."""
    only = [f"generator.{module.replace('/', '.')}.*" for module in modules]
    program = Path(sys.executable).parent / "mutmut"
    subprocess.run([program, "run", *only], cwd=folder, stdout=subprocess.DEVNULL, check=False)


def results(folder: Path) -> dict[str, list[Mistake]]:
    """The mistakes that were planted in a copy, by the module."""
    found: dict[str, list[Mistake]] = {}
    planted = folder / "mutants"
    for said in sorted(planted.rglob("*.py.meta")):
        module = said.relative_to(planted / "generator").as_posix().removesuffix(".py.meta")
        ends = json.loads(said.read_text("utf-8"))["exit_code_by_key"]
        asked = {name.rpartition(".")[2]: end for name, end in ends.items() if end is not None}
        if asked:
            found[module] = list(_mistakes(said.with_suffix(""), asked))
    return found


def _mistakes(file: Path, ends: dict[str, int]) -> Iterator[Mistake]:
    text = file.read_text("utf-8")
    forms = {
        node.name: (ast.get_source_segment(text, node) or "").splitlines()[1:]
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    for name, end in ends.items():
        named = _MISTAKE.match(name)
        assert named is not None, name
        before = forms.get(f"{named['function']}__mutmut_orig", [])
        rows = list(difflib.ndiff(before, forms.get(name, [])))
        was, became = (
            " ".join(" ".join(row[2:] for row in rows if row.startswith(mark)).split())
            for mark in ("- ", "+ ")
        )
        function = named["function"].removeprefix("x").strip("_ǁ").replace("ǁ", ".")
        yield Mistake(function, was, became, end in (*_NOTICED, *_TOO_SLOW))


def explained() -> set[tuple[str, str, str, str]]:
    """Mistakes that change nothing, each with its module."""
    read = tomllib.loads((ROOT / "tests" / "mutants.toml").read_text("utf-8"))
    return {
        (module, one["function"], one["was"], one["became"])
        for module, some in read.items()
        for one in some
    }


def report(found: dict[str, list[Mistake]]) -> tuple[str, bool]:
    """A line for each module and one for each mistake that is not noticed; whether enough are."""
    lines, enough, known = [], True, explained()
    for module, mistakes in found.items():
        left = [one for one in mistakes if not one.noticed]
        share = 100 * (len(mistakes) - len(left)) / len(mistakes)
        enough = enough and share >= LEAST
        lines.append(f"{module}: {share:.1f} % of {len(mistakes)} noticed")
        lines += [
            f"  {one.function}: {one.was or '(nothing)'}  ->  {one.became or '(nothing)'}"
            for one in left
            if (module, one.function, one.was, one.became) not in known
        ]
    return "\n".join(lines), enough


def main() -> None:
    """Plants them, and says what no test noticed."""
    with TemporaryDirectory() as folder:
        copy_project(Path(folder))
        plant(Path(folder), sys.argv[1:])
        text, enough = report(results(Path(folder)))
    print(text or "Nothing was planted: see what mutmut says.")
    sys.exit(not (text and enough))


if __name__ == "__main__":
    main()
