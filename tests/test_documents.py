"""The documents tell the truth: every command, file and example in them is there and works."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from generator.check.proof import check
from generator.commands import main
from generator.knowledge.load import check_specs
from generator.model.specs import load
from generator.read.tree import SpecFile, spec_files
from tests.site_fixtures import SIGNOUT, copy_project, run

ROOT = Path(__file__).parent.parent
DOCUMENTS = [
    *("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md", "docs/decisions.md"),
    *("docs/threat-model.md", "tests/README.md"),
]
EVERYTHING = "\n".join((ROOT / name).read_text("utf-8") for name in DOCUMENTS)


@pytest.mark.parametrize(
    "target", sorted(set(re.findall(r"\bmake ([a-z]+(?:-[a-z]+)*)\b", EVERYTHING)))
)
def test_every_make_target_exists(target: str) -> None:
    targets = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    assert target in targets


@pytest.mark.parametrize("command", sorted(set(re.findall(r"\bsignout ([a-z]+)\b", EVERYTHING))))
def test_every_command_exists(command: str) -> None:
    assert command in main.list_commands(click.Context(main))


@pytest.mark.parametrize("name", DOCUMENTS)
def test_links_lead_to_files(name: str) -> None:
    document = ROOT / name
    for target in re.findall(r"\]\(([^)#]+)\)", document.read_text("utf-8")):
        if not target.startswith("https://"):
            assert (document.parent / target).exists(), f"{name} links to {target}"


def test_the_tree_in_the_readme_is_the_tree() -> None:
    listing = re.search(r"```text\n(mkdocs\.yml.*?)```", EVERYTHING, re.DOTALL)
    assert listing is not None
    named = {line.split()[0].rstrip("/") for line in listing[1].splitlines()}
    usual = {
        "Makefile",
        "README.md",
        "LICENSE",
        "CHANGELOG.md",
        "CONTRIBUTING.md",
        "SECURITY.md",
        "pyproject.toml",
    }
    made = {"site", "build"}
    there = {
        path.name
        for path in ROOT.iterdir()
        if not path.name.startswith(".") and not path.name.endswith(".egg-info")
    }
    assert named == there - usual - made


def test_the_device_in_the_guide_for_editors_is_one() -> None:
    example = re.search(r"```yaml\n(# yaml-language-server.*?)```", EVERYTHING, re.DOTALL)
    assert example is not None
    specs = ROOT / "device_specs"
    parts = ("devices", "streaming-player", "example-of-the-guide.yml")
    file = SpecFile("CONTRIBUTING.md", parts, example[1].encode())
    checked = check(*load([*spec_files(specs, "device_specs"), file], "device_specs"))
    assert checked.problems == []
    assert len(example[1].splitlines()) <= 20


def test_the_folders_in_the_guide_for_editors_are_all() -> None:
    rows = re.findall(r"^\| (`.*?) \|", (ROOT / "CONTRIBUTING.md").read_text("utf-8"), re.MULTILINE)
    named = {name.split("/")[0] for row in rows for name in re.findall(r"`([^`]+)`", row)}
    there = {path.name for path in (ROOT / "device_specs").iterdir()}
    assert named == {name for name in there if not name.startswith(".")}


def test_the_problem_in_the_readme_is_real(tmp_path: Path) -> None:
    """The example of a problem is what the program prints."""
    example = re.search(r"```text\n(device_specs/.*?)```", EVERYTHING, re.DOTALL)
    assert example is not None
    specs = shutil.copytree(ROOT / "device_specs", tmp_path / "device_specs")
    spoilt = specs / "families" / "netflix-tv-left-menu.yml"
    text = spoilt.read_text("utf-8")
    spoilt.write_text(text.replace("menu.get-help, ", "", 1), "utf-8")
    said = run(*SIGNOUT, "check", "--specs", "device_specs", cwd=copied(tmp_path)).stdout
    assert example[1] in said


def copied(folder: Path) -> Path:
    """The rest of a project, beside specs that are there."""
    shutil.copytree(ROOT / "content", folder / "content")
    shutil.copy(ROOT / "mkdocs.yml", folder)
    return folder


def test_what_is_shipped_has_no_problems() -> None:
    assert check_specs(ROOT / "device_specs").problems == []


def test_the_guide_can_be_followed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each command of the guide and the README, as it is written, one after the other."""
    project = copy_project(tmp_path / "project")
    monkeypatch.chdir(project)
    for command in ("init --quiet", "add .", "commit --quiet --message=Start"):
        name = ["-c", "user.name=An editor", "-c", "user.email=editor@example.org"]
        assert run("git", *name, *command.split(), cwd=project).returncode == 0
    run("git", "config", "user.name", "An editor", cwd=project)
    guides = [(ROOT / name).read_text("utf-8") for name in ("CONTRIBUTING.md", "README.md")]
    typed = [re.findall(r"\.venv/bin/signout ([^`]+)`", guide) for guide in guides]
    commands = list(dict.fromkeys(one for some in typed for one in some))
    assert len(commands) > 12
    for command in commands:
        # What is made from finished pages has tests of its own.
        if command.startswith("pdf "):
            continue
        done = CliRunner().invoke(main, shlex.split(command))
        assert done.exception is None or isinstance(done.exception, SystemExit), command
        # Whoever types it in a terminal is asked for what is missing.
        asks = command in ("new device", "new family --from netflix-tv-left-menu --for roku")
        assert done.exit_code == (2 if asks else 0), f"{command}: {done.output}"
    assert (project / "device_specs/devices/streaming-player/roku-express.yml").is_file()
    assert "on_device: true" in (
        project / "device_specs/devices/streaming-player/roku.yml"
    ).read_text("utf-8")
    assert CliRunner().invoke(main, ["check"]).exit_code == 0
