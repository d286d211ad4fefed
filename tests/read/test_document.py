"""One file, read strictly: whatever the bytes, a document or problems come out, well placed."""

import json
import re
from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from generator.read import reading
from generator.read.document import Document, Path, parse
from generator.read.limits import MAX_BYTES, MAX_CHARACTERS, MAX_DEPTH, MAX_VALUES
from generator.read.problem import Place, Problem
from generator.read.scalar import Unquoted

# What goes wrong in YAML goes wrong at such pieces; random characters seldom meet them.
PIECES = st.lists(
    st.sampled_from(
        [
            *"abé電📺\0\t\r\n :-?[]{},&*!|>'\"%@`#~\\",
            *("\r\n", "\n  ", "\n- ", ": ", "---\n", "...\n", "name: ", "<<", "true", "&a ", "*a"),
            *("\ufeff", "\u202e", "\x85", "\\u202e", "\\x00"),
        ]
    ),
    max_size=30,
).map("".join)
TEXT = st.text(
    st.characters(exclude_categories=["Cc", "Cf", "Cs", "Cn", "Zl", "Zp", "Co"]), max_size=20
)
VALUES = st.recursive(
    TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=12,
)


def read(text: str) -> Any:
    document, problems = parse("f.yml", text.encode())
    assert problems == []
    assert document is not None
    return document.value


def refused(text: str | bytes) -> list[tuple[int, int, str]]:
    data = text.encode() if isinstance(text, str) else text
    return [(p.place.line, p.place.column, p.code) for p in parse("f.yml", data)[1]]


def assert_inside(place: Place, text: str) -> None:
    rows = re.split("\r\n|\r|\n", text)
    assert place.file == "f.yml"
    assert 1 <= place.line <= len(rows)
    assert 1 <= place.column <= len(rows[place.line - 1]) + 1


def assert_all_inside(document: Document, value: Any, path: Path, text: str) -> None:
    assert_inside(document.place(path), text)
    assert_inside(document.place(path, key=True), text)
    parts: Any = range(len(value)) if isinstance(value, list) else ()
    for part in value if isinstance(value, dict) else parts:
        assert_all_inside(document, value[part], (*path, part), text)


def assert_presentable(problem: Problem, text: str) -> None:
    assert_inside(problem.place, text)
    assert str(problem).isprintable()
    assert problem.message.endswith(".")
    assert problem.hint.endswith(".")


@given(st.binary(max_size=200))
@example(b"\xff\xfea\x00")
@example(b"a: \xc3")
@example(b"\xef\xbb\xbfa: \xff")
def test_any_bytes(data: bytes) -> None:
    document, problems = parse("f.yml", data)
    assert document is not None or problems
    for problem in problems:
        assert_presentable(problem, data.decode(errors="replace").removeprefix("\ufeff"))


@given(PIECES)
@example("a: b\r\rb: c: d")
@example("{a")
@example('"a\\nb": c\n"a\\nb": d')
@example("a: &x\n  b: *x")
@example('a: "\\U0010ffff"')
@example("? - a\n: b")
def test_any_text(text: str) -> None:
    document, problems = parse("f.yml", text.encode())
    assert document is not None or problems
    for problem in problems:
        assert_presentable(problem, text.removeprefix("\ufeff"))
    if document is not None:
        assert_all_inside(document, document.value, (), text.removeprefix("\ufeff"))


@given(st.dictionaries(TEXT, VALUES, min_size=1, max_size=4))
def test_quoted_data_comes_back_as_it_was(data: dict[str, Any]) -> None:
    assert read(json.dumps(data, ensure_ascii=False)) == data


@given(st.dictionaries(TEXT, VALUES, min_size=1, max_size=4), st.booleans())
def test_agrees_with_pyyaml_on_quoted_scalars(data: dict[str, Any], flow: bool) -> None:
    text = yaml.safe_dump(data, default_style='"', default_flow_style=flow, allow_unicode=True)
    # It marks lists and mappings as such when told to quote, which nobody writes by hand.
    text = re.sub(r"!!(?:map|seq) ", "", text)
    assert read(text) == yaml.load(text, yaml.CSafeLoader) == data


@given(PIECES)
def test_accepts_nothing_that_pyyaml_refuses(text: str) -> None:
    document, problems = parse("f.yml", text.encode())
    if document is not None and not problems:
        loaded = yaml.load(text, yaml.CBaseLoader)  # plain scalars stay text
        assert _as_written(document.value) == loaded


