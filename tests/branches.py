"""`make coverage`: which branches of the program does no test take?

Runs all quick tests with coverage.py, which watches every process that they start as well. What it
calls coverage mixes lines and branches; only branches count here, of which there are fewer, and
which are harder to take all. A process that is killed on purpose cannot tell: what it alone took
counts as not taken. What is measured, and where it is kept, stands in `pyproject.toml`, below
`[tool.coverage.run]`.

    python -m tests.branches -n 2            what stands behind it is for pytest
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tomllib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
LEAST = 95  # percent of all branches of generator/ that some test has to take
_SHOWN = 10  # modules, those with most branches that none takes
_PATIENCE = 1800  # seconds for a test, which takes several times as long as unwatched


@dataclass(frozen=True)
class Module:
    """A file of the program: how many branches it has, and those that no test takes."""

    file: str
    branches: int
    missing: tuple[tuple[int, int], ...]

    @property
    def package(self) -> str:
        """The folder of its stage."""
        return "/".join(self.file.split("/")[:-1][:2])


def parts() -> Path:
    """What coverage.py calls its files, one for each process."""
    read = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    return ROOT / read["tool"]["coverage"]["run"]["data_file"]


def watch(arguments: list[str]) -> bool:
    """Runs the tests, watched; whether all passed."""
    shutil.rmtree(parts().parent, ignore_errors=True)
    options = ("-p", "tests.branches", "--timeout", str(_PATIENCE))
    return _coverage("run", "-m", "pytest", *options, *arguments).returncode == 0


def pytest_sessionfinish() -> None:
    """Has a process that shares the tests write down what it saw before it says that it has done:
    from then on it has a few seconds before it is killed."""
    import coverage  # here alone: it comes with `make coverage`

    if (watching := coverage.Coverage.current()) is not None:
        watching.stop()
        watching.save()


def measured() -> list[Module]:
    """What the watched processes told, put together."""
    told = parts().with_name("branches.json")
    for command in (["combine", "--quiet"], ["json", "--quiet", "-o", str(told)]):
        _coverage(*command).check_returncode()
    return modules(json.loads(told.read_text("utf-8")))


def _coverage(*arguments: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([sys.executable, "-m", "coverage", *arguments], cwd=ROOT, check=False)


def modules(told: dict[str, Any]) -> list[Module]:
    """The modules that have branches, from a report of coverage.py as JSON."""
    found = [
        Module(
            file,
            said["summary"]["num_branches"],
            tuple((one, other) for one, other in said["missing_branches"]),
        )
        for file, said in sorted(told["files"].items())
    ]
    return [module for module in found if module.branches]


def report(found: list[Module]) -> tuple[str, bool]:
    """A line for each package, the modules where most is missing, and whether enough is taken."""
    whole, missing = Counter[str](), Counter[str]()
    for module in found:
        for name in (module.package, "all"):
            whole[name] += module.branches
            missing[name] += len(module.missing)
    lines = [
        f"{name}: {_share(whole[name], missing[name]):.1f} % of {whole[name]} branches"
        for name in whole
        if name != "all"
    ]
    for module in sorted(found, key=lambda one: (-len(one.missing), one.file))[:_SHOWN]:
        if module.missing:
            lines.append(f"  {module.file}: {len(module.missing)} of {module.branches} not taken")
            lines += [f"    {_way(*way)}" for way in module.missing]
    share = _share(whole["all"], missing["all"])
    lines.append(f"All: {share:.2f} % of {whole['all']} branches; {LEAST} % is the least")
    return "\n".join(lines), share >= LEAST


def _share(whole: int, missing: int) -> float:
    return 100 * (whole - missing) / whole if whole else 0


def _way(start: int, end: int) -> str:
    """coverage.py writes a way out of a function or module as a line below 0."""
    return f"line {start}, then {end}" if end > 0 else f"line {start}, then out of what it is in"


def main() -> None:
    """Runs the tests, and says which branches they do not take."""
    passed = watch(sys.argv[1:])
    text, enough = report(measured())
    print(text)
    sys.exit(not (passed and enough))


if __name__ == "__main__":
    main()
