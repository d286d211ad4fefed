"""A site in an object store, written by the workers of a cluster: a real server of the S3 protocol,
in a process of its own."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import fsspec
import pytest

from generator.publish.differences import Differences
from generator.publish.file_systems import Place
from generator.publish.remote import LIST, NEW, HalfWay, Remote, turn
from generator.publish.shared_pages import Made
from generator.publish.staging import PublishError
from tests.publish.cluster import CLEAN, build, scheduler, two_workers, worker
from tests.site_fixtures import copy_second_service, tree

STORE = """
import sys
from moto.server import ThreadedMotoServer
server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
server.start()
print("http://%s:%d" % server.get_host_and_port(), flush=True)
sys.stdin.read()
"""
KEYS = {
    "AWS_ACCESS_KEY_ID": "key",
    "AWS_SECRET_ACCESS_KEY": "secret",
    "AWS_DEFAULT_REGION": "us-east-1",
}
OUT = "s3://sites/music"


class Store:
    """The store, with one bucket."""

    def __init__(self, address: str) -> None:
        self.variables = KEYS | {"AWS_ENDPOINT_URL": address}
        self.client: Any = boto3.client(
            "s3",
            endpoint_url=address,
            aws_access_key_id="key",
            aws_secret_access_key="secret",
            region_name="us-east-1",
        )
        self.client.create_bucket(Bucket="sites")

    def site(self) -> dict[str, bytes]:
        """All files below `music/`, but for the list of them."""
        return {
            key.removeprefix("music/"): self.get(key)["Body"].read()
            for key in self.written()
            if key.startswith("music/") and key != f"music/{LIST}"
        }

    def written(self) -> dict[str, Any]:
        """All there is, with the time at which it was written."""
        told = self.client.get_paginator("list_objects_v2").paginate(Bucket="sites")
        return {
            one["Key"]: one["LastModified"] for page in told for one in page.get("Contents", ())
        }

    def get(self, key: str) -> Any:
        return self.client.get_object(Bucket="sites", Key=key)


@pytest.fixture
def store() -> Iterator[Store]:
    command = [sys.executable, "-c", STORE]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, env=CLEAN,
                          text=True) as server:  # fmt: skip
        assert server.stdout is not None
        try:
            yield Store(server.stdout.readline().strip())
        finally:
            server.kill()


@pytest.mark.long
def test_pages_in_a_store(store: Store, tmp_path: Path) -> None:
    """The same files as in a folder, each of its type; built again, only what changed is written,
    and what is gone is removed. What is not ours stays."""
    project = copy_second_service(tmp_path / "project")
    store.client.put_object(Bucket="sites", Key="other/page.html", Body=b"theirs")
    with scheduler(tmp_path / "cluster") as here, worker(here, "one", **store.variables):
        options = ("--pages-only", "--out", OUT, "--executor", here.executor)
        done = build(project, *options, SIGNOUT_CACHE="", **store.variables)
        assert done.returncode == 0, done.stderr
        assert done.stdout.startswith("17 pages in s3://sites/music/, all new.")
        assert store.site() == in_folder(project)
        assert store.get("music/devices/hornsby/index.html")["ContentType"] == TEXT
        assert store.get("music/index.html")["ContentType"] == TEXT
        before = store.written()

        (file,) = project.glob("device_specs/devices/*/hornsby.yml")
        file.write_text(file.read_text("utf-8").replace("plays on while", "plays on as long as"))
        extra = "music/assets/old.css"
        put_as_ours(store, extra)
        done = build(project, *options, SIGNOUT_CACHE="", **store.variables)
        assert done.returncode == 0, done.stderr
        site = in_folder(project)
        assert store.site() == site
        assert extra not in store.written()
        written = {key for key, time in store.written().items() if before.get(key) != time}
        changed = {key.removeprefix("music/") for key in written} - {LIST}
    assert "devices/hornsby/index.html" in changed
    assert not changed & {"devices/vista/index.html", "404.html"}
    assert "other/page.html" in store.written()


TEXT = "text/html; charset=utf-8"
STOPPED = """
from generator.publish.file_systems import Place
from generator.publish.staging import PublishError
usual = Place.move
def move(self, files):
    some = dict(list(files.items())[:1])
    usual(self, some)
    if files:
        raise PublishError("The network is gone.")