def _as_written(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _as_written(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_as_written(item) for item in value]
    if isinstance(value, bool):
        return str(value).lower()
    return value.text if isinstance(value, Unquoted) else str(value)


def test_place_of_every_value_and_key() -> None:
    text = "a: 1st\nb:\n  - c\n  - {d: e, 電: 📺, f: g}\n"
    document, _ = parse("f.yml", text.encode())
    assert document is not None
    rows = text.splitlines()

    def at(document: Document, *path: str | int, key: bool = False) -> str:
        place = document.place(path, key=key)
        return rows[place.line - 1][place.column - 1 :][:1]

    assert at(document, "a") == "1"
    assert at(document, "a", key=True) == "a"
    assert at(document, "b", 0) == "c"
    assert at(document, "b", 1, "d") == "e"
    assert at(document, "b", 1, "d", key=True) == "d"
    assert at(document, "b", 1, "f") == "g"
    assert at(document, "b", 1, "missing", "deeper") == "{"
    assert at(document, "b", 2) == at(document, "b", 7) == "-"
    assert document.place() == Place("f.yml")


def test_what_is_missing_at_the_end_is_on_the_last_line() -> None:
    """The parser counts one line more than there is."""
    document, _ = parse("f.yml", b"b: c\n? a")
    assert document is not None
    assert document.value["a"] == Unquoted("", "nothing")
    assert document.place(("a",)) == Place("f.yml", 2, 4)


def test_only_tags_that_may_be_there_are() -> None:
    """Those of the settings; specs have none."""
    data = b"a: !ENV b\nc: !x d\ne: !ENV [f, g]\n!ENV h: !ENV {i: j}\n"
    document, problems = parse("f.yml", data, lambda tag: tag == "!ENV")
    assert [(problem.place.line, problem.code) for problem in problems] == [(2, "tag")]
    assert document is not None
    assert document.value == {"a": "b", "c": "d", "e": ["f", "g"], "h": {"i": "j"}}
    assert [problem.place.line for problem in parse("f.yml", data)[1]] == [1, 2, 3, 4, 4]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", [(1, 1, "empty-file")]),
        ("# only a remark\n", [(1, 1, "empty-file")]),
        ("---\n", [(1, 1, "empty-file")]),
        ("- a\n", [(1, 1, "not-a-mapping")]),
        ("a: b\n--- \nc: d\n", [(2, 1, "several-documents")]),
        ("a: b\n...\nc: d\n", [(3, 1, "yaml-syntax")]),
        ("%YAML 1.2\n---\na: b\n", [(1, 1, "directive")]),
        ("a: b\nc: d\na: e\n", [(3, 1, "key-twice")]),
        ("a: {b: c, b: d, b: e}\n", [(1, 11, "key-twice"), (1, 17, "key-twice")]),
        ("no: b\n1: c\n~: d\n", [(n, 1, "quote-key") for n in (1, 2, 3)]),
        ("a: b\n? \n: c\n", [(2, 2, "key-not-text")]),
        ("a: &b c\nd: *b\n", [(1, 4, "anchor"), (2, 4, "alias")]),
        ("*b : c\n", [(1, 1, "key-not-text")]),
        ("&b a: !!str c\n", [(1, 1, "anchor"), (1, 7, "tag")]),
        ("a: ! b\n", [(1, 4, "tag")]),
        ("a: !!binary YQ==\n", [(1, 4, "tag")]),
        ("a:\n\tb: c\n", [(2, 1, "yaml-syntax")]),
        ("a: b\u202ec\n", [(1, 5, "unwanted-character")]),
        ('a: "b\\u202Ec"\n', [(1, 4, "unwanted-character")]),
        ('"b\\u202Ec": a\n', [(1, 1, "unwanted-character")]),
        ("a: b\n\x00\x07\n", [(2, 1, "unwanted-character"), (2, 2, "unwanted-character")]),
        ("a: \ufdd0\U0001ffff", [(1, 4, "unwanted-character"), (1, 5, "unwanted-character")]),
        ("\ufeffa: b: c", [(1, 5, "yaml-syntax")]),
        (b"a: b\r\rc: \xfc", [(3, 4, "not-utf8")]),
        (b"a: " + "é".encode() + b" \xe9", [(1, 6, "not-utf8")]),
        ("a: " + "b" * MAX_BYTES, [(1, 1, "file-too-large")]),
        # the list is one of them
        ("a: [" + "b, " * MAX_VALUES, [(1, 5 + 3 * (MAX_VALUES - 1), "too-many-values")]),
        ("\x01\n" * 2000, [(n + 1, 1, "unwanted-character") for n in range(MAX_CHARACTERS)]),
    ],
)
def test_what_is_refused_and_where(text: str | bytes, found: list[tuple[int, int, str]]) -> None:
    assert refused(text) == found


