"""`signout schema`: what it writes, when, and what it says."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.commands import main
from generator.model.specs import FOLDERS, SHARED
from tests.site_fixtures import SIGNOUT, run

ROOT = Path(__file__).parents[2]
BASE = ROOT / "tests" / "good" / "base"
FOLDER = Path("device_specs/.schema")


@pytest.fixture
def signout(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    put_together: Callable[[Path, Path], None],
) -> Callable[..., Result]:
    """Runs the command in a folder that has only specs, those of tests/good/base."""
    put_together(BASE, tmp_path / "device_specs")
    monkeypatch.chdir(tmp_path)

    def invoke(*arguments: str) -> Result:
        result = CliRunner().invoke(main, ["schema", *arguments])
        assert result.exception is None or isinstance(result.exception, SystemExit)
        return result

    return invoke


def test_it_writes_a_schema_for_each_kind_of_file(signout: Callable[..., Result]) -> None:
    done = signout()
    assert (done.exit_code, done.stderr) == (0, "")
    written = {file.name for file in FOLDER.iterdir()}
    assert len(written) == 1 + len(SHARED) + len(FOLDERS)
    assert written >= {"service.json", "labels.json", "family.json", "device.json", "problem.json"}
    assert done.stdout == f"{len(written)} schemas are written to {FOLDER}.\n"


def written() -> dict[Path, tuple[int, int]]:
    """Which file each name leads to, and when it was last written; reading does not count."""
    return {file: (file.stat().st_ino, file.stat().st_mtime_ns) for file in FOLDER.iterdir()}


def test_what_has_not_changed_is_not_written_again(signout: Callable[..., Result]) -> None:
    signout()
    before = written()
    assert signout().stdout == f"The schemas in {FOLDER} are up to date.\n"
    assert written() == before


def test_only_what_a_change_touches_is_written(signout: Callable[..., Result]) -> None:
    signout()
    specs = Path("device_specs")
    with (specs / "positions.yml").open("a") as file:
        file.write("in-the-middle: {text: in the middle}\n")
    assert signout().stdout == f"Written to {FOLDER}: family.json.\n"
    assert "in-the-middle" in (FOLDER / "family.json").read_text("utf-8")


def test_the_schemas_are_no_specs(signout: Callable[..., Result]) -> None:
    signout()
    Path("content").mkdir()
    Path("mkdocs.yml").touch()
    assert ".schema" not in CliRunner().invoke(main, ["check"]).output


def test_another_folder_and_no_words(signout: Callable[..., Result]) -> None:
    done = signout("--out", "elsewhere/schemas", "--quiet")
    assert (done.exit_code, done.output) == (0, "")
    assert json.loads(Path("elsewhere/schemas/device.json").read_text("utf-8"))["title"] == "Device"
    assert not FOLDER.exists()


def test_problems_do_not_stop_it_but_are_told(signout: Callable[..., Result]) -> None:
    Path("device_specs/labels.yml").write_text("a: [")
    done = signout()
    assert done.exit_code == 0
    assert "`signout check` tells what is wrong" in done.stderr
    assert "enum" not in json.loads((FOLDER / "family.json").read_text("utf-8"))["$defs"]["name"]


@pytest.mark.parametrize("arguments", [("--specs", "nowhere"), ("--specs", "a-file"), ("extra",)])
def test_a_wrong_call_ends_with_2(signout: Callable[..., Result], arguments: list[str]) -> None:
    Path("a-file").touch()
    done = signout(*arguments)
    assert done.exit_code == 2
    assert "Error: " in done.stderr


@pytest.mark.parametrize("out", ["a-file", "a-file/below"])
def test_a_folder_that_cannot_be_is_told(signout: Callable[..., Result], out: str) -> None:
    Path("a-file").touch()
    done = signout("--out", out)
    assert done.exit_code == 1
    assert re.fullmatch(rf"The schemas cannot be written to `{out}`: .+\.\n", done.stderr)


def test_it_is_a_command(tmp_path: Path) -> None:
    done = run(*SIGNOUT, "schema", "--specs", BASE, "--out", tmp_path / "out", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "out" / "family.json").exists()


# --- settings for Visual Studio Code ----------------------------------------------------------


def test_the_task_of_the_editor_finds_each_problem(
    signout: Callable[..., Result], put_together: Callable[[Path, Path], None]
) -> None:
    tasks = json.loads((ROOT / ".vscode" / "tasks.json").read_text("utf-8"))["tasks"]
    matcher = next(task["problemMatcher"] for task in tasks if task["problemMatcher"])
    pattern = matcher["pattern"]
    put_together(ROOT / "tests" / "bad" / "several-files-at-once", Path("bad") / "device_specs")
    Path("content").mkdir()
    Path("mkdocs.yml").touch()
    arguments = ["check", "--specs", "bad/device_specs"]
    output = CliRunner().invoke(main, arguments).output
    told = json.loads(CliRunner().invoke(main, [*arguments, "--format", "json"]).output)
    matches = [m for line in output.splitlines() if (m := re.match(pattern["regexp"], line))]
    found = [
        (m[pattern["file"]], int(m[pattern["line"]]), int(m[pattern["column"]]), m[pattern["code"]])
        for m in matches
    ]
    assert found == [(p["file"], p["line"], p["column"], p["code"]) for p in told]
    assert [m[pattern["message"]] for m in matches] == [problem["message"] for problem in told]


def test_the_editor_is_told_to_leave_our_style_alone() -> None:
    text = (ROOT / ".vscode" / "settings.json").read_text("utf-8")
    settings = json.loads(re.sub(r"(?m)^\s*//.*$", "", text))
    assert settings["yaml.format.enable"] is False
    assert "yaml.schemas" not in settings
    recommended = json.loads((ROOT / ".vscode" / "extensions.json").read_text("utf-8"))
    assert recommended["recommendations"] == ["redhat.vscode-yaml"]