Place.move = move
"""


@pytest.mark.long
def test_a_whole_publication_in_a_store(store: Store, tmp_path: Path) -> None:
    """With search, downloads, and what works offline. A build that is stopped half-way says so, and
    the next one mends it, even if it makes what was there before."""
    project = copy_second_service(tmp_path / "project")
    with two_workers(tmp_path / "cluster", **store.variables) as here:
        options = ("--out", OUT, "--executor", here.executor)
        variables = store.variables | {"SIGNOUT_CACHE": ""}
        done = build(project, *options, **variables)
        assert done.returncode == 0, done.stderr
        first = in_folder(project, whole=True)
        assert store.site() == first
        say = project / "device_specs" / "devices" / "speaker" / "hornsby.yml"
        was = say.read_text("utf-8")
        say.write_text(was.replace("name: Hornsby", "name: Hornsby II"))
        done = build(project, *options, first=STOPPED, **variables)
        assert done.returncode == 1
        assert "The network is gone. Some files of the site at" in done.stderr
        assert "Nothing was changed" not in done.stderr
        half = store.site()
        assert half != first
        second = in_folder(project, whole=True)
        assert all(data in (first.get(path), second.get(path)) for path, data in half.items())
        say.write_text(was)
        done = build(project, *options, **variables)
        assert done.returncode == 0, done.stderr
        assert store.site() == first


@pytest.mark.long
def test_where_nobody_can_write(store: Store, tmp_path: Path) -> None:
    """Workers have no keys, there is no such bucket, or something else is there."""
    project = copy_second_service(tmp_path / "project")
    store.client.put_object(Bucket="sites", Key="music/thesis.tex", Body=b"theirs")
    with (
        scheduler(tmp_path / "cluster") as here,
        worker(here, "one", AWS_ENDPOINT_URL="http://127.0.0.1:1"),
    ):
        options = ("--pages-only", "--executor", here.executor, "--out")
        done = build(project, *options, OUT, SIGNOUT_CACHE="", **store.variables)
        assert done.returncode == 1
        assert f"`{OUT}` has something in it that is no site put there" in done.stderr
        done = build(project, *options, "s3://sites/new", SIGNOUT_CACHE="", **store.variables)
        assert done.returncode == 1
        assert "cannot be written to from" in done.stderr
        assert "Nothing was changed." in done.stderr
        assert "Traceback" not in done.stderr
        done = build(project, *options, "s3://none/site", SIGNOUT_CACHE="", **store.variables)
        assert done.returncode == 1
        assert "`s3://none/site/" in done.stderr
        assert "cannot be written to from" in done.stderr
    assert list(store.written()) == ["music/thesis.tex"]
    assert [one["Name"] for one in store.client.list_buckets()["Buckets"]] == ["sites"]


# --- what becomes of the files, without a cluster: in memory, and in a folder ---


@pytest.fixture(params=["memory", "file"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "file":  # which gives files other names, as stores of objects cannot
        (tmp_path / "there").mkdir()
        yield f"file://{tmp_path}/there"
        return
    fsspec.filesystem("memory").store.clear()
    yield "memory://there"


def sent(address: str, files: dict[str, str], landed: dict[str, str] | None = None) -> Differences:
    """Sends a site of these files; those that landed were written by workers."""
    told: list[Differences] = []
    remote = Remote(Place(address))
    with remote.staged(told.append) as folder:
        landing = remote.landing(folder, needed=False)
        for path, text in files.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text)
        for number, (path, text) in enumerate((landed or {}).items()):
            place, data = Place(landing.root), text.encode()
            place.new_folder(f"share-{number}")
            at = f"share-{number}/0"
            digest = hashlib.sha256(data).hexdigest()
            if landing.there(path) == digest:
                landing.take([Made(path, len(data), digest, None)])
            else:
                place.write_new({at: (path, data)})
                landing.take([Made(path, len(data), digest, at)])
    return told[0]


def there(address: str) -> dict[str, str]:
    place = Place(address)
    return {path: (place.read(path) or b"").decode() for path in place.sizes() if path != LIST}


def test_a_site_is_sent(address: str) -> None:
    files = {"index.html": "home", "assets/a.12345678.css": "a{}", "devices/index.html": "all"}
    page = "devices/one/index.html"
    first = sent(address, files, {page: "one"})
    assert there(address) == files | {page: "one"}
    assert first.added == tuple(sorted({*files, page}))
    again = sent(address, files, {page: "one"})
    assert again.unchanged == first.added
    assert not again.added + again.changed + again.removed
    del files["assets/a.12345678.css"]
    third = sent(address, files | {"new.txt": "new"}, {page: "two"})
    assert there(address) == files | {"new.txt": "new", page: "two"}
    assert (third.added, third.changed, third.removed, third.unchanged) == (
        ("new.txt",),
        (page,),
        ("assets/a.12345678.css",),
        ("devices/index.html", "index.html"),
    )
    assert third.hashes[page] == hashlib.sha256(b"two").hexdigest()
    assert third.sizes[page] == 3


def test_what_stopped_before_the_end_changes_nothing(address: str) -> None:
    sent(address, {"index.html": "home"})
    remote = Remote(Place(address))
    with pytest.raises(KeyboardInterrupt), remote.staged(lambda told: None) as folder:
        place = Place(remote.landing(folder, needed=False).root)
        place.new_folder("share")
        place.write_new({"share/0": ("devices/one/index.html", b"one")})
        raise KeyboardInterrupt
    assert there(address) == {"index.html": "home"}


def test_what_a_killed_build_left_is_removed(address: str) -> None:
    sent(address, {"index.html": "home"})
    place = Place(address)
    place.folders(f"{NEW}/killed/share")
    place.write_new({f"{NEW}/killed/share/0": ("index.html", b"new")})
    sent(address, {"index.html": "home"})
    assert there(address) == {"index.html": "home"}


def test_nobody_trusts_the_list_of_a_build_that_stopped_half_way(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it says was there before may have been replaced: to make that again must write it."""
    before = {"index.html": "home", "a.txt": "a", "b.txt": "b"}
    sent(address, before)
    with monkeypatch.context() as patch:
        usual = Place.put

        def put(self: Place, files: dict[str, Path], beside: str) -> None:
            usual(self, dict(list(files.items())[:1]), beside)
            if LIST not in files:
                raise PublishError("The network is gone.")

        patch.setattr(Place, "put", put)
        with pytest.raises(HalfWay, match="The network is gone"):
            sent(address, {"index.html": "home", "a.txt": "A", "c.txt": "c"})
    half = there(address)
    assert half == before | {"a.txt": "A"}
    assert sent(address, before).changed == ("a.txt", "b.txt", "index.html")
    assert there(address) == before


