"""Pagefind's program, running as a service: each message is the base64 of a JSON object with a
comma behind it, and so is each answer."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from base64 import b64decode, b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from pagefind_bin import get_executable  # type: ignore[import-untyped]

from generator.read.passing import passing_folder

WHO = "Pagefind, which indexes the pages for the search,"
# For its allocator: what one thread frees goes to the others, and what none takes to the system.
# Otherwise it needs a tenth more memory if it works on two processors.
_MEMORY = {"_RJEM_MALLOC_CONF": "narenas:1,dirty_decay_ms:1000"}


class SearchError(Exception):
    """The index could not be made; the message says why."""


class Pagefind:
    """Takes requests in order, and answers each."""

    def __init__(self, program: subprocess.Popen[bytes], complaints: Any) -> None:
        self._program = program
        self._complaints = complaints

    @classmethod
    @contextmanager
    def started(cls, jobs: int | None = None) -> Iterator[Pagefind]:
        """The program, which is ended afterwards whatever happens. It works on at most `jobs`
        processors at once, or on all. Raises SearchError."""
        # Settings in the environment or in a folder's pagefind.yml are nobody's but ours.
        ours = {n: v for n, v in os.environ.items() if not n.startswith("PAGEFIND_")}
        environment = {**ours, **_MEMORY}
        if jobs is not None:
            environment["RAYON_NUM_THREADS"] = str(jobs)
        with passing_folder() as empty, tempfile.TemporaryFile(dir=empty) as complaints:
            try:
                program = subprocess.Popen(
                    [get_executable(), "--service"],
                    cwd=empty,
                    env=environment,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=complaints,
                )
            except OSError as error:
                raise SearchError(f"{WHO} cannot run: {error}") from error
            try:
                yield cls(program, complaints)
            finally:
                program.kill()
                program.communicate()

    def ask(self, action: str, **values: Any) -> dict[str, Any]:
        """The program's answer to a request. Raises SearchError if it refuses or gives none."""
        self.send(action, **values)
        return self.answer(action, values.get("file_path", action))

    def send(self, action: str, **values: Any) -> None:
        """Asks for something, whose `answer` is to be taken before more is asked for. Raises
        SearchError if nobody listens."""
        request = {"message_id": 0, "payload": {"type": action, **values}}
        assert self._program.stdin is not None
        try:
            self._program.stdin.write(b64encode(json.dumps(request).encode()) + b",")
            self._program.stdin.flush()
        except OSError as error:
            raise failed(action, self._last_words()) from error

    def answer(self, action: str, about: str) -> dict[str, Any]:
        """The answer to what was sent, which was about something. Raises SearchError if there is
        none, or if it is a refusal."""
        assert self._program.stdout is not None
        answer = bytearray()
        try:
            while not answer.endswith(b","):
                more = os.read(self._program.stdout.fileno(), 1 << 20)
                if not more:
                    raise EOFError
                answer += more
            payload: dict[str, Any] = json.loads(b64decode(answer[:-1]))["payload"]
        except (OSError, EOFError) as error:
            raise failed(action, self._last_words()) from error
        except (ValueError, KeyError, TypeError) as error:
            raise failed(action, "its answer cannot be read") from error
        if payload.get("type") == "Error":
            raise failed(about, payload.get("message", "it does not say why"))
        return payload

    def _last_words(self) -> str:
        """What the program complained of last, or else how it ended."""
        code = self._program.wait()
        self._complaints.seek(0)
        lines = self._complaints.read().decode("utf-8", "replace").split("\n")
        return next(
            (line.strip() for line in reversed(lines) if line.strip()), f"it ended with {code}"
        )


def failed(about: str, why: str) -> SearchError:
    """What to raise when the program did not do its part."""
    return SearchError(f"{WHO} failed at {about}: {why}")
