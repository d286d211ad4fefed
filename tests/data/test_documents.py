"""Every published document is what its schema says, says whose it is, and leads nowhere else."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker

from generator.data.api import Api
from generator.data.bundle import Bundle
from generator.data.documents import DOCUMENTS, AllDocument
from generator.data.envelope import ROOT
from generator.data.mapping.whole import bundle
from generator.data.schemas import schema_of
from generator.data.writing import in_bytes, in_lines, packed
from generator.knowledge.load import load_specs
from tests.data.conftest import SITE
from tests.site_fixtures import ROOT as PROJECT

BUNDLE = f"{ROOT}all.json"
Known = Callable[..., Any]
Files = dict[str, bytes]


def documents(files: Files) -> Iterator[tuple[str, Any]]:
    """The JSON documents among files, by their paths."""
    for path, data in files.items():
        if path.endswith(".json") and b'"$schema"' in data[:20] and "/schemas/" not in path:
            yield path, json.loads(data)


def leads_to(path: str, address: str) -> str:
    """Where an address in the document at this path leads, below the site."""
    site = "https://site.example/"
    return urljoin(f"{site}{path}", address).removeprefix(site)


@pytest.fixture(scope="module")
def on_the_web(published: Callable[[str], Path]) -> Files:
    folder = published(SITE)
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file()
    }


def test_every_document_is_as_its_schema_says(files: Files) -> None:
    """By the schema that it names, as one finds it who follows the address."""
    formats = FormatChecker()
    assert "date" in formats.checkers
    met = set()
    for path, document in documents(files):
        schema = json.loads(files[leads_to(path, document["$schema"])])
        Draft202012Validator(schema, format_checker=formats).validate(document)
        met.add(document["$schema"].rpartition("/")[2])
    assert met == {f"{name}.json" for name in DOCUMENTS}


def test_every_document_of_the_shipped_specs_is_too() -> None:
    known = bundle(load_specs(PROJECT / "device_specs"))
    api = Api(known, SITE, "1.0")
    devices = (("", api.device(name)) for name in known.devices)
    validators = {
        name: Draft202012Validator(schema_of(name), format_checker=FormatChecker())
        for name in DOCUMENTS
    }
    for _, document in (*api.documents(), *devices):
        written = json.loads(in_bytes(document))
        name = Path(written["$schema"]).stem
        assert validators[name].is_valid(written), next(validators[name].iter_errors(written))


def test_a_wrong_document_is_found(files: Files) -> None:
    validator = Draft202012Validator(schema_of("device"), format_checker=FormatChecker())
    document = json.loads(files[f"{ROOT}devices/glow-stick.json"])
    assert not list(validator.iter_errors(document))
    assert list(validator.iter_errors(document | {"licence": None}))
    assert list(validator.iter_errors(document | {"edition": "today"}))
    assert not list(validator.iter_errors(document | {"added-later": 1}))
    del document["device"]["retired"]
    assert list(validator.iter_errors(document))


def test_a_schema_is_right_and_says_what_each_field_is(files: Files) -> None:
    for name in DOCUMENTS:
        schema = json.loads(files[f"{ROOT}schemas/{name}.json"])
        Draft202012Validator.check_schema(schema)
        assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
        assert schema["$id"] == f"{name}.json"
        assert "pass over what you do not know" in schema["description"]
        for node in (schema, *schema["$defs"].values()):
            assert node["title"] and node["description"]
            assert "additionalProperties" not in node
            assert node["required"] == list(node["properties"])
            for field, says in node["properties"].items():
                assert says["description"].endswith((".", "…")), field
                assert "\n" not in says["description"]
                assert says["title"]


def test_a_schema_needs_no_other(files: Files) -> None:
    for name in DOCUMENTS:
        text = files[f"{ROOT}schemas/{name}.json"].decode()
        schema = json.loads(text)
        for reference in set(text.split('"$ref": "')[1:]):
            where, _, rest = reference.partition('"')[0].rpartition("/")
            assert where == "#/$defs"
            assert rest in schema["$defs"]


def test_schemas_and_documents_on_the_web_have_whole_addresses(on_the_web: Files) -> None:
    for path, document in documents(on_the_web):
        assert document["site"] == SITE
        assert document["$schema"].startswith(f"{SITE}{ROOT}schemas/"), path
        assert document["$schema"].removeprefix(SITE) in on_the_web
    device = json.loads(on_the_web[f"{ROOT}schemas/device.json"])
    assert device["$id"] == f"{SITE}{ROOT}schemas/device.json"


def test_every_document_says_whose_it_is(files: Files) -> None:
    for path, document in documents(files):
        assert document["service"] == "Lumen", path
        assert document["edition"] == "2026-11-22"
        assert document["licence"]["url"] == "https://creativecommons.org/licenses/by/4.0/"
        assert "Lumen" in document["attribution"]
        assert "CC BY 4.0" in document["attribution"]


def test_each_thing_is_where_the_lists_say(files: Files) -> None:
    for kind, one in (("devices", "device"), ("families", "family"), ("problems", "problem")):
        listing = json.loads(files[f"{ROOT}{kind}.json"])
        assert listing[kind]
        for summary in listing[kind]:
            site = leads_to(f"{ROOT}{kind}.json", listing["site"])
            full = json.loads(files[leads_to(site, summary["data"])])[one]
            assert full["id"] == summary["id"]
            assert full.get("name") == summary.get("name")
            assert full.get("page") == summary.get("page")


def test_the_index_lists_every_file_of_the_api(files: Files) -> None:
    index = json.loads(files[f"{ROOT}index.json"])
    for path in files:
        patterns = {path, path.replace(f"/{Path(path).stem}.json", "/{id}.json")}
        at = {leads_to(f"{ROOT}index.json", one["address"]) for one in index["documents"]}
        assert patterns & at, path
    for one in index["documents"]:
        if one["schema"]:
            assert leads_to(f"{ROOT}index.json", one["schema"]) in files


def names_in(value: Any, field: str) -> Iterator[str]:
    """The names that fields so called hold, anywhere inside."""
    if isinstance(value, dict):
        for key, inside in value.items():
            if key == field and isinstance(inside, list):
                yield from (one for one in inside if isinstance(one, str))
            else:
                yield from names_in(inside, field)
    elif isinstance(value, list):
        for inside in value:
            yield from names_in(inside, field)


def labels_in(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if value.get("kind") == "label":
            yield value["id"]
        for inside in value.values():
            yield from labels_in(inside)
    elif isinstance(value, list):
        for inside in value:
            yield from labels_in(inside)


def test_a_full_document_needs_no_other(files: Files) -> None:
    """All sources it cites, all labels and concepts it speaks of, stand in it."""
    for path, document in documents(files):
        if "sources" not in document or not isinstance(document["sources"], dict):
            continue
        if path == BUNDLE:
            continue
        whole = ("device", "family", "problem", "remote")
        part = next(document[name] for name in whole if name in document)
        cited = {*names_in(part, "sources"), *names_in(part, "in_part"), *names_in(part, "cites")}
        cited |= set(names_in(part, "delay_sources"))
        assert cited == set(document["sources"]), path
        labels = document.get("labels", {})
        assert set(labels_in(part)) <= set(labels)
        for label in labels.values():
            assert label["means"] in {None, *labels, *document["concepts"]}
        for problem in part.get("problems", ()):
            assert document["problems"][problem]


def test_the_bundle_refers_to_nothing_that_is_not_in_it(files: Files) -> None:
    everything = json.loads(files[BUNDLE])
    for field in ("sources", "in_part", "cites", "delay_sources"):
        assert set(names_in({k: v for k, v in everything.items() if k != "sources"}, field)) <= set(
            everything["sources"]
        )
    assert set(labels_in(everything)) <= set(everything["labels"])
    for kind in ("devices", "problems", "kinds", "labels"):
        inside = {k: v for k, v in everything.items() if k not in (kind, "changes")}
        assert set(names_in(inside, kind)) <= set(everything[kind])
    for device in everything["devices"].values():
        assert device["kind"] in everything["kinds"]
        for interface in device["interfaces"]:
            assert device["id"] in everything["families"][interface["family"]]["devices"]


def test_the_bundle_holds_what_the_documents_hold(files: Files) -> None:
    everything = json.loads(files[BUNDLE])
    for kind, one in (("devices", "device"), ("families", "family"), ("problems", "problem")):
        for name, thing in everything[kind].items():
            assert json.loads(files[f"{ROOT}{kind}/{name}.json"])[one] == thing
    for kind in ("labels", "concepts", "sources", "keys", "kinds", "topics", "checklists"):
        assert json.loads(files[f"{ROOT}{kind}.json"])[kind] == list(everything[kind].values())
    assert json.loads(files[f"{ROOT}changes.json"])["editions"] == everything["changes"]


def test_the_bundle_has_a_line_for_each_thing(files: Files) -> None:
    lines = files[BUNDLE].decode().splitlines()
    devices = [line for line in lines if line.startswith('"glow-tv":{')]
    assert len(devices) == 1
    assert json.loads(f"{{{devices[0].rstrip(',')}}}")["glow-tv"]["name"] == "Glow TV"


def test_the_packed_bundle_is_the_bundle(files: Files) -> None:
    data = files[f"{BUNDLE}.gz"]
    assert gzip.decompress(data) == files[BUNDLE]
    assert data[4:8] == b"\0\0\0\0", "no time stands in it"
    assert b"".join(packed([b"a" * 3_000_000])) == b"".join(packed([b"a" * 1000] * 3000))


def test_dump_load_dump_is_the_same(files: Files) -> None:
    for path, document in documents(files):
        kind = DOCUMENTS[document["$schema"].rpartition("/")[2].removesuffix(".json")]
        loaded = kind.model_validate_json(files[path])
        assert json.loads(loaded.model_dump_json(by_alias=True)) == document
        if path != BUNDLE:
            assert in_bytes(loaded) == files[path]


def test_a_field_that_is_added_later_is_passed_over(files: Files) -> None:
    everything = json.loads(files[BUNDLE])
    everything["new"] = 1
    everything["devices"]["glow-tv"]["interfaces"][0]["routes"][0]["steps"][0]["sound"] = {"a": 1}
    loaded = AllDocument.model_validate(everything)
    assert json.loads(loaded.model_dump_json(by_alias=True)) == json.loads(files[BUNDLE])


def test_meta_counts_and_names_the_version(files: Files, lumen_bundle: Bundle) -> None:
    meta = json.loads(files[f"{ROOT}meta.json"])
    assert meta["api"] == lumen_bundle.api == "1.0"
    assert meta["specs"] == lumen_bundle.specs
    assert len(meta["specs"]) == 64
    assert meta["counts"]["devices"] == len(lumen_bundle.devices)
    assert meta["counts"]["labels"] == len(lumen_bundle.labels)
    assert meta["languages"]["fr"] == "Français"


# --- strange text is text ---

HOSTILE = (
    '</script><script>alert("x")</script>',
    "\\u003c \\n \\\" '",
    '{"a": [1, 2]}',
    "NaN",
    "null",
    "=1+1",
    "𝐀 é ｅ́ ﬁ",
)


def as_published(kb: Any) -> Any:
    made = bundle(kb)
    api = Api(made, "", None)
    return json.loads(b"".join(api.everything())), json.loads(in_bytes(api.device("glow-tv")))


def test_hostile_text_is_literal(lumen_known: Known) -> None:
    listed = ", ".join(json.dumps(text, ensure_ascii=False) for text in HOSTILE)
    kb = lumen_known({"devices/tv/glow-tv.yml": ("[Glow, Glow set]", f"[{listed}]")})
    everything, document = as_published(kb)
    assert everything["devices"]["glow-tv"]["also"] == list(HOSTILE)
    assert document["device"]["also"] == list(HOSTILE)


# What a spec may hold; that it holds nothing else is tested where specs are read.
WRITTEN = st.text(
    st.characters(codec="utf-8", categories=("L", "N", "P", "S", "M")), min_size=1, max_size=30
)


@settings(max_examples=40)
@given(label=WRITTEN, says=WRITTEN, name=WRITTEN)
def test_any_text_comes_back_as_it_was(
    lumen_bundle: Bundle, label: str, says: str, name: str
) -> None:
    """Through the document and through the bundle."""
    known = lumen_bundle.labels["sign-out"].model_copy(update={"text": {"en": (label,)}})
    device = lumen_bundle.devices["glow-tv"].model_copy(update={"name": name, "models": (says,)})
    made = lumen_bundle.model_copy(
        update={
            "labels": {**lumen_bundle.labels, "sign-out": known},
            "devices": {"glow-tv": device},
            "everyday": {name: (label,)},
        }
    )
    loaded = Bundle.model_validate_json(b"".join(Api(made, "", None).everything()))
    assert loaded == made
    assert DOCUMENTS["device"].model_validate_json(
        in_bytes(Api(made, "", None).device("glow-tv"))
    ) == Api(made, "", None).device("glow-tv")


def test_lines_of_nothing() -> None:
    assert json.loads(b"".join(in_lines({"a": {}, "b": (), "c": None, "d": {"x": ("y",)}}))) == {
        "a": {},
        "b": [],
        "c": None,
        "d": {"x": ["y"]},
    }
