"""`make mutants`: plants mistakes in the program, one at a time, and asks which no test notices.

The mistakes are those of mutmut: a `<` becomes `<=`, an `and` an `or`, a text another text. In what
modules stands in `pyproject.toml`, below `[tool.mutmut]`; which tests are asked stands here: quick
ones. It works on copies of the project; `planted.py` asks the tests, and `without_end.py` tells one
that fails from one that never ends. What no test notices is printed, but for what `mutants.toml`
says why nobody could.

    python -m tests.mutants                      all of them
    python -m tests.mutants read/tree check      those of a module, and of a folder of modules
    python -m tests.mutants --save read/tree     and writes what came out into mutants.json, from
                                                 which `make docs` makes docs/mutants.md
    python -m tests.mutants --at-once 1          on one core
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.mutants_found import Mistake, explained, mistakes_in, records, save, table

ROOT = Path(__file__).parent.parent
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["mutmut"]
LEAST = 85  # percent of the mistakes of a module for which some test has to fail
# Which tests are asked about the modules of a folder of generator/.
ASKED = {
    "read": ["tests/read", "tests/fuzz/test_corpora.py"],
    "check": ["tests/check", "tests/model", "tests/edit"],
    "site": [
        "tests/site/test_device_parts.py",
        "tests/site/test_frames.py",
        "tests/site/test_html.py",
        "tests/site/test_markdown.py",
        "tests/site/test_markup.py",
        "tests/site/test_prose.py",
    ],
    "publish": [
        "tests/publish/test_differences.py",
        "tests/publish/test_earlier_files.py",
        "tests/publish/test_saving.py",
        "tests/publish/test_staging.py",
        "tests/publish/test_staging_systems.py",
    ],
}


def modules() -> list[str]:
    """The modules in which mistakes are planted, such as read/tree."""
    generator = ROOT / "generator"
    files = {file for pattern in SETTINGS["only_mutate"] for file in ROOT.glob(pattern)}
    return sorted(file.relative_to(generator).with_suffix("").as_posix() for file in files)


def copy_project(folder: Path) -> None:
    """All files of the project that git knows or would take in, and what is installed for it."""
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
    (folder / ".venv").symlink_to(ROOT / ".venv")


def plant(file: Path) -> list[str]:
    """Writes all mistakes into a module of a copy, of which none is made but the one that the
    environment names; their names in it."""
    from mutmut.mutation.file_mutation import mutate_file_contents

    mutated = mutate_file_contents(str(file), file.read_text("utf-8"))
    file.write_text(mutated.code, "utf-8")
    return list(mutated.mutant_names)


def ask(copy: Path, tests: Iterable[str], mistakes: Iterable[str], at_once: int) -> dict[str, int]:
    """How the tests ended, by the full name of the mistake."""
    file = copy / "mistakes.json"
    file.write_text(json.dumps({"mistakes": list(mistakes), "at_once": at_once}), "utf-8")
    done = subprocess.run(
        [
            *(sys.executable, "-m", "pytest", "-q", "-s", "-p", "tests.planted"),
            *("--basetemp", copy / "temporary", "-o", "tmp_path_retention_policy=none"),
            *SETTINGS["pytest_add_cli_args"],
            *tests,
        ],
        cwd=copy,
        env=os.environ | {"SIGNOUT_MISTAKES": str(file)},
        stdin=subprocess.DEVNULL,
        stdout=sys.stderr,
        check=False,
    )
    if done.returncode:
        sys.exit("The tests have to pass before they are asked about mistakes.")
    ends: dict[str, int] = json.loads(file.read_text("utf-8"))
    return ends


def results(chosen: Iterable[str], tests: Iterable[str], at_once: int) -> dict[str, list[Mistake]]:
    """What becomes of the mistakes in these modules if these tests are asked, by the module."""
    with TemporaryDirectory() as folder:
        copy = Path(folder)
        copy_project(copy)
        files = {module: copy / "generator" / f"{module}.py" for module in chosen}
        names = {
            module: {f"generator.{module.replace('/', '.')}.{name}": name for name in plant(file)}
            for module, file in files.items()
        }
        ends = ask(copy, tests, [full for some in names.values() for full in some], at_once)
        return {
            module: list(
                mistakes_in(
                    files[module].read_text("utf-8"),
                    {name: ends[full] for full, name in some.items()},
                )
            )
            for module, some in names.items()
            if some
        }


def main() -> None:
    """Plants them, and says what no test noticed."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutants")
    parser.add_argument("modules", nargs="*", help="such as read/tree, or a folder of them")
    parser.add_argument("--save", action="store_true", help="keep what came out in mutants.json")
    parser.add_argument("--at-once", type=int, default=os.cpu_count() or 1, metavar="NUMBER")
    asked = parser.parse_args()
    for one in asked.modules:
        if not any(f"{module}/".startswith(f"{one}/") for module in modules()):
            parser.error(f"there is no {one}, but: {' '.join(modules())}")
    found = {}
    for folder, tests in ASKED.items():
        chosen = [
            module
            for module in modules()
            if module.startswith(f"{folder}/")
            and any(f"{module}/".startswith(f"{one}/") for one in asked.modules or ASKED)
        ]
        if chosen:
            found |= results(chosen, tests, asked.at_once)
    made, lines = records(found, explained(), version("mutmut"))
    if asked.save:
        save(made)
    print("\n".join([*lines, table(made)]))
    sys.exit(bool(lines) or any(one.share < LEAST for one in made.values()))


if __name__ == "__main__":
    main()
