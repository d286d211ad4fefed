"""What the preview's server answers, and to whom."""

from __future__ import annotations

import json
import re
import shutil
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import pytest

from generator.commands.serve.banner import problems_as_data
from generator.commands.serve.preview import Preview
from generator.commands.serve.server import PreviewServer
from generator.publish.publication import Project
from tests.site_fixtures import PATIENCE, copy_second_service


@dataclass
class Running:
    """A server of a small project, and what it has told of its pages."""

    server: PreviewServer
    preview: Preview
    folder: Path
    told: list[str]

    def answer(self, path: str, method: str = "GET", **headers: str) -> tuple[HTTPResponse, bytes]:
        """The answer to a request; headers are named with _ for -."""
        connection = HTTPConnection("127.0.0.1", self.server.server_port, timeout=PATIENCE)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, headers=named)
        response = connection.getresponse()
        body = response.read()
        connection.close()
        return response, body


def serve(server: PreviewServer) -> None:
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("server")
    project = copy_second_service(folder / "project")
    preview = Preview(
        Project(project / "device_specs", project / "content", project / "mkdocs.yml"),
        folder / "built",
    )
    preview.build()
    told: list[str] = []
    server = PreviewServer(
        preview,
        "127.0.0.1",
        0,
        editor="x:{file}:{line}",
        told=lambda: told.append("told"),
        seen=lambda: told.append("seen"),
    )
    with server:
        serve(server)
        yield Running(server, preview, project, told)
        server.shutdown()


def test_pages_and_files(running: Running) -> None:
    response, body = running.answer("/devices/aurora/")
    assert response.status == 200
    assert response.headers["Content-Type"] == "text/html; charset=utf-8"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert b"so-steps" in body
    assert body.count(b"/_preview/preview.js") == 1
    for path, kind in (
        ("/assets/signout.js?v=1", "text/javascript; charset=utf-8"),
        ("/_preview/preview.js", "text/javascript; charset=utf-8"),
        ("/_preview/preview.css", "text/css; charset=utf-8"),
        ("/assets/icons/icon-192.png", "image/png"),
    ):
        response, body = running.answer(path)
        assert (response.status, response.headers["Content-Type"]) == (200, kind)
        assert body
    # Styles and scripts have names that change with them, and so may be kept.
    _, body = running.answer("/devices/aurora/")
    for address in ("../../assets/signout.js", "/_preview/preview.js"):
        versioned = re.search(re.escape(address) + r"\?look=\w+", body.decode())
        assert versioned is not None
        response, _ = running.answer(versioned[0].replace("../..", ""))
        assert response.status == 200
        assert "immutable" in response.headers["Cache-Control"]
    assert response.headers["Cache-Control"] != running.answer("/")[0].headers["Cache-Control"]
    head, nothing = running.answer("/devices/aurora/", "HEAD")
    assert (head.status, nothing) == (200, b"")
    # What the browser has already is not sent again.
    response, _ = running.answer("/assets/signout.js")
    again, nothing = running.answer("/assets/signout.js", If_None_Match=response.headers["ETag"])
    assert (again.status, nothing) == (304, b"")


def test_a_folder_without_its_slash_leads_to_the_page(running: Running) -> None:
    response, _ = running.answer("/devices/aurora")
    assert (response.status, response.headers["Location"]) == (301, "/devices/aurora/")


@pytest.mark.parametrize(
    "path",
    [
        "/../project/mkdocs.yml",
        "/..%2fproject%2fmkdocs.yml",
        "/%2e%2e/%2e%2e/project/mkdocs.yml",
        "/assets/..%5c..%5cmkdocs.yml",
        "//etc/passwd",
        "/%00",
        "/frames/device/",
        "/_preview/",
        "/_preview/../preview.py",
        "/_preview/preview_server.py",
    ],
)
def test_nothing_else_of_the_machine_is_served(running: Running, path: str) -> None:
    response, body = running.answer(path)
    assert response.status == 404
    assert b"This page is not here" in body


@pytest.mark.parametrize("path", ["/pagefind/pagefind.js", "/downloads/handbook.pdf"])
def test_what_a_preview_lacks_is_said_plainly(running: Running, path: str) -> None:
    response, body = running.answer(path)
    assert response.status == 404
    assert "`signout build` makes it" in body.decode()


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost:8000", 200),
        ("127.0.0.1", 200),
        ("[::1]:8000", 200),
        ("LOCALHOST", 200),
        # A page elsewhere that points a name of its own at this machine.
        ("evil.example", 421),
        ("localhost.evil.example", 421),
        ("192.168.0.7:8000", 421),
        ("[", 421),
        ("", 421),
    ],
)
def test_only_our_own_names_are_answered(running: Running, host: str, status: int) -> None:
    for path in ("/", "/_preview/events?page=/&shown=x"):
        response, body = running.answer(path, Host=host)
        assert response.status == status
        assert status == 200 or b"Tonewerk" not in body


def test_whoever_gives_a_host_is_answered_by_any_name(running: Running) -> None:
    with PreviewServer(running.preview, "127.0.0.1", 0, any_name=True) as server:
        serve(server)
        other = Running(server, running.preview, running.folder, [])
        assert other.answer("/", Host="my-machine.local")[0].status == 200
        server.shutdown()


