"""The shape of the program: stages in a row, small modules, no service by name, docstrings."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
GENERATOR = ROOT / "generator"
# Each stage imports only those before it.
STAGES = (
    *("read", "model", "check", "knowledge", "changes", "edit", "drawing", "pdf", "data"),
    *("site", "publish", "admin", "commands", "hook"),
)
MODULES = sorted(GENERATOR.rglob("*.py"))
MOST_LINES = 300


def stage_of(module: str) -> str | None:
    parts = module.split(".")
    return parts[1] if parts[0] == "generator" and len(parts) > 1 else None


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def imports(path: Path) -> set[str]:
    """The modules a file imports, at its top or inside its functions."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports relatively"
            module = node.module or ""
            names = [f"{module}.{alias.name}" for alias in node.names]
            found.update(names if module == "generator" else [module])
    return found


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_every_package_is_a_stage() -> None:
    there = {stage_of(name_of(path)) for path in MODULES} - {None}
    assert there == set(STAGES), "say in STAGES where a new stage comes in"


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_a_stage_imports_only_earlier_ones(path: Path) -> None:
    own = stage_of(name_of(path))
    if own is None:
        # What programs read by is offered at the root too.
        assert {stage_of(module) for module in imports(path)} <= {None, "data"}
        return
    allowed = STAGES[: STAGES.index(own) + 1]
    for module in imports(path):
        stage = stage_of(module)
        assert stage is None or stage in allowed, f"{own} imports {module}"


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_modules_are_small(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= MOST_LINES


def test_no_service_is_named() -> None:
    for path in GENERATOR.rglob("*"):
        if path.is_file() and "__pycache__" not in path.parts:
            assert "netflix" not in named(path).casefold()
            assert b"netflix" not in path.read_bytes().lower(), path


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_whatever_is_public_says_what_it_is(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    assert ast.get_docstring(tree) or path.name == "__main__.py", "the module"
    for node in public_in(tree.body):
        assert ast.get_docstring(node), f"{path.name}:{node.lineno}: {node.name}"


def public_in(body: list[ast.stmt]) -> Iterator[ast.FunctionDef | ast.ClassDef]:
    """The public functions and classes of a module, and the public methods of those classes."""
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            yield node
            if isinstance(node, ast.ClassDef):
                yield from public_in(node.body)
