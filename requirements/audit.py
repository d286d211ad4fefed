"""`make audit`: are there known vulnerabilities in what the locks pin?

Asks the databases of the package indexes: that of Python packages through pip-audit, that of npm
through npm. A database that cannot be reached is said to be so: nothing known is not the same as
nobody asked. Ends with 1 if something is known, with 3 if a database did not answer.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from requirements.licences import NPM, USES, locked

HERE = Path(__file__).parent
BIN = Path(sys.executable).parent
KNOWN, NOT_ASKED = 1, 3
Run = Callable[..., tuple[int, str, str]]


@dataclass(frozen=True)
class Answer:
    """What was found in a lock: `unasked` says for whom no database answered, and why."""

    lock: str
    packages: int
    vulnerable: tuple[str, ...] = ()
    unasked: tuple[str, ...] = ()


def run(*command: str | Path) -> tuple[int, str, str]:
    """A program's end, what it printed and what it complained of."""
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    return done.returncode, done.stdout, done.stderr


def audit_python(lock: str, run: Run = run) -> Answer:
    """The packages of `requirements/<lock>.lock`, whatever system they are for."""
    pins = locked(lock)
    told: list[str] = []
    why: list[str] = []
    with TemporaryDirectory() as folder:
        file = Path(folder) / "pins.txt"
        for part in _once_each(pins):
            file.write_text("".join(f"{name}=={version}\n" for name, version in part), "utf-8")
            options = ("--no-deps", "--disable-pip", "--format=json", "--progress-spinner=off")
            _, out, said = run(BIN / "pip-audit", *options, "--requirement", file)
            found = {one["name"]: one for one in _json(out).get("dependencies", [])}
            told += _told(found.values())
            missing = [found.get(name, {}) for name, _ in part]
            why += [one.get("skip_reason") or _last(said) for one in missing if "vulns" not in one]
    unasked = (f"{len(why)} of {len(pins)} packages: {why[0]}",) if why else ()
    return Answer(lock, len(pins), tuple(told), unasked)


def _once_each(names: list[tuple[str, str]]) -> Iterator[list[tuple[str, str]]]:
    """In parts that have each name once: of some, a lock has a version for each Python."""
    left = names
    while left:
        part = dict(reversed(left))
        yield sorted(part.items())
        left = [one for one in left if part[one[0]] != one[1]]


def _told(found: Iterable[Any]) -> Iterator[str]:
    for one in found:
        for known in one.get("vulns", []):
            mended = ", ".join(known.get("fix_versions", [])) or "no version yet"
            yield f"{one['name']} {one['version']}: {known['id']}, mended in {mended}"


def audit_npm(folder: str, run: Run = run) -> Answer:
    """The packages of `requirements/<folder>/package-lock.json`."""
    place = HERE / folder
    packages = json.loads((place / "package-lock.json").read_text("utf-8"))["packages"]
    _, out, said = run(BIN / "npm", "audit", "--package-lock-only", "--json", "--prefix", place)
    answer = _json(out)
    number = len(packages) - 1
    if "vulnerabilities" not in answer:
        return Answer(folder, number, unasked=(f"{number} packages: {_last(said)}",))
    known = sorted(answer["vulnerabilities"].items())
    told = (f"{name}: {', '.join(_advice(one['via']))}" for name, one in known)
    return Answer(folder, number, tuple(told))


def _advice(via: list[Any]) -> Iterator[str]:
    """Addresses of advisories, or the package by which another is vulnerable."""
    for one in via:
        yield str(one.get("url", "")) if isinstance(one, dict) else f"through {one}"


def _json(text: str) -> dict[str, Any]:
    try:
        read = json.loads(text)
    except ValueError:
        return {}
    return read if isinstance(read, dict) else {}


def _last(said: str) -> str:
    """The last line of what a program complained of, which says the most."""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    return lines[-1][:200] if lines else "no database has them"


def report(answers: list[Answer]) -> tuple[str, int]:
    """What to print, and how to end."""
    lines = []
    for one in answers:
        lines += [f"{one.lock}: {what}" for what in one.vulnerable]
        lines += [f"{one.lock}: no answer for {what}" for what in one.unasked]
        if not one.vulnerable and not one.unasked:
            lines.append(f"{one.lock}: {one.packages} packages, no vulnerability known")
    if any(one.vulnerable for one in answers):
        return "\n".join([*lines, "Some are known to be vulnerable: take newer ones."]), KNOWN
    if any(one.unasked for one in answers):
        said = "Not every database answered, so this says nothing of what it did not answer for."
        return "\n".join([*lines, said]), NOT_ASKED
    return "\n".join(lines), 0


def main() -> None:
    """Asks for all locks."""
    text, end = report([*map(audit_python, USES), *map(audit_npm, NPM)])
    print(text)
    sys.exit(end)


if __name__ == "__main__":
    main()