def own_address() -> str:
    """An address by which other machines reach this one. Nothing is sent to find it."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked:
        try:
            asked.connect(("192.0.2.1", 9))
        except OSError:
            pytest.skip("this machine has no network, so no address to call it by")
        return str(asked.getsockname()[0])


def test_another_machine_sees_but_cannot_edit_whatever_it_says(running: Running) -> None:
    """A call to the machine's own address comes from that address, as from another machine."""
    with PreviewServer(running.preview, "0.0.0.0", 0, any_name=True) as server:
        serve(server)
        said = {"Host": "localhost", "Origin": "http://localhost"}
        for path, status in (("/", 200), ("/admin/", 403), ("/admin/admin.js", 403)):
            there = HTTPConnection(own_address(), server.server_port, timeout=PATIENCE)
            there.request("GET", path, headers=said)
            assert there.getresponse().status == status, path
            there.close()
        here = Running(server, running.preview, running.folder, [])
        assert here.answer("/admin/", Host="localhost")[0].status == 200
        server.shutdown()


def test_pages_are_told_of_their_own_changes_and_of_problems(running: Running) -> None:
    def digest(path: str) -> str:
        _, body = running.answer(path)
        return body.decode().partition('data-shown="')[2].partition('"')[0]

    def listen(path: str, again: int = 0) -> Iterator[tuple[str, str]]:
        connection = HTTPConnection("127.0.0.1", running.server.server_port, timeout=PATIENCE)
        about = f"page={path}&shown={digest(path)}&again={again}"
        connection.request("GET", f"/_preview/events?{about}")
        response = connection.getresponse()
        assert response.headers["Content-Type"] == "text/event-stream"
        event = ""
        for line in map(bytes.decode, response):
            if line.startswith("event: "):
                event = line.removeprefix("event: ").strip()
            elif line.startswith("data:"):
                yield event, line.removeprefix("data:").strip()
        connection.close()

    running.told.clear()
    device, words = listen("/devices/aurora/", again=1), listen("/words/")
    for one in (device, words):
        assert next(one)[0] == "problems"
    assert running.told == ["seen"]

    spec = next(running.folder.rglob("aurora.yml"))
    kept = shutil.copy(spec, running.folder.parent)
    text = spec.read_text("utf-8")
    name = text.partition("name: ")[2].partition("\n")[0]
    spec.write_text(text.replace(f"name: {name}", "nmae: x"), "utf-8")
    running.preview.build()
    for one in (device, words):
        event, data = next(one)
        assert event == "problems"
        problem = json.loads(data)["problems"][0]
        line = text.partition("name: ")[0].count("\n") + 1
        assert problem["href"] == f"x:{spec.as_posix()}:{line}"
        assert problem["place"].endswith(f"aurora.yml:{line}:1")
        assert problem["row"] == "nmae: x"
        assert problem["mark"] == "^^^^"

    spec.write_text(text.replace(f"name: {name}", "name: Borealis <b>"), "utf-8")
    running.preview.build()
    assert next(device) == ("changed", "")
    assert running.told == ["seen", "told"]
    # The page of words names no device: its problems go, and it stays.
    event, data = next(words)
    assert (event, json.loads(data)["problems"]) == ("problems", [])
    assert b"Borealis &lt;b&gt;" in running.answer("/devices/aurora/")[1]
    shutil.copy(kept, spec)
    running.preview.build()


def test_before_the_first_good_state_there_is_a_page_that_waits(tmp_path: Path) -> None:
    preview = Preview(Project(tmp_path / "none", tmp_path, tmp_path / "none.yml"), tmp_path)
    preview.build()
    with PreviewServer(preview, "localhost", 0) as server:
        serve(server)
        response, body = Running(server, preview, tmp_path, []).answer("/devices/aurora/")
        assert response.status == 503
        assert b"Nothing to show yet" in body
        assert b"/_preview/preview.js" in body
        server.shutdown()


def test_the_editor_is_mounted(running: Running) -> None:
    """What it does is tested in tests/admin; here: that it is reached, and from each page."""
    response, body = running.answer("/admin/")
    assert response.status == 200
    assert b"What do you want to edit?" in body
    assert b"_preview/" not in body
    response, _ = running.answer("/admin/page/devices/pebble/")
    assert response.status == 302
    assert response.headers["Location"].startswith("/admin/edit/devices/phone/pebble.yml")
    response, _ = running.answer("/devices/pebble/", "POST")
    assert response.status in (403, 404)


def test_a_problem_leads_to_its_form(running: Running) -> None:
    spec = running.folder / "device_specs" / "devices" / "phone" / "pebble.yml"
    text = spec.read_text("utf-8")
    spec.write_text(text.replace("interfaces:", "interfases:"), "utf-8")
    running.preview.build()
    told = json.loads(problems_as_data(running.preview, ""))
    spec.write_text(text, "utf-8")
    running.preview.build()
    address = told["problems"][0]["form"]
    assert re.fullmatch(r"/admin/edit/devices/phone/pebble\.yml\?line=\d+", address)
    response, _ = running.answer(address)
    assert response.status == 200
