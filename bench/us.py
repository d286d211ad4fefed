"""This project: `signout build`, end to end."""

from __future__ import annotations

import sys
from pathlib import Path

from bench.measure import Took, measure

PROJECT = Path(__file__).parent.parent
# The address of the site, which its pages say; what `measure` runs has no other.
SITE_URL = "https://signout.example/"
SIGNOUT = [sys.executable, "-m", "generator.commands"]


def build(specs: Path, out: Path) -> Took:
    """Builds the site of `specs` into `out`: start-up, read, check, resolve, frames, render,
    write, swap. Only the pages: the others make no search index, archive or service worker."""
    command = [*SIGNOUT, "build", "--pages-only", "--specs", str(specs), "--out", str(out)]
    return measure(command, PROJECT)


def check(specs: Path) -> Took:
    """Checks `specs`."""
    return measure([*SIGNOUT, "check", "--specs", str(specs)], PROJECT)
