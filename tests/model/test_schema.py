"""JSON Schemas: their shape comes from the models, their choices from the specs, and editors learn
from them what each field is for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, get_args

import pytest
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from generator.check.proof import Checked
from generator.model.schema import modeline, schema_name, schemas
from generator.model.specs import FOLDERS, SHARED, Specs, load
from generator.model.text import Spec
from generator.model.vocabulary import Service
from generator.read.document import parse
from generator.read.scalar import Unquoted
from generator.read.tree import SpecFile, spec_files

ROOT = Path(__file__).parents[2]
SHIPPED = ROOT / "device_specs"
TESTS = ROOT / "tests"
BASE = TESTS / "good" / "base"
MODELS = {**SHARED, **FOLDERS, "service": Service}

Lumen = Callable[..., Checked]


def models() -> Iterator[type[Spec]]:
    """Every model there is, with those inside others."""
    todo: list[Any] = list(MODELS.values())
    seen = set()
    while todo:
        one = todo.pop()
        if isinstance(one, type) and issubclass(one, Spec):
            if one not in seen:
                seen.add(one)
                yield one
                todo += [field.annotation for field in one.model_fields.values()]
        else:
            todo += get_args(one)


def as_editors_read(value: Any) -> Any:
    """What a reader of YAML 1.2 makes of a value: it takes fewer for something else than we do."""
    if isinstance(value, dict):
        return {key: as_editors_read(item) for key, item in value.items()}
    if isinstance(value, list):
        return [as_editors_read(item) for item in value]
    if isinstance(value, Unquoted):
        return {"nothing": None, "a number": 1.5}.get(value.taken_for, value.text)
    return value


def files_of(folder: Path) -> list[SpecFile]:
    return [file for file in spec_files(folder, "specs") if isinstance(file, SpecFile)]


def faults(files: list[SpecFile], known: Mapping[str, Any]) -> list[tuple[str, ValidationError]]:
    """What a validator finds in `files` by the schemas `known`. What is no YAML is passed over."""
    found = []
    for file in files:
        document, _ = parse(file.file, file.data)
        schema = known.get(schema_name(file.parts))
        if document is not None and schema is not None:
            errors = Draft202012Validator(schema).iter_errors(as_editors_read(document.value))
            found += [(file.file, error) for error in errors]
    return found


def said(found: list[tuple[str, ValidationError]]) -> list[str]:
    return [f"{file}: {list(error.absolute_path)}: {error.message[:200]}" for file, error in found]


@pytest.fixture(scope="module")
def shipped() -> Specs:
    return load(spec_files(SHIPPED, "specs"), "specs")[0]


# --- what editors are told --------------------------------------------------------------------


@pytest.mark.parametrize("model", list(models()), ids=lambda model: model.__name__)
def test_every_field_tells_editors_what_it_is_for(model: type[Spec]) -> None:
    assert model.__doc__
    silent = [name for name, field in model.model_fields.items() if not field.description]
    assert silent == []


def nodes(schema: Any) -> Iterator[Mapping[str, Any]]:
    """Every mapping in a schema."""
    if isinstance(schema, dict):
        yield schema
        schema = list(schema.values())
    if isinstance(schema, list):
        for item in schema:
            yield from nodes(item)


def test_there_is_a_schema_for_each_kind_of_file(shipped: Specs) -> None:
    written = schemas(shipped)
    assert len(written) == len(MODELS)
    for schema in written.values():
        assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
        assert schema["title"]
        assert schema["description"]


def test_schemas_allow_no_other_fields_and_no_nothing(shipped: Specs) -> None:
    for schema in schemas(shipped).values():
        for node in nodes(schema):
            assert node.get("type") != "null"
            assert "default" not in node
            assert "x-refers" not in node
            if "title" in node and node.get("type") == "object" and "properties" in node:
                assert node["additionalProperties"] is False


def test_every_schema_is_right_even_without_specs(shipped: Specs) -> None:
    """Also, language servers of the time of draft 7 refuse one that has a choice of nothing."""
    for specs in (shipped, Specs()):
        for schema in schemas(specs).values():
            Draft202012Validator.check_schema(schema)
            assert all(node.get("enum") != [] for node in nodes(schema))


def test_each_fixed_choice_says_what_it_means(shipped: Specs) -> None:
    """The meanings are those of the field's description: `choice: what it means;`."""
    known = schemas(shipped)
    tier = known["sources.json"]["$defs"]["Source"]["properties"]["tier"]
    meant = dict(zip(tier["enum"], tier["markdownEnumDescriptions"], strict=True))
    assert meant["press"] == "news or an established outlet"
    for name in ("family", "items", "sources"):
        for node in nodes(known[f"{name}.json"]):
            if "markdownEnumDescriptions" in node:
                assert len(node["enum"]) == len(node["markdownEnumDescriptions"])
                assert all(node["markdownEnumDescriptions"])


def test_examples_are_right(shipped: Specs) -> None:
    for schema in schemas(shipped).values():
        for node in nodes(schema):
            for example in node.get("examples", ()):
                rules = {**node, "$defs": schema["$defs"]}
                assert list(Draft202012Validator(rules).iter_errors(example)) == []


# --- names ------------------------------------------------------------------------------------


