"""One measured run of a command, as a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, files
from pathlib import Path


class Failed(Exception):
    """A command that was to be measured has failed; the message is what it said."""


@dataclass(frozen=True, slots=True)
class Took:
    """Wall-clock seconds from start to end, seconds of all processors together, and the peak memory
    of its largest process in MB."""

    seconds: float
    processors: float
    megabytes: float

    def __add__(self, later: Took) -> Took:
        """What two runs took, one after the other."""
        return Took(
            self.seconds + later.seconds,
            self.processors + later.processors,
            max(self.megabytes, later.megabytes),
        )


def measure(command: list[str], folder: Path, environment: Mapping[str, str] | None = None) -> Took:
    """Runs `command` in `folder`, with what `environment` has added to ours. Raises Failed if it
    ends with an error."""
    launched = [sys.executable, "-I", "-S", str(Path(__file__).with_name("launch.py")), *command]
    # What these say about the site's address is the same for everyone measured.
    whole = {k: v for k, v in os.environ.items() if k not in ("SITE_URL", "EDIT_URI")}
    whole |= environment or {}
    done = subprocess.run(
        launched, cwd=folder, env=whole, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise Failed(f"{' '.join(command)}\n{done.stderr.strip()}")
    took = json.loads(done.stdout)
    return Took(**{name: round(value, 4) for name, value in took.items()})


def binary(package: str, *path: str) -> Path | None:
    """The program whose path ends with `path` in an installed Python package: its command in Python
    would be measured too. None if it is not installed."""
    try:
        found = [file for file in files(package) or () if file.parts[-len(path) :] == path]
    except PackageNotFoundError:
        return None
    return Path(str(found[0].locate())) if found else None


def size_mb(folder: Path) -> float:
    """The bytes of all files below `folder`, in MB (10^6 bytes)."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 1e6
