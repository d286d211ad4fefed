"""What we depend on, and under which licence: read from the locks and from what is installed.

The locks say what there is; the packages that are installed say their licence themselves, by an
SPDX expression (PEP 639) or in older words. What they do not say clearly, `licences.toml` does.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageMetadata, PackageNotFoundError, metadata
from pathlib import Path
from typing import Any

from boolean import Expression
from license_expression import ExpressionError, LicenseSymbol, Licensing, get_spdx_licensing

HERE = Path(__file__).parent
USES = {
    "site": "makes the site",
    "test": "tests",
    "audit": "audits and releases",
    "bench": "measures",
}
NPM = {"editors": "tests", "bench-node": "measures"}
# What older packages say, of which there is only one meaning.
_OLD = {
    "MIT License": "MIT",
    "MIT license": "MIT",
    "Apache Software License": "Apache-2.0",
    "Apache License 2.0": "Apache-2.0",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "ISC License (ISCL)": "ISC",
}


@dataclass(frozen=True)
class Dependency:
    """A package of a lock: `use` is what for, `licence` an SPDX expression, "" if unknown."""

    name: str
    version: str
    use: str
    licence: str


@cache
def rules() -> Mapping[str, Any]:
    """What stands in `licences.toml`."""
    return tomllib.loads((HERE / "licences.toml").read_text("utf-8"))


def locked(lock: str) -> list[tuple[str, str]]:
    """The names and versions of a lock of Python packages, those for other machines too."""
    file = HERE / f"{lock}.lock"
    text = file.read_text("utf-8") if file.is_file() else ""
    return re.findall(r"^([A-Za-z0-9._-]+)==([^\s;]+)", text, re.MULTILINE)


def dependencies(known: Mapping[str, str]) -> list[Dependency]:
    """All of all locks, each once, with the first use that it has.

    `known` are licences of packages that may not be installed here, by name.
    """
    found: dict[tuple[str, str], Dependency] = {}
    for lock, use in USES.items():
        for name, version in locked(lock):
            licence = licence_of(name) or known.get(name, "")
            found.setdefault((name, version), Dependency(name, version, use, licence))
    for folder, use in NPM.items():
        lock_file = json.loads((HERE / folder / "package-lock.json").read_text("utf-8"))
        for path, package in lock_file["packages"].items():
            if path:
                name = path.rpartition("node_modules/")[2]
                one = Dependency(
                    name, package["version"], f"{use} (npm)", package.get("license", "")
                )
                found.setdefault((f"npm:{name}", one.version), one)
    order = [*USES.values(), *(f"{use} (npm)" for use in NPM.values())]
    return sorted(found.values(), key=lambda one: (order.index(one.use), one.name, one.version))


def licence_of(name: str) -> str:
    """The licence of a package as an SPDX expression, "" if nobody says it."""
    if name in rules()["said"]:
        return str(rules()["said"][name][0])
    try:
        return stated(metadata(name))
    except PackageNotFoundError:
        return ""


def stated(said: PackageMetadata) -> str:
    """What a package says of its licence, as an SPDX expression, "" if it is not clear."""
    if expression := said.get("License-Expression"):
        return expression
    marks = {
        mark.rpartition(" :: ")[2]
        for mark in said.get_all("Classifier", [])
        if mark.startswith("License :: OSI Approved :: ")
    }
    told = [str(said.get("License") or ""), *(marks if len(marks) == 1 else ())]
    for words in told:
        meant = _OLD.get(words, words)
        if is_spdx(meant):
            return meant
    return ""


@cache
def _licensing() -> Licensing:
    """All licences that there are, which take a while to read."""
    return get_spdx_licensing()


def is_spdx(expression: str) -> bool:
    """Whether it is an SPDX expression of licences that there are."""
    try:
        parsed = _licensing().parse(expression, validate=True)
    except ExpressionError:
        return expression in rules()["anywhere"]
    return parsed is not None


def refused(dependencies: Iterable[Dependency]) -> list[str]:
    """What is wrong with the licences of some, a sentence each."""
    allowed = {*rules()["anywhere"], *rules()["on_the_machine"]}
    told = []
    for one in dependencies:
        if not one.licence:
            told.append(f"{one.name} {one.version}: its licence is not known")
        elif not is_allowed(one.licence, allowed):
            told.append(f"{one.name} {one.version}: {one.licence} is not allowed")
    return told


def is_allowed(expression: str, allowed: Iterable[str]) -> bool:
    """Whether we may do with it what we do: of several licences one may choose, but not of several
    that all hold."""
    if not is_spdx(expression):
        return False
    if expression in (all_of_them := set(allowed)):
        return True
    return _holds(_licensing().parse(expression), all_of_them)


def _holds(part: Expression, allowed: set[str]) -> bool:
    if isinstance(part, LicenseSymbol) or not part.args:
        return str(part) in allowed
    each = (_holds(one, allowed) for one in part.args)
    return any(each) if part.operator.strip() == "OR" else all(each)
