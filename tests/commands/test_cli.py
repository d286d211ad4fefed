"""The commands as one types them: what they say, and how they end.

0 is well, 1 is problems, 2 is a wrong call.

Each runs as a program of its own, in a copy of the project, so that nothing is assumed of it.
"""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest

from tests.site_fixtures import SIGNOUT, copy_project, run

COMMANDS = ["check", "build", "serve", "explain"]
ROKU = "device_specs/devices/streaming-player/roku.yml"
PS5 = "device_specs/devices/console/ps5.yml"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return copy_project(tmp_path / "project")


def spoil(project: Path, name: str, old: str, new: str) -> None:
    text = (project / name).read_text("utf-8")
    assert old in text
    (project / name).write_text(text.replace(old, new, 1), "utf-8")


def signout(project: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    done = run(*SIGNOUT, *arguments, cwd=project)
    assert "Traceback" not in done.stdout + done.stderr
    return done


# --- help, and wrong calls --------------------------------------------------------------------


@pytest.mark.parametrize("command", COMMANDS)
def test_help_says_what_a_command_does(project: Path, command: str) -> None:
    short, long = signout(project, command, "-h"), signout(project, command, "--help")
    assert short.returncode == long.returncode == 0
    assert short.stdout == long.stdout
    usage, _, rest = long.stdout.partition("\n\n")
    assert f"signout {command}" in usage
    assert len(rest.split()) > 30
    for option in ("--specs", "--content", "--config"):
        assert option in rest


def test_the_list_of_commands_is_whole(project: Path) -> None:
    said = signout(project, "--help").stdout
    assert {name for name in COMMANDS if re.search(rf"^  {name} +\w", said, re.M)} == set(COMMANDS)
    assert "..." not in said.partition("Commands:")[2]  # nothing is cut off at 80 columns


def test_a_misspelt_command_is_told_the_nearest(project: Path) -> None:
    assert "There is no command `chek`. Did you mean `check`?" in signout(project, "chek").stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("chek",),
        ("check", "--format", "xml"),
        ("check", "--spec", "."),
        ("check", "no-such-file.yml"),
        ("check", "--specs", "nowhere"),
        ("build", "--content", "nowhere"),
        ("build", "extra"),
        ("explain",),
        ("explain", "roku", "extra"),
        ("serve", "--config", "nowhere.yml"),
        ("serve", "--port", "99999"),
        ("serve", "--port", "http"),
    ],
    ids=" ".join,
)
def test_a_wrong_call_ends_with_2_and_says_why(project: Path, arguments: tuple[str, ...]) -> None:
    done = signout(project, *arguments)
    assert done.returncode == 2
    assert done.stdout == ""
    assert "Error: " in done.stderr


# --- check ------------------------------------------------------------------------------------


def test_check_counts_what_is_good(project: Path) -> None:
    done = signout(project, "check")
    assert done.returncode == 0
    assert re.fullmatch(r"No problems: \d+ devices, .*\n", done.stdout)
    assert done.stderr == ""


@pytest.fixture
def two_problems(project: Path) -> Path:
    """A project with one problem in each of two files."""
    spoil(project, ROKU, "netflix-tv-top-menu", "netflix-tv-top-menue")
    spoil(project, PS5, "name:", "nmae:")
    return project


def test_check_prints_every_problem_with_its_place(two_problems: Path) -> None:
    done = signout(two_problems, "check")
    assert done.returncode == 1
    *said, total = done.stdout.split("\n\n")
    assert re.match(r"\d+ problems in 2 files", total)
    problems = [problem.splitlines() for problem in said]
    for problem in problems:
        assert re.match(r"[\w/.-]+\.yml:\d+:\d+: .+ \[[a-z-]+\]$", problem[0]), problem
    assert any(p[0].startswith(f"{ROKU}:") and "`netflix-tv-top-menu`?" in p[-1] for p in problems)
    assert any(p[0].startswith(f"{PS5}:") and "`name`" in p[-1] for p in problems)
    line = next(int(found[1]) for p in problems if (found := re.match(rf"{ROKU}:(\d+)", p[0])))
    assert "menue" in (two_problems / ROKU).read_text("utf-8").splitlines()[line - 1]


def test_check_speaks_json(two_problems: Path) -> None:
    done = signout(two_problems, "check", "--format", "json")
    assert done.returncode == 1
    problems = json.loads(done.stdout)
    assert {problem["file"] for problem in problems} == {ROKU, PS5}
    for problem in problems:
        assert set(problem) >= {"file", "line", "column", "code", "message", "hint"}
        assert problem["line"] >= 1
        assert problem["column"] >= 1
    spoken = {problem["message"] for problem in problems}
    text = signout(two_problems, "check").stdout
    assert all(message in text for message in spoken)