def test_names_are_those_of_the_specs_with_what_they_stand_for(lumen: Lumen) -> None:
    specs = lumen().specs
    label = schemas(specs)["family.json"]["$defs"]["label"]
    assert label["enum"] == list(specs.labels)
    assert label["markdownEnumDescriptions"][0].startswith("“")
    source = schemas(specs)["device.json"]["$defs"]["source"]
    assert source["enum"] == list(specs.sources)
    first = next(iter(specs.sources.values())).spec
    assert first.title in source["markdownEnumDescriptions"][0]


def test_a_new_name_is_offered_when_the_schemas_are_written_again(lumen: Lumen) -> None:
    old = schemas(lumen().specs)["family.json"]["$defs"]["label"]["enum"]
    added = BASE.joinpath("labels.yml").read_text("utf-8") + "brand-new: {text: {en: New}}\n"
    new = schemas(lumen({"labels.yml": added}).specs)["family.json"]["$defs"]["label"]["enum"]
    assert new == [*old, "brand-new"]


@pytest.mark.parametrize("file", ["labels.yml", "sources.yml", "service.yml"])
def test_where_a_file_cannot_be_read_every_name_will_do(lumen: Lumen, file: str) -> None:
    known = schemas(lumen({file: "{"}).specs)
    assert faults([one for one in files_of(BASE) if one.file != f"specs/{file}"], known) == []


def test_an_entry_that_cannot_be_read_is_still_a_name(lumen: Lumen) -> None:
    label = next(iter(lumen().specs.labels))
    text = BASE.joinpath("labels.yml").read_text("utf-8")
    spoilt = re.sub(rf"(?m)^{label}:.*\n(?:[ #].*\n)*", f"{label}: {{txt: x}}\n", text)
    specs = lumen({"labels.yml": spoilt}).specs
    assert label not in specs.labels
    assert label in schemas(specs)["family.json"]["$defs"]["label"]["enum"]


# --- specs, good and bad ----------------------------------------------------------------------


def test_every_shipped_spec_is_as_its_schema_says(shipped: Specs) -> None:
    assert said(faults(files_of(SHIPPED), schemas(shipped))) == []


def test_every_shipped_spec_begins_with_the_line_that_leads_to_its_schema() -> None:
    for file in files_of(SHIPPED):
        first = file.data.decode().partition("\n")[0]
        assert first == modeline(file.parts), (
            f"{file.file} should begin with {modeline(file.parts)}"
        )
        leads = (SHIPPED.joinpath(*file.parts).parent / first.partition("=")[2]).resolve()
        assert leads == SHIPPED / ".schema" / schema_name(file.parts)


# Codes of problems that a schema can tell: of form, and of names that do not exist.
TOLD = {
    *("unknown-field", "missing-field", "unknown-choice", "wrong-type", "empty", "too-long"),
    *("space", "not-https", "not-a-form", "not-a-mailbox", "not-a-sign", "not-a-date"),
    *("bad-name", "not-a-place", "not-a-route", "one-action", "move-to", "no-way-out"),
    *("drop-without-extends", "no-start", "no-source", "no-english", "empty-pack", "said-twice"),
    *("unknown-checklist", "unknown-device", "unknown-family", "unknown-item", "unknown-key"),
    *("unknown-label", "unknown-language", "unknown-name", "unknown-position"),
    *("unknown-source", "unknown-word", "quote-text"),
}
# Of those, the trees where it cannot, and why.
UNTOLD = {
    "alias-is-the-name-of-another-device": "it takes two files, or two fields, to see",
    "alternative-that-is-none": "it takes two fields to see",
    "change-told-in-two-files": "it takes two files to see",
    "pack-holds-a-device-twice": "it takes two files to see",
    "file-name-too-long": "a schema does not see the names of files",
    "name-is-reserved": "a schema does not see the names of files",
    "label-says-no-without-quotes": "YAML 1.2 takes it for text",
    "text-is-a-date": "YAML 1.2 takes it for text",
    "text-is-a-time": "YAML 1.2 takes it for text",
    "text-is-a-yaml-boolean": "YAML 1.2 takes it for text",
    "text-is-yes": "YAML 1.2 takes it for text",
    "word-in-braces-with-capitals": "braces around what is no name are literal",
}


def trees(kind: str) -> dict[str, Path]:
    return {tree.name: tree for tree in sorted((TESTS / kind).iterdir()) if tree.is_dir()}


def faults_of(tree: Path, put_together: Callable[[Path, Path], None], folder: Path) -> list[str]:
    """What the schemas of a tree find in the files that are its own."""
    put_together(tree, folder)
    files = files_of(folder)
    known = schemas(load(files, "specs")[0])
    own = [file for file in files if tree.joinpath(*file.parts).is_file()]
    return said(faults(own, known))


def test_every_good_tree_is_as_its_schemas_say(
    put_together: Callable[[Path, Path], None], tmp_path: Path
) -> None:
    for name, tree in trees("good").items():
        assert faults_of(tree, put_together, tmp_path / name) == [], name


def test_a_bad_tree_is_told_by_its_schemas_if_its_form_or_a_name_is_bad(
    put_together: Callable[[Path, Path], None], tmp_path: Path
) -> None:
    untold = set()
    for name, tree in trees("bad").items():
        codes = set(
            re.findall(r"\[([a-z0-9-]+)\]$", (tree / "problems.txt").read_text("utf-8"), re.M)
        )
        if codes & TOLD and not faults_of(tree, put_together, tmp_path / name):
            untold.add(name)
    assert untold == set(UNTOLD)
