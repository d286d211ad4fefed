"""What the tests of `explain`, `checked`, `stale` and `graph` share: the example specs as a
project."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.commands import main
from tests.site_fixtures import ROOT, SIGNOUT, run

Call = Callable[..., Result]


@pytest.fixture
def call(spec_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Call:
    """Calls a command on a copy of the example specs, which stands in ./specs."""
    monkeypatch.chdir(spec_folder.parent)

    def called(*arguments: str, said: str | None = None) -> Result:
        done = CliRunner().invoke(main, [*arguments, *options()], input=said)
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        return done

    return called


def options() -> list[str]:
    return [
        *("--specs", "specs"),
        *("--content", str(ROOT / "content"), "--config", str(ROOT / "mkdocs.yml")),
    ]


def as_typed(folder: Path, *arguments: str) -> tuple[int, str, str]:
    """The same as a program of its own."""
    done = run(*SIGNOUT, *arguments, *options(), cwd=folder)
    return done.returncode, done.stdout, done.stderr
