"""The catalogue of problems is complete: it has every code that the program can give and no other,
an example of each that the program itself finds, and docs/problems.md shows what it says now."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from docs.problems import OUT, ROOT, TOLD, example_of, page, trees_of
from generator.check.catalogue import CATALOGUE, cause_of
from generator.check.references import MUST_BE_USED
from generator.commands.serve.engine_problems import engine_problems
from generator.model.specs import FOLDERS, SHARED
from generator.model.text import REFERS, WORDS
from generator.model.vocabulary import Service
from generator.publish.publication import Project
from generator.site.prose import check_prose
from tests.conftest import LumenKnown

CODES = {code for codes in CATALOGUE.values() for code in codes}
_CODE = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
# Which argument of a call is a code: of Problem itself, and of functions that make one.
_ARGUMENT = {"Problem": 1, "problem": 0, "_report": 1, "_stop": 1, "Mended": 4}


def codes_in(path: Path) -> Iterator[str]:
    """The codes that stand in a module; `unknown-*` if a part is computed."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            at = _ARGUMENT.get(name)
            if at is not None and len(node.args) > at:
                yield from _code(node.args[at])
        elif isinstance(node, ast.Tuple) and len(node.elts) in (3, 4) and _is_said(node.elts[1]):
            yield from _code(node.elts[0])  # code, message, hint: handed to Problem elsewhere


def _code(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.IfExp):
        yield from (*_code(node.body), *_code(node.orelse))
    elif isinstance(node, ast.Constant) and _CODE.fullmatch(str(node.value)):
        yield str(node.value)
    elif isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
        begin = str(node.values[0].value)
        yield from [f"{begin}*"] if re.fullmatch(r"[a-z]+-", begin) else []


def _is_said(node: ast.expr) -> bool:
    """Whether it may be the message of a problem: a sentence, or something that makes one."""
    if isinstance(node, ast.Constant):
        return isinstance(node.value, str) and " " in node.value
    return isinstance(node, ast.JoinedStr) or getattr(node, "id", "") == "message"


def computed() -> Iterator[str]:
    """The codes with a computed part: what a spec may refer to, and what must be used."""
    for model in (Service, *SHARED.values(), *FOLDERS.values()):
        for collections in _refers(model.model_json_schema(mode="serialization")):
            yield (
                "unknown-word"
                if collections == WORDS
                else f"unknown-{_one(collections[0])}"
                if len(collections) == 1
                else "unknown-name"
            )
    yield from (f"unused-{_one(collection)}" for collection in MUST_BE_USED)


def _one(collection: str) -> str:
    return {"families": "family"}.get(collection, collection.removesuffix("s"))


def _refers(schema: object) -> Iterator[tuple[str, ...]]:
    if isinstance(schema, dict):
        if REFERS in schema:
            yield tuple(schema[REFERS])
        for value in schema.values():
            yield from _refers(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from _refers(value)


def test_every_code_of_the_program_is_explained_and_no_other() -> None:
    modules = (ROOT / "generator").rglob("*.py")
    found = {
        code for path in modules if "Problem" in path.read_text("utf-8") for code in codes_in(path)
    }
    found |= set(codes_in(ROOT / "generator" / "read" / "characters.py"))
    assert {code for code in found if "*" in code} == {"unknown-*", "unused-*"}
    expected = {code for code in found if "*" not in code} | set(computed())
    assert expected == CODES, (
        f"without an entry in generator/check/catalogue.py: {sorted(expected - CODES)}; "
        f"with one, but never given: {sorted(CODES - expected)}"
    )


def test_no_code_stands_in_two_places() -> None:
    assert sum(len(codes) for codes in CATALOGUE.values()) == len(CODES)


@pytest.mark.parametrize("code", sorted(CODES))
def test_a_cause_is_one_plain_sentence(code: str) -> None:
    cause = cause_of(code)
    assert cause is not None
    assert re.fullmatch(r"[A-Z][^.]*(?:\.yml[^.]*)?\.", cause), cause
    assert len(cause.split()) <= 25, cause


def test_every_code_is_shown_by_a_tree_or_by_a_test() -> None:
    for code in CODES - TOLD.keys():
        example = example_of(code)
        assert example is not None, f"add a tree to tests/bad that shows {code}"
        assert example.problem.code == code
        assert example.bad != example.good
    for code, told in TOLD.items():
        assert code in CODES
        assert not trees_of(code), f"{code} has a tree; it needs no example in words"
        assert f'"{code}"' in (ROOT / told.shown_in).read_text("utf-8"), f"{told.shown_in}: {code}"


def test_pages_of_prose_that_are_missing_or_name_no_slot(
    lumen_known: LumenKnown, tmp_path: Path
) -> None:
    (tmp_path / "words.md").write_text("# Words\n\n<!-- slot: findr -->\n")
    found = {problem.code for problem in check_prose(lumen_known(), tmp_path, "content")}
    assert found == {"missing-page", "unknown-slot", "not-shown"}


def test_what_the_site_engine_says_is_a_problem_too() -> None:
    said = RuntimeError("Doc file 'words.md' contains a link 'nowhere.md', which is not found.")
    assert [problem.code for problem in engine_problems(said, Project())] == ["site-engine"]


def test_the_page_is_what_the_program_says_now() -> None:
    assert OUT.read_text("utf-8") == page(), "write it anew: make docs"


def test_the_page_leads_to_every_code() -> None:
    text = page()
    headings = re.findall(r"^#{2,3} (.+)$", text, re.M)
    anchors = [re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings]
    assert len(set(anchors)) == len(anchors), "two headings with one anchor"
    assert set(re.findall(r"\]\(#([^)]+)\)", text)) == set(anchors)
    for code in CODES:
        assert f"\n### {code}\n" in text