def test_deepest_and_largest_that_is_allowed() -> None:
    lists = MAX_DEPTH - 1  # the file's own mapping is the first level
    assert refused("a: " + "[" * lists + "]" * lists) == []
    assert refused("a: " + "[" * (lists + 1) + "]" * (lists + 1)) == [(1, 4 + lists, "too-deep")]
    groups = lists - 1
    assert refused("a: " + "{b: " * groups + "[]" + "}" * groups) == []
    assert refused("a: " + "{b: " * lists + "[]" + "}" * lists) == [(1, 4 + 4 * lists, "too-deep")]
    assert refused(("a: " + "b" * MAX_BYTES)[:MAX_BYTES]) == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "a: " + "[" * MAX_DEPTH,
            "Values are nested more than 20 levels deep. A spec needs no more than ten. [too-deep]",
        ),
        (
            "a: [" + "b, " * MAX_VALUES,
            "The file has more than 10,000 values. Split it, or remove what does not belong into a "
            "spec. [too-many-values]",
        ),
        (
            "a: " + "b" * MAX_BYTES,
            "The file has 65,539 bytes; at most 65,536 are allowed. Split it, or move long prose "
            "into content/. [file-too-large]",
        ),
    ],
    ids=["deep", "many", "large"],
)
def test_what_is_told_of_too_much(text: str, told: str) -> None:
    (problem,) = parse("f.yml", text.encode())[1]
    assert problem.place.file == "f.yml"
    assert str(problem).partition(": ")[2] == told


@pytest.mark.parametrize("opening", ["[", "{", "- ", "? ", "{a: ", "[{a: "])
def test_open_brackets_end_the_reading_at_once(
    opening: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    events = 0

    class Counting:
        def __init__(self, text: str) -> None:
            self.parser = yaml.cyaml.CParser(text)

        def get_event(self) -> Any:
            nonlocal events
            events += 1
            return self.parser.get_event()

    monkeypatch.setattr(reading, "CParser", Counting)
    text = ("a:\n  " + opening * 30_000)[:MAX_BYTES]
    document, problems = parse("f.yml", text.encode())
    assert document is None
    assert len(problems) == 1
    assert events < 4 * MAX_DEPTH


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a: {?b: c}\n", (1, 5)),  # YAML 1.2 calls it `?b`, the parser `b`
        ("a: [?b]\n", (1, 5)),
        ("a: [-]\n", (1, 5)),
        ('a: "b"#c\n', (1, 7)),
        ("a: [b]#c\n", (1, 7)),
        ("a: >-#b\n  c\n", (1, 6)),
        ("a: [b,\nc]\n", (2, 1)),
        ("a:\n  - [b,\n  c]\n", (3, 3)),
        ('a: "b\nc"\n', (2, 1)),
        ('a: "b\n\tc"\n', (2, 1)),  # a tab indents nothing
        ("a: >-\n \n  \n# b\n", (1, 4)),
        ("a: |\n  b\n   ", (1, 4)),
    ],
)
def test_what_readers_of_yaml_do_not_agree_on_is_refused(text: str, found: tuple[int, int]) -> None:
    assert refused(text) == [(*found, "yaml-syntax")]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a: [\n  b, # c\n  # d\n]\n", ["b"]),  # forbidden, but all understand it
        ("a: {b: [c,\n  d]}\n", {"b": ["c", "d"]}),
        ("a:\n- [b,\n c]\n", [["b", "c"]]),
        ('a: "b\n\n  c" # d\n', "b\nc"),
        ("a: >-\n  b\n  c\n", "b c"),
        ("a: b#c\n", "b#c"),
        ("a: [b?, -c, 'd', '-']\n", ["b?", "-c", "d", "-"]),
    ],
)
def test_what_they_agree_on_is_read(text: str, value: Any) -> None:
    assert read(text) == {"a": value}


def test_what_is_said_of_a_value_never_holds_its_unwanted_characters() -> None:
    document, problems = parse("f.yml", b'a: "b\\e[31mc"\n"\\u202e": d\n')
    assert [problem.code for problem in problems] == ["unwanted-character"] * 2
    assert document is not None
    assert document.value == {"a": "b\ufffd[31mc", "\ufffd": "d"}


def test_what_is_written_twice_can_go_only_if_it_is_the_same() -> None:
    text = "a: [b, {c: 1}]\na: [b, {c: 1}]\na: [b, {c: true}]\na: [b, {c: yes}]\na: b\n"
    _, problems = parse("f.yml", text.encode())
    assert [problem.fix is not None for problem in problems] == [True, False, False, False]


def test_line_ends_of_windows_and_a_byte_order_mark_change_nothing() -> None:
    assert read("\ufeffa: b\r\nc:\r\n  - d\r\n") == {"a": "b", "c": ["d"]}


def test_strange_but_legal_text_is_literal() -> None:
    for text in (
        "<script>alert(1)</script>",
        "{{ 7 * 7 }}",
        "[go](javascript:x)",
        "café",
        "a\u200db",
    ):
        assert read(f"a: '{text}'") == {"a": text}