def test_check_without_problems_is_an_empty_list_in_json(project: Path) -> None:
    done = signout(project, "check", "--format", "json")
    assert (done.returncode, json.loads(done.stdout)) == (0, [])


def test_check_speaks_to_github(two_problems: Path) -> None:
    done = signout(two_problems, "check", "--format", "github")
    assert done.returncode == 1
    for line in done.stdout.splitlines():
        assert re.match(
            r"::error file=[\w/.-]+(,(line|col|endColumn)=\d+)+,title=[a-z-]+::\S", line
        ), line
    assert f"::error file={ROKU},line=" in done.stdout


def test_check_of_some_files_prints_only_theirs(two_problems: Path) -> None:
    of_one = signout(two_problems, "check", "--format", "json", ROKU)
    assert of_one.returncode == 1
    assert {problem["file"] for problem in json.loads(of_one.stdout)} == {ROKU}
    of_folder = signout(two_problems, "check", "--format", "json", Path(PS5).parent)
    assert {problem["file"] for problem in json.loads(of_folder.stdout)} == {PS5}
    of_both = signout(two_problems, "check", "--format", "json", ROKU, two_problems / PS5)
    assert {problem["file"] for problem in json.loads(of_both.stdout)} == {ROKU, PS5}
    of_good = signout(two_problems, "check", "device_specs/keys.yml")
    assert of_good.returncode == 0
    assert of_good.stdout == "No problems here; 2 problems in other files.\n"


def test_check_finds_what_is_wrong_in_prose(project: Path) -> None:
    spoil(project, "content/index.md", "slot: finder", "slot: fnder")
    done = signout(project, "check")
    assert done.returncode == 1
    assert re.search(r"^content/index\.md:\d+:1: (?s:.*?)`finder`", done.stdout, re.M)


def test_check_of_a_folder_elsewhere(project: Path, tmp_path: Path) -> None:
    """Run from anywhere, with all paths given."""
    done = run(
        *SIGNOUT,
        *("check", "--specs", project / "device_specs"),
        *("--content", project / "content", "--config", project / "mkdocs.yml"),
        cwd=tmp_path,
    )
    assert done.returncode == 0, done.stdout + done.stderr


# --- build and explain ------------------------------------------------------------------------


def test_build_says_how_many_pages_it_made(project: Path) -> None:
    done = signout(project, "build", "--pages-only", "--out", "public")
    assert done.returncode == 0
    said = re.fullmatch(r"(\d+) pages in public/, all new\.\n", done.stdout)
    assert said is not None
    assert int(said[1]) == len(list((project / "public").rglob("*.html")))


def test_build_tells_where_a_link_in_prose_leads_nowhere(project: Path) -> None:
    with (project / "content/about.md").open("a", encoding="utf-8") as page:
        page.write("\n[Nowhere](nowhere.md)\n")
    last = len((project / "content/about.md").read_text("utf-8").splitlines())
    done = signout(project, "build", "--pages-only", "--out", "public")
    assert done.returncode == 1
    assert done.stdout.startswith(f"content/about.md:{last}:11: ")
    assert "[Nowhere](nowhere.md)\n" in done.stdout
    assert "Nothing was changed." in done.stderr
    assert not (project / "public").exists()


def test_build_with_problems_prints_what_check_prints(two_problems: Path) -> None:
    done = signout(two_problems, "build")
    assert done.returncode == 1
    assert done.stdout == signout(two_problems, "check").stdout
    assert not (two_problems / "site").exists()


def test_explain_tells_each_step_with_its_place(project: Path) -> None:
    done = signout(project, "explain", "roku")
    assert done.returncode == 0
    assert done.stdout.startswith(f"Roku  ({ROKU}:2:1)\n")
    steps = re.findall(r"^ +\d\. (.+)  \((.+?):(\d+):\d+\)$", done.stdout, re.M)
    assert len(steps) > 10
    for said, file, line in steps:
        assert (project / file).is_file()
        where = (project / file).read_text("utf-8").splitlines()[int(line) - 1]
        first = {"Press": "(press|move|key-code)", "Select": "select"}[said.split()[0]]
        assert re.search(first, where), f"{said}: {where}"


def test_explain_of_a_wrong_name_suggests_the_nearest(project: Path) -> None:
    done = signout(project, "explain", "rokku")
    assert done.returncode == 2
    assert "There is no device `rokku`. Did you mean `roku`?" in done.stderr
    assert done.stdout == ""


def test_explain_with_problems_prints_them(two_problems: Path) -> None:
    done = signout(two_problems, "explain", "roku")
    assert done.returncode == 1
    assert f"{ROKU}:" in done.stdout
