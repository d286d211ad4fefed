"""One measured run of a command, as a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
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


def measure(command: list[str], folder: Path) -> Took:
    """Runs `command` in `folder`. Raises Failed if it ends with an error."""
    launched = [sys.executable, "-I", "-S", str(Path(__file__).with_name("launch.py")), *command]
    # What these say about the site's address is the same for everyone measured.
    environment = {k: v for k, v in os.environ.items() if k not in ("SITE_URL", "EDIT_URI")}
    done = subprocess.run(
        launched, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise Failed(f"{' '.join(command)}\n{done.stderr.strip()}")
    return Took(**json.loads(done.stdout))


def size_mb(folder: Path) -> float:
    """The bytes of all files below `folder`, in MB (10^6 bytes)."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 1e6
