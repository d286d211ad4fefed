"""Names that are new, offered to editors of YAML while the preview runs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from generator.commands.serve.preview import Preview
from generator.model.schema import FOLDER


class NewNames:
    """Brings the JSON Schemas in the folder of specs up to date, if there are any."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._offered: object = None  # of which state
        self._at_work: subprocess.Popen[bytes] | None = None

    def offer(self, preview: Preview) -> None:
        """Begins to, unless that was done for all names there are."""
        if self._at_work is not None and self._at_work.poll() is None:
            return
        state = _state(preview)
        if state == self._offered or not (self._folder / FOLDER).is_dir():
            return
        self._offered = state
        # A process of its own: many specs take a second, in which no save would be shown.
        command = [sys.executable, "-P", "-m", "generator.commands", "schema", "--quiet"]
        self._at_work = subprocess.Popen(
            [*command, "--specs", self._folder],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl C is for the preview, which ends this too
        )

    def close(self) -> None:
        """Ends what it has begun."""
        if self._at_work is not None:
            self._at_work.terminate()
            self._at_work.wait()


def _state(preview: Preview) -> object:
    """What changes with any name, if it is known, or else with any save."""
    if preview.problems or preview.shown is None or not preview.shown.kb.made_of.outlines:
        return preview.version
    of = preview.shown.kb.made_of
    return of.common, of.outlines, of.families
