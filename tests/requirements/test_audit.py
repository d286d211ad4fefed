"""The audit of vulnerabilities: what databases answer is told, and so is that one did not."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from requirements.audit import HERE, KNOWN, NOT_ASKED, Answer, audit_npm, audit_python, report
from requirements.licences import NPM, USES, locked


def answers(*found: dict[str, object]) -> str:
    return json.dumps({"dependencies": list(found), "fixes": []})


def test_each_pin_is_asked_for() -> None:
    asked = []

    def run(*command: str | Path) -> tuple[int, str, str]:
        pins = [line.split("==") for line in Path(command[-1]).read_text("utf-8").splitlines()]
        assert len({name for name, _ in pins}) == len(pins), "a tool would refuse two versions"
        asked.extend(tuple(pin) for pin in pins)
        return 0, answers(*({"name": n, "version": v, "vulns": []} for n, v in pins)), ""

    answer = audit_python("site", run)
    assert sorted(asked) == sorted(locked("site"))
    assert answer == Answer("site", len(asked))
    assert report([answer]) == (f"site: {len(asked)} packages, no vulnerability known", 0)


def test_what_is_vulnerable_is_told_with_the_version_that_mends_it() -> None:
    def run(*command: str | Path) -> tuple[int, str, str]:
        lines = Path(command[-1]).read_text("utf-8").splitlines()
        found = [{"name": line.split("==")[0], "version": "1", "vulns": []} for line in lines]
        found[0]["vulns"] = [{"id": "PYSEC-1", "fix_versions": ["2"]}]
        return 1, answers(*found), "Found 1 known vulnerability"

    text, end = report([audit_python("site", run)])
    assert end == KNOWN
    assert ": PYSEC-1, mended in 2\n" in text


@pytest.mark.parametrize(
    ("out", "said", "why"),
    [
        ("", "Traceback …\nConnectionError: no route to host\n", "ConnectionError: no route"),
        (answers({"name": "click", "skip_reason": "not found in it"}), "No known", "No known"),
        ("[]", "", "no database has them"),
    ],
)
def test_nobody_asked_is_not_nothing_known(out: str, said: str, why: str) -> None:
    """Where no database answers, the tools end with 0 and say that they found nothing."""
    answer = audit_python("site", lambda *_: (0, out, said))
    assert why in answer.unasked[0]
    text, end = report([answer])
    assert end == NOT_ASKED
    assert "this says nothing of what it did not answer for" in text


def test_npm_is_asked_too() -> None:
    via = [{"url": "https://advisories.example/1"}, "other"]
    found = {"vulnerabilities": {"yaml": {"via": via}}}
    answer = audit_npm("editors", lambda *_: (1, json.dumps(found), ""))
    assert answer.vulnerable == ("yaml: https://advisories.example/1, through other",)
    refused = audit_npm("editors", lambda *_: (1, '{"error": {}}', "npm error 405\n"))
    assert refused.unasked == (f"{answer.packages} packages: npm error 405",)
    assert audit_npm("editors", lambda *_: (0, '{"vulnerabilities": {}}', "")).vulnerable == ()


@pytest.mark.parametrize("lock", [lock for lock in USES if locked(lock)])
def test_each_pin_has_its_hashes(lock: str) -> None:
    """And no index is named: pip asks the one that the machine is set up for."""
    text = (HERE / f"{lock}.lock").read_text("utf-8")
    pins = re.split(r"\n(?! )", text.strip())
    assert len(pins) == len(locked(lock))
    assert all(re.search(r"--hash=sha256:[0-9a-f]{64}", pin) for pin in pins)
    assert "://" not in text


@pytest.mark.parametrize("folder", list(NPM))
def test_each_package_of_npm_has_its_hash(folder: str) -> None:
    packages = json.loads((HERE / folder / "package-lock.json").read_text("utf-8"))["packages"]
    assert all("integrity" in one for path, one in packages.items() if path)