def test_what_is_not_ours_is_left_alone(address: str) -> None:
    place = Place(address)
    place.write_new({"thesis.tex": ("thesis.tex", b"mine")})
    with pytest.raises(PublishError, match="no site put there by this program"):
        sent(address, {"index.html": "home"})
    assert there(address) == {"thesis.tex": "mine"}


def test_two_builds_at_once_are_noticed(address: str) -> None:
    remote = Remote(Place(address))
    with (
        pytest.MonkeyPatch.context() as patch,
        pytest.raises(HalfWay, match="Another build has written there"),
        remote.staged(lambda told: None) as folder,
    ):
        (folder / "index.html").write_text("ours")
        usual = Place.remove

        def remove(self: Place, paths: list[str]) -> None:
            patch.undo()
            usual(self, paths)
            sent(address, {"index.html": "theirs"})

        patch.setattr(Place, "remove", remove)


def test_what_others_need_comes_first() -> None:
    paths = ["sw.js", "index.html", "devices/index.html", "devices/a/index.html", "assets/a.css"]
    assert sorted(paths, key=turn) == paths[::-1]
    assert turn("pagefind/pagefind-entry.json") > turn("pagefind/index/a.pf_index")
    assert turn("sitemap.xml") == turn("_headers") == turn("index.html")


def in_folder(project: Path, whole: bool = False) -> dict[str, bytes]:
    done = build(project, *([] if whole else ["--pages-only"]), SIGNOUT_CACHE="")
    assert done.returncode == 0, done.stderr
    return tree(project / "site")


def put_as_ours(store: Store, key: str) -> None:
    """Puts a file there that an earlier build might have put there."""
    store.client.put_object(Bucket="sites", Key=key, Body=b"a{}")
    known = json.loads(store.get(f"music/{LIST}")["Body"].read())
    known["files"][key.removeprefix("music/")] = ["0" * 64, 3]
    store.client.put_object(Bucket="sites", Key=f"music/{LIST}", Body=json.dumps(known).encode())
