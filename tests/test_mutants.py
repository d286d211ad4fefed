"""What `make mutants` is set up with is there, and what it says is what mutmut found."""

from __future__ import annotations

import re
import signal
import sys
from pathlib import Path
from typing import Any

import pytest

from docs.mutants import OUT, page
from tests import mutants_found, without_end
from tests.mutants import ASKED, ROOT, SETTINGS, ask, modules, plant
from tests.mutants_found import (
    EVERYWHERE,
    End,
    Explanation,
    Mistake,
    Record,
    explained,
    mistakes_in,
    recorded,
    records,
    save,
    table,
)
from tests.site_fixtures import run

PLANTED = """
def x__half__mutmut_orig(n):
    if n > 1:
        return n // 2
def x__half__mutmut_1(n):
    if n >= 1:
        return n // 2
def x__half__mutmut_2(n):
    if n > 1:
        return n / 2
def x__half__mutmut_3(n):
    if n > 1:
        return None
"""
HALF = Mistake("half", "if n > 1:", "if n >= 1:", End.UNNOTICED)


def test_what_is_changed_and_asked_is_there() -> None:
    for pattern in SETTINGS["only_mutate"]:
        assert list(ROOT.glob(pattern)), pattern
    for name in (test for tests in ASKED.values() for test in tests):
        assert (ROOT / name).exists(), name
    assert {module.partition("/")[0] for module in modules()} == set(ASKED)


def test_what_is_explained_is_still_there() -> None:
    for one in explained():
        assert one.why
        about = modules() if one.module == EVERYWHERE else [one.module]
        texts = [(ROOT / "generator" / f"{module}.py").read_text("utf-8") for module in about]
        found = (re.search(one.within or re.escape(one.was), _one_line(text)) for text in texts)
        assert any(found), f"{one.module}: {one}"


def _one_line(text: str) -> str:
    return " ".join(text.split())


def test_what_becomes_of_each_mistake_is_told() -> None:
    ends = {"x__half__mutmut_1": 0, "x__half__mutmut_2": 1, "x__half__mutmut_3": 36}
    found = {"read/half": list(mistakes_in(PLANTED, ends))}
    assert found == {
        "read/half": [
            HALF,
            Mistake("half", "return n // 2", "return n / 2", End.FAILED),
            Mistake("half", "return n // 2", "return None", End.WITHOUT_END),
        ]
    }
    made, lines = records(found, [], "3")
    assert lines == ["read/half: half: if n > 1:  ->  if n >= 1:"]
    (record,) = made.values()
    assert (record.planted, record.failed, record.without_end, record.left) == (3, 1, 1, 1)
    assert table(made).splitlines()[-1] == "| read/half | 3 | 1 | 33.3 % | 1 | 0 | 1 |"


@pytest.mark.parametrize(
    ("said", "fits"),
    [
        ({"was": "if n > 1:", "became": ("if n >= 1:",)}, True),
        ({"was": "if n > 1:", "became": ("if n > 2:", "if n >= 1:")}, True),
        ({"was": "if n > 1:", "became": ("if n > 2:",)}, False),
        ({"was": "if n >", "became": ("if n >= 1:",)}, False),
        ({"within": "n > 1"}, True),
        ({"within": "n [<>] 1", "becomes": "n [<>]= 1"}, True),
        ({"within": "n > 1", "becomes": "n > 2"}, False),
        ({"within": "n >", "becomes": "n >="}, True),
        ({"within": "1:"}, False),  # something else than this was changed
        ({"within": "n > 2"}, False),
        ({"within": ".+", "function": "half"}, True),
        ({"within": ".+", "function": "third"}, False),
    ],
)
def test_which_mistakes_an_explanation_fits(said: dict[str, Any], fits: bool) -> None:
    one = Explanation("read/half", "Because.", **said)
    assert one.fits(HALF) is fits
    for module in ("read/half", EVERYWHERE):
        (record,), lines = _records([HALF], Explanation(module, "Because.", **said))
        assert record.explained == fits
        assert record.left == (not fits)
        assert (f"read/half: {HALF}" in lines) is not fits


def test_what_explains_nothing_any_more_is_told() -> None:
    noticed = Mistake("half", "if n > 1:", "if n >= 1:", End.FAILED)
    one = Explanation("read/half", "Because.", within="n > 1")
    assert _records([noticed], one)[1] == ["read/half: explains nothing: any function: n > 1"]
    assert _records([noticed, HALF], one)[1] == []
    # Of modules that were not asked about, nothing is known.
    for module in ("read/other", EVERYWHERE):
        assert _records([noticed], Explanation(module, "Because.", within="n > 1"))[1] == []


