"""What the code host does for editors: forms for reports, checks of pull requests, the publishing.

The workflows are judged by an auditor of workflows (zizmor) and by the host's own schemas, and
their scripts run here, with a `gh` that writes down what it is asked and answers as the host would.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.site_fixtures import PATIENCE, ROOT, run

GITHUB = ROOT / ".github"
WORKFLOWS = sorted((GITHUB / "workflows").glob("*.yml"))
FORMS = sorted(f for f in (GITHUB / "ISSUE_TEMPLATE").glob("*.yml") if f.stem != "config")
BIN = Path(sys.executable).parent

# Answers with the file of the same name as its first two words, and notes the whole call.
GH = """#!/bin/sh
printf '%s\\n' "$*" >> "$CALLS"
case "$1 $2" in
"run download") test -f answers/comment.md && mkdir -p change && cp answers/comment.md change/ ;;
*) cat "answers/$1-$2" 2>/dev/null || cat "answers/$1" 2>/dev/null || true ;;
esac
"""


def read(file: Path) -> Any:
    return yaml.safe_load(file.read_text("utf-8"))


def test_an_auditor_finds_nothing() -> None:
    """Least privilege, pins by hash, no text of strangers in scripts, and more."""
    done = run(BIN / "zizmor", "--offline", "--persona=auditor", "--no-progress", GITHUB)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_auditor_would_find_a_loose_workflow(tmp_path: Path) -> None:
    text = (GITHUB / "workflows" / "check.yml").read_text("utf-8")
    loose = re.sub(r"@[0-9a-f]{40} #", "@v7 #", text).replace("permissions: {}", "")
    (tmp_path / "check.yml").write_text(loose, "utf-8")
    done = run(BIN / "zizmor", "--offline", "--no-progress", tmp_path / "check.yml")
    assert done.returncode != 0
    assert "unpinned-uses" in done.stdout


@pytest.mark.parametrize(
    ("schema", "files"),
    [
        ("github-workflows", WORKFLOWS),
        ("github-issue-forms", FORMS),
        ("github-issue-config", [GITHUB / "ISSUE_TEMPLATE" / "config.yml"]),
        ("dependabot", [GITHUB / "dependabot.yml"]),
    ],
)
def test_the_host_understands_them(schema: str, files: list[Path]) -> None:
    assert files
    done = run(BIN / "check-jsonschema", "--builtin-schema", f"vendor.{schema}", *files)
    assert done.returncode == 0, done.stdout


def test_nothing_runs_with_the_rights_of_this_project_but_a_comment() -> None:
    for file in WORKFLOWS:
        workflow = read(file)
        events = workflow[True]  # YAML 1.1 takes `on` for true
        assert workflow["permissions"] == {}, file.name
        assert "pull_request_target" not in events
        steps = [step for job in workflow["jobs"].values() for step in job["steps"]]
        if "workflow_run" in events:
            assert not [step for step in steps if "uses" in step], "it checks nothing out"
        if "pull_request" in events:
            rights = [job["permissions"] for job in workflow["jobs"].values()]
            assert rights == [{"contents": "read"}] * len(rights)


def test_what_they_call_exists() -> None:
    """Targets of make, commands of signout, and their options."""
    targets = run("make", "help").stdout.split()
    for file in (*WORKFLOWS, GITHUB / "pull_request_template.md"):
        text = file.read_text("utf-8")
        for target in re.findall(r"(?:run: |`)make ([a-z-]+)", text):
            assert target in targets, target
        for command, options in re.findall(r"bin/signout ([a-z]+)(.*)", text):
            told = run(BIN / "signout", command, "--help").stdout
            for option in re.findall(r"--[a-z-]+", options):
                assert option in told, f"{command} {option}"


def script(workflow: str, step: str) -> tuple[str, Mapping[str, str]]:
    """The script of a step, and the variables of its job that are the same on every run."""
    jobs = read(GITHUB / "workflows" / f"{workflow}.yml")["jobs"].values()
    for job in jobs:
        for one in job["steps"]:
            if one.get("name") == step:
                fixed = {k: v for k, v in job.get("env", {}).items() if "${{" not in v}
                return one["run"], fixed
    raise AssertionError(step)


@pytest.fixture
def host(tmp_path: Path) -> Path:
    (tmp_path / "bin").mkdir()
    (tmp_path / "answers").mkdir()
    gh = tmp_path / "bin" / "gh"
    gh.write_text(GH, "utf-8")
    gh.chmod(0o755)
    return tmp_path


def calls(host: Path, workflow: str, step: str, **variables: str) -> list[str]:
    """What a step asks of the host."""
    text, fixed = script(workflow, step)
    made = {"PATH": f"{host / 'bin'}:{BIN}:{os.environ['PATH']}", "CALLS": str(host / "calls")}
    done = subprocess.run(
        ["bash", "-e", "-o", "pipefail", "-c", text],
        cwd=host,
        env=os.environ | made | fixed | {"GH_REPO": "us/signout"} | variables,
        capture_output=True,
        encoding="utf-8",
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    asked = host / "calls"
    return asked.read_text("utf-8").splitlines() if asked.is_file() else []


def test_a_change_from_a_fork_gets_its_comment(host: Path) -> None:
    pulls = [{"number": 6, "head": {"sha": "old"}}, {"number": 7, "head": {"sha": "abc"}}]
    (host / "answers" / "api").write_text(json.dumps(pulls), "utf-8")
    (host / "answers" / "comment.md").write_text("Grüße " * 20_000, "utf-8")
    fetched = calls(
        host,
        "comment",
        "Fetch the text, if the specs could be compared",
        RUN="1",
        GITHUB_OUTPUT=str(host / "output"),
    )
    assert fetched == ["run download 1 --name change --dir change"]
    assert (host / "output").read_text("utf-8") == "there=yes\n"
    asked = calls(
        host, "comment", "Write the comment, or its new version", HEAD="abc", FROM="them:fix"
    )
    assert asked[1] == "api --method GET repos/us/signout/pulls -f state=open -f head=them:fix"
    assert asked[2:] == ["pr comment 7 --body-file comment.md --edit-last --create-if-none"]
    assert 50_000 < len((host / "comment.md").read_bytes()) <= 60_000


def test_a_change_that_went_on_gets_no_old_comment(host: Path) -> None:
    (host / "answers" / "api").write_text('[{"number": 7, "head": {"sha": "newer"}}]', "utf-8")
    asked = calls(host, "comment", "Write the comment, or its new version", HEAD="abc", FROM="a:b")
    assert len(asked) == 1


def test_what_is_gone_stands_in_one_issue(host: Path) -> None:
    step = "Tell it in one issue"
    (host / "links.txt").write_text("https://gone.example/ 404", "utf-8")
    (host / "answers" / "issue-list").write_text("[]", "utf-8")
    assert calls(host, "links", step, ALL="")[-1].startswith("issue create --title Sources that")
    assert "https://gone.example/ 404" in (host / "body.md").read_text("utf-8")
    others = [
        {"number": 3, "title": "Re: Sources that do not answer"},
        {"number": 4, "title": "Sources that do not answer"},
    ]
    (host / "answers" / "issue-list").write_text(json.dumps(others), "utf-8")
    assert calls(host, "links", step, ALL="")[-1] == "issue edit 4 --body-file body.md"
    assert calls(host, "links", step, ALL="there")[-1].startswith("issue close 4 ")


def test_a_changelog_that_is_behind_warns_and_does_not_stop_the_publishing(host: Path) -> None:
    text, _ = script("publish", "Whether the changelog tells all that changed")
    (host / ".venv").symlink_to(BIN.parent)
    shutil.copytree(ROOT / "tests" / "good" / "base", host / "device_specs")
    done = subprocess.run(
        ["bash", "-e", "-o", "pipefail", "-c", text],
        cwd=host,
        env=os.environ | {"GITHUB_STEP_SUMMARY": str(host / "summary.md")},
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("::warning title=Changelog::")
    assert "The first edition: 6 devices" in (host / "summary.md").read_text("utf-8")


def test_a_report_can_be_handed_to_the_form() -> None:
    """The site fills in a form by its address: `service.yml` tells how, and the form has it so."""
    told = (ROOT / "device_specs" / "service.yml").read_text("utf-8")
    fields = {one.get("id") for one in read(GITHUB / "ISSUE_TEMPLATE" / "step.yml")["body"]}
    address = re.search(r"issues/new\?template=step\.yml&title=\{title\}&(\w+)=\{text\}", told)
    assert address is not None
    assert address[1] in fields
