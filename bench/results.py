"""What a run has measured, as a file of JSON: tables, figures, plots and pages are made from it."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from bench.kind import Kind

_TOLD = ("mkdocs", "mkdocs-material", "zensical", "hugo", "pagefind", "weasyprint")
_NODE = Path(__file__).parent.parent / "requirements" / "bench-node" / "package.json"


@dataclass(frozen=True, slots=True)
class Machine:
    """Where and when it was measured, and with which versions of whom."""

    day: date
    system: str
    processor: str
    cores: int
    memory_gb: float
    versions: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Measured:
    """The records of one kind, all from one run on one machine."""

    machine: Machine
    records: list[Any]


def this_machine() -> Machine:
    """The machine that this runs on, today."""
    return Machine(
        date.today(),
        f"{platform.system()} {platform.machine()}",
        _processor(),
        os.cpu_count() or 1,
        round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9, 1),
        {"python": platform.python_version()} | dict(_versions()),
    )


def _processor() -> str:
    told = Path("/proc/cpuinfo")
    lines = told.read_text("utf-8").splitlines() if told.is_file() else []
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.processor())


def _versions() -> Iterable[tuple[str, str]]:
    for name in _TOLD:
        try:
            yield name, version(name)
        except PackageNotFoundError:
            continue
    for name, pinned in json.loads(_NODE.read_text("utf-8"))["devDependencies"].items():
        yield name.rpartition("/")[2], pinned


def save(file: Path, results: Mapping[str, Measured], kinds: Iterable[Kind]) -> None:
    """Writes what was measured, by the names of its kinds; kinds that a file has and `results` has
    not stay as they are there."""
    known = {kind.name: kind for kind in kinds}
    written = json.loads(file.read_text("utf-8")) if file.is_file() else {}
    for name, measured in results.items():
        written[name] = {
            "machine": TypeAdapter(Machine).dump_python(measured.machine, mode="json"),
            "records": _records(known[name]).dump_python(measured.records, mode="json"),
        }
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(written, indent=1, ensure_ascii=False) + "\n", "utf-8")


def load(file: Path, kinds: Iterable[Kind]) -> dict[str, Measured]:
    """What a file has of `kinds`. Raises pydantic's ValidationError, a ValueError, if it is none of
    ours."""
    there = TypeAdapter(dict[str, dict[str, Any]]).validate_json(file.read_bytes())
    return {
        kind.name: Measured(
            TypeAdapter(Machine).validate_python(there[kind.name].get("machine")),
            _records(kind).validate_python(there[kind.name].get("records")),
        )
        for kind in kinds
        if kind.name in there
    }


def _records(kind: Kind) -> TypeAdapter[list[Any]]:
    return TypeAdapter(list[kind.record])  # type: ignore[name-defined]
