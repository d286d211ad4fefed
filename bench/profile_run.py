"""Builds the pages of a project on one core, and tells where the time goes: a program of its own,
because what it watches begins with its own start.

    python -m bench.profile_run PROJECT

Prints JSON: how often each module of the program, or start-up, was at work when it was looked at,
which was after each millisecond of processor time. What a module calls in a library, a template or
MkDocs counts as its own.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections import Counter
from types import FrameType

EVERY = 0.001  # seconds of processor time
START_UP = "start-up"
_OURS = "generator."
_IMPORTS = "importlib._bootstrap"


def at_work(frame: FrameType | None) -> str:
    """Who is at work in a stack: the innermost module of the program, or start-up while a module is
    being loaded."""
    found = ""
    while frame is not None:
        module = frame.f_globals.get("__name__") or ""
        if module == _IMPORTS:
            return START_UP
        if not found and module.startswith(_OURS):
            found = module
        frame = frame.f_back
    return found or START_UP


def main() -> None:
    """Runs the build, and looks at it."""
    os.chdir(sys.argv[1])
    seen: Counter[str] = Counter()
    signal.signal(signal.SIGPROF, lambda _, frame: seen.update([at_work(frame)]))
    signal.setitimer(signal.ITIMER_PROF, EVERY, EVERY)
    # Only now, since it is part of what is looked at.
    from generator.commands import main as signout

    out, sys.stdout = sys.stdout, sys.stderr
    signout(["build", "--pages-only", "--no-cache", "--jobs", "1"], standalone_mode=False)
    signal.setitimer(signal.ITIMER_PROF, 0)
    json.dump(seen, out)


if __name__ == "__main__":
    main()
