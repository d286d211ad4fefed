"""No small slip in the shipped specs goes unseen.

Every step of every route is left out, doubled, and swapped with the next; every mention of a
screen, a control, a label and a key is misspelt, one at a time, and every mention of a source. The
check must refuse each of these trees. Only a misspelt control may pass, and only if a walk through
all devices (`walker.py`, which knows nothing of the check) still finds every way out complete.

A mutation is a change of the file's text, so it takes the same way as an editor's slip.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

import pytest
import yaml

from generator.check.proof import check
from generator.knowledge.resolve import resolve
from generator.model import specs
from generator.model.specs import load
from generator.read.tree import SpecFile, spec_files
from tests.shipped.walker import walk
from tests.site_fixtures import ROOT

FILES = {
    file.file: file
    for file in spec_files(ROOT / "device_specs", "device_specs")
    if isinstance(file, SpecFile)
}
FAMILIES = sorted(name for name in FILES if "/families/" in name)
Path = tuple[str, ...]


@dataclass(frozen=True)
class Scalar:
    """A key or a value: where it stands in the data, and where in the text."""

    path: Path
    text: str
    start: int
    end: int


def scalars(name: str) -> Iterator[Scalar]:
    """Every key and value of a file. The path of a key ends with `<key>`."""

    def of(node: yaml.Node, path: Path) -> Iterator[Scalar]:
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                yield from of(key, (*path, "<key>"))
                yield from of(value, (*path, key.value))
        elif isinstance(node, yaml.SequenceNode):
            for item in node.value:
                yield from of(item, (*path, "[]"))
        else:
            yield Scalar(path, node.value, node.start_mark.index, node.end_mark.index)

    root = yaml.compose(FILES[name].data.decode(), Loader=yaml.CSafeLoader)
    assert root is not None
    yield from of(root, ())


@pytest.fixture(autouse=True, scope="module")
def read_once() -> Iterator[None]:
    """Reads a file that is the same as before only once, and looks for no slip behind its problems:
    here it only counts whether there are any. Nothing else takes a shortcut."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(specs, "slip", lambda *_: None)
        patch.setattr(specs, "parse", lru_cache(maxsize=1024)(specs.parse))
        yield


def verdict(name: str, start: int, end: int, new: str) -> tuple[list[str], list[str]]:
    """The problems of the tree whose file `name` has `new` from `start` to `end`, and what the
    walker complains about if there are none."""
    text = FILES[name].data.decode()
    data = (text[:start] + new + text[end:]).encode()
    files = [SpecFile(n, f.parts, data if n == name else f.data) for n, f in FILES.items()]
    checked = check(*load(files, "device_specs"))
    if checked.problems:
        return [str(problem) for problem in checked.problems], []
    return [], list(walk(resolve(checked)))


def refused(name: str, start: int, end: int, new: str) -> bool:
    return bool(verdict(name, start, end, new)[0])


def test_the_unchanged_tree_is_good() -> None:
    """Else every change below would seem to be refused."""
    assert verdict(FAMILIES[0], 0, 0, "") == ([], [])


def steps_of(name: str) -> list[list[Scalar]]:
    """The steps of each route of a family's file."""
    routes: dict[str, list[Scalar]] = {}
    for scalar in scalars(name):
        match scalar.path:
            case ("routes", route, "steps", "[]"):
                routes.setdefault(route, []).append(scalar)
    return list(routes.values())


def with_steps(name: str, steps: list[Scalar], new: list[str]) -> tuple[str, int, int, str]:
    """The change that makes `new` of a route's steps."""
    return name, steps[0].start, steps[-1].end, ", ".join(new)


@pytest.mark.parametrize("name", FAMILIES)
def test_no_step_can_be_lost_doubled_or_swapped(name: str) -> None:
    passed = []
    for steps in steps_of(name):
        written = [step.text for step in steps]
        for at in range(len(written)):
            before, step, after = written[:at], written[at], written[at + 1 :]
            changes = {"lost": [*before, *after], "doubled": [*before, step, step, *after]}
            if after:
                changes["swapped"] = [*before, after[0], step, *after[1:]]
            for what, new in changes.items():
                if not refused(*with_steps(name, steps, new)):
                    passed.append(f"{what}: {step} of {written}")
    assert passed == []


