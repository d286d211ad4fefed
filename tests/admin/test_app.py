"""Who may ask the editor what, and that every question gets an answer in words."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.admin.app import MOST_BYTES, Editor, Request, Response
from generator.publish.publication import Project

HOST = {"host": "127.0.0.1:8000"}
FILE = "devices/console/play-box.yml"


@pytest.fixture
def editor(project: Project) -> Editor:
    return Editor(project)


def post(editor: Editor, what: str, asked: object, **headers: str | None) -> Response:
    ours = {
        "x-signout-token": editor.token,
        "content-type": "application/json",
        "origin": "http://127.0.0.1:8000",
        "sec-fetch-site": "same-origin",
    }
    given = {key.replace("_", "-"): value for key, value in headers.items()}
    sent = {key: value for key, value in {**HOST, **ours, **given}.items() if value is not None}
    return editor.answer(
        Request("POST", f"/admin/api/{what}", "", sent, json.dumps(asked).encode(), "127.0.0.1")
    )


def get(editor: Editor, path: str, query: str = "") -> Response:
    return editor.answer(Request("GET", path, query, HOST, client="127.0.0.1"))


def test_pages_run_nothing_but_our_own_script(editor: Editor) -> None:
    for path in ("/admin/", f"/admin/edit/{FILE}", "/admin/new/devices"):
        page = get(editor, path)
        assert page.status == 200
        policy = page.headers["Content-Security-Policy"]
        assert "script-src 'self'" in policy and "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        text = page.body.decode()
        assert "<script>" not in text and " style=" not in text and " onclick=" not in text
    assert get(editor, "/admin/page/words/").headers["Location"] == "/admin/"
    assert get(editor, "/admin/page/devices/play-box/").headers["Location"].endswith(FILE)
    assert get(editor, "/admin").headers["Location"] == "/admin/"
    assert get(editor, "/admin/admin.js").headers["Content-Type"].startswith("text/javascript")


def test_a_line_leads_to_its_entry(editor: Editor) -> None:
    page = get(editor, "/admin/edit/labels.yml", "line=6").body.decode()
    assert 'data-entry="sign-out"' in page and 'data-line="6"' in page
    assert "Choose one" in get(editor, "/admin/edit/labels.yml", "line=x").body.decode()


@pytest.mark.parametrize("host", ["", "evil.example", "127.0.0.1.evil.example", "[::1", "10.0.0.1"])
def test_only_this_machine_is_answered(editor: Editor, host: str) -> None:
    asked = Request("GET", "/admin/", "", {"host": host}, client="127.0.0.1")
    assert editor.answer(asked).status == 403


@pytest.mark.parametrize(
    ("client", "status"),
    [
        ("127.0.0.1", 200),
        ("127.8.8.8", 200),
        ("::1", 200),
        ("::ffff:127.0.0.1", 200),
        # A machine of the same network, where the preview is shown to all, says what it likes.
        ("192.168.0.7", 403),
        ("::ffff:192.168.0.7", 403),
        ("fe80::7%eth0", 403),
        ("localhost", 403),
        ("", 403),
    ],
)
def test_only_who_calls_from_this_machine_is_answered(
    editor: Editor, client: str, status: int
) -> None:
    asked = Request("GET", "/admin/", "", HOST, client=client)
    assert editor.answer(asked).status == status


@pytest.mark.parametrize(
    "headers",
    [
        {"x_signout_token": "guess"},
        {"x_signout_token": None},
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"sec_fetch_site": "cross-site"},
        {"content_type": "text/plain"},
    ],
)
def test_other_websites_change_nothing(
    editor: Editor, spec_folder: Path, headers: dict[str, str | None]
) -> None:
    asked = {"file": FILE, "text": "name: x\n", "was": "", "despite": True}
    before = (spec_folder / FILE).read_bytes()
    assert post(editor, "save", asked, **headers).status == 403
    assert (spec_folder / FILE).read_bytes() == before


def test_problems_and_conflicts_are_told_apart(editor: Editor) -> None:
    seen = json.loads(post(editor, "look", {"file": FILE, "text": "name: [", "was": ""}).body)
    asked: dict[str, Any] = {"file": FILE, "text": "name: [", "was": seen["stamp"]}
    assert post(editor, "save", asked).status == 422
    asked["was"], asked["despite"] = "of another version", True
    conflict = post(editor, "save", asked)
    assert conflict.status == 409 and json.loads(conflict.body)["meanwhile"]


def test_what_is_not_there_is_said(editor: Editor) -> None:
    for path in ("/admin/nothing", "/admin/edit/x.yml", "/admin/new/shoes", "/elsewhere"):
        assert get(editor, path).status == 404
    assert post(editor, "nothing", {}).status == 404
    for method, status in (("PUT", 405), ("POST", 403)):
        asked = Request(method, "/admin/", "", HOST, client="127.0.0.1")
        assert editor.answer(asked).status == status
    assert post(editor, "look", ["no", "mapping"]).status == 400
    assert post(editor, "look", "x" * MOST_BYTES).status == 413


@given(
    st.fixed_dictionaries(
        {},
        optional={
            "do": st.sampled_from(["set", "add", "remove", "move", "check", "mend", "?"]),
            "path": st.lists(st.sampled_from(["name", "interfaces", "menu", "x", 0, -1])),
            "what": st.sampled_from(["field", "item", "entry", "?"]),
            "value": st.text(max_size=5) | st.integers() | st.none(),
            "by": st.integers() | st.text(max_size=2),
            "answers": st.dictionaries(
                st.sampled_from(["", ".key", ".value.family", "route", "by"]), st.text(max_size=5)
            )
            | st.none(),
        },
    )
)
def test_whatever_is_asked_there_is_an_answer(base_editor: Editor, asked: dict[str, Any]) -> None:
    text = "name: Play Box\ninterfaces:\n  menu: {family: tv-menu}\n"
    answer = post(base_editor, "change", {"file": FILE, "text": text, "was": "", **asked})
    assert answer.status in (200, 422), answer.body


@pytest.fixture(scope="module")
def base_editor() -> Editor:
    return Editor(Project(Path(__file__).parents[1] / "good" / "base"))