def _records(mistakes: list[Mistake], *known: Explanation) -> tuple[tuple[Record, ...], list[str]]:
    made, lines = records({"read/half": mistakes}, known, "3")
    return tuple(made.values()), lines


def test_what_is_saved_of_one_module_leaves_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mutants_found, "RECORDS", tmp_path / "mutants.json")
    assert recorded() == {}
    one, two, three = (Record("2026-11-23", "3", 4, number, 0, 0) for number in (1, 2, 3))
    save({"site/html": one, "read/tree": one})
    save({"read/tree": two, "check/proof": three})
    assert list(recorded().items()) == [
        ("check/proof", three),
        ("read/tree", two),
        ("site/html", one),
    ]


def test_the_page_is_made_from_what_was_saved() -> None:
    text = OUT.read_text("utf-8")
    assert page(text, recorded()) == text, "run `python -m docs.mutants`"
    assert set(recorded()) <= set(modules()), "remove those that are gone from tests/mutants.json"


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small program with its tests."""
    files = {
        "pytest.ini": "[pytest]\ntimeout = 300\naddopts = --import-mode=importlib\n",
        "generator/__init__.py": "",
        "generator/sums.py": (
            "def twice(n):\n    return n + n\n\ndef also(n):\n    return bool(n) or n == 0\n\n"
            "def never(n):\n    return n - 1\n"
        ),
        "tests/test_sums.py": (
            "from generator.sums import also, twice\n\n"
            "def test_twice():\n    assert twice(3) == 6\n\n"
            "def test_also():\n    assert also(0)\n"
        ),
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    return tmp_path


@pytest.mark.parametrize("at_once", [1, 3])
def test_each_mistake_is_made_by_itself_and_the_tests_of_its_function_asked(
    copy: Path, at_once: int
) -> None:
    file = copy / "generator" / "sums.py"
    names = plant(file)
    ends = ask(copy, ["tests"], [f"generator.sums.{name}" for name in names], at_once)
    found = mistakes_in(
        file.read_text("utf-8"), {full.rpartition(".")[2]: end for full, end in ends.items()}
    )
    said = {(one.function, one.became): one.end for one in found}
    assert said[("twice", "return n - n")] is End.FAILED
    assert said[("also", "return bool(n) or n != 0")] is End.FAILED
    assert said[("also", "return bool(None) or n == 0")] is End.UNNOTICED
    assert said[("never", "return n + 1")] is End.UNNOTICED, "no test calls it"


def test_tests_that_fail_without_any_mistake_are_not_asked(copy: Path) -> None:
    (copy / "tests" / "test_sums.py").write_text("def test_it():\n    assert False\n", "utf-8")
    with pytest.raises(SystemExit, match="have to pass before"):
        ask(copy, ["tests"], [], 1)


@pytest.mark.parametrize(
    ("body", "ends"),
    [
        ("assert False", 1),
        ("while True: pass", -signal.SIGPROF),
        ("re.fullmatch('(a+)+b', 'a' * 60)", -signal.SIGPROF),
        ("subprocess.run(['sleep', '60'])", 36),
        ("os.open(tmp_path_factory.getbasetemp() / 'pipe', os.O_RDONLY)", 36),
    ],
)
def test_what_goes_on_or_waits_without_end_ends_and_is_told_from_what_fails(
    tmp_path: Path, body: str, ends: int
) -> None:
    (tmp_path / "pytest.ini").write_text("[pytest]\ntimeout = 300\n", "utf-8")
    (tmp_path / "plugin.py").write_text(
        "from tests.without_end import *\n"
        "from tests import without_end\n"
        "without_end.PROCESSOR, without_end.NOTHING_DONE, without_end.WAITED = 1, 2, 4\n",
        "utf-8",
    )
    (tmp_path / "test_it.py").write_text(
        "import os, re, subprocess\n\n"
        "def test_it(tmp_path_factory):\n"
        "    os.mkfifo(tmp_path_factory.getbasetemp() / 'pipe')\n"
        f"    {body}\n",
        "utf-8",
    )
    done = run(
        *(sys.executable, "-m", "pytest", "-q", "-p", "plugin", "-p", "no:cacheprovider"),
        *("--basetemp", tmp_path / "base"),
        cwd=tmp_path,
        PYTHONPATH=f"{tmp_path}:{ROOT}",
    )
    assert done.returncode == ends, done.stdout + done.stderr
    assert ends == 1 or ends in without_end.WITHOUT_END