def part(scalar: Scalar, number: int) -> tuple[int, int]:
    """Where the screen (0) or the control (1) of a `screen.control` stands."""
    screen, _, control = scalar.text.partition(".")
    dot = scalar.start + len(screen)
    return (scalar.start, dot) if number == 0 else (dot + 1, dot + 1 + len(control))


def screens(name: str) -> Iterator[tuple[int, int]]:
    for scalar in scalars(name):
        match scalar.path:
            case ("start",) | ("screens", "<key>") | ("screens", _, "controls", _, "opens"):
                yield scalar.start, scalar.end
            case ("routes", _, "steps", "[]"):
                yield part(scalar, 0)
            case ("drop", "[]"):
                yield part(scalar, 0)


def controls(name: str) -> Iterator[tuple[int, int]]:
    for scalar in scalars(name):
        match scalar.path:
            case ("screens", _, "controls", "<key>"):
                yield scalar.start, scalar.end
            case ("routes", _, "steps", "[]"):
                yield part(scalar, 1)


def words(name: str) -> Iterator[tuple[int, int]]:
    """Labels and keys: where they are defined, where they are used, and in braces."""
    text = FILES[name].data.decode()
    for scalar in scalars(name):
        match scalar.path:
            case ("<key>",) if name.endswith(("/labels.yml", "/keys.yml")):
                yield scalar.start, scalar.end
            case (*_, "select" | "to" | "label" | "means") if "{" not in scalar.text:
                if " " not in scalar.text:  # a concept's `means` is a sentence
                    yield scalar.start, scalar.end
            case (*_, "press" | "move" | "or", "[]") | (*_, "path", "[]", "press"):
                yield scalar.start, scalar.end
            case ("keys", "<key>"):
                yield scalar.start, scalar.end
        if scalar.path[-1] not in ("choose", "[]") or "path" not in scalar.path:
            for match in re.finditer(r"\{[a-z0-9-]+\}", text[scalar.start : scalar.end]):
                if "<key>" not in scalar.path:
                    yield scalar.start + match.start() + 1, scalar.start + match.end() - 1


def sources(name: str) -> Iterator[tuple[int, int]]:
    for scalar in scalars(name):
        match scalar.path:
            case ("<key>",) if name.endswith("/sources.yml"):
                yield scalar.start, scalar.end
            case (*_, "sources" | "in_part" | "delay_sources", "[]"):
                yield scalar.start, scalar.end


def misspelt(name: str, mentions: Callable[[str], Iterator[tuple[int, int]]]) -> list[str]:
    """The mentions in a file that can be misspelt without being refused."""
    text = FILES[name].data.decode()
    passed = []
    for start, end in mentions(name):
        if not refused(name, start, end, f"{text[start:end]}-x"):
            line = text.count("\n", 0, start) + 1
            passed.append(f"{name}:{line}: {text[start:end]}")
    return passed


@pytest.mark.parametrize("name", FAMILIES)
def test_no_screen_can_be_misspelt(name: str) -> None:
    assert misspelt(name, screens) == []


@pytest.mark.parametrize("name", FAMILIES)
def test_a_misspelt_control_is_refused_or_not_needed(name: str) -> None:
    text = FILES[name].data.decode()
    for start, end in controls(name):
        problems, complaints = verdict(name, start, end, f"{text[start:end]}-x")
        line = text.count("\n", 0, start) + 1
        assert problems or not complaints, f"{name}:{line}: {text[start:end]}: {complaints}"


@pytest.mark.parametrize("name", sorted(name for name in FILES if any(True for _ in words(name))))
def test_no_label_or_key_can_be_misspelt(name: str) -> None:
    assert misspelt(name, words) == []


@pytest.mark.parametrize("name", sorted(name for name in FILES if any(True for _ in sources(name))))
def test_no_source_can_be_misspelt(name: str) -> None:
    """All mentions of a file at once, each misspelt in its own way: a problem must name each."""
    text = FILES[name].data.decode()
    misspelt, at = [], 0
    new = ""
    for number, (start, end) in enumerate(sources(name)):
        misspelt.append(f"{text[start:end]}-x{number}")
        new += text[at:start] + misspelt[-1]
        at = end
    problems, _ = verdict(name, 0, at, new)
    said = "\n".join(problems)
    assert [word for word in misspelt if f"`{word}`" not in said] == []
