"""Where workers put pages for a site that is a folder: only what they say they finished is taken,
and whoever goes on after the end writes nowhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.knowledge.cluster import scheduler_of
from generator.publish.file_systems import Place
from generator.publish.landing import landing_in
from generator.publish.shared_pages import Made
from generator.publish.staging import PublishError
from tests.site_fixtures import tree

PAGE = "devices/one/index.html"


def test_what_is_finished_is_taken(tmp_path: Path) -> None:
    """And not what another worker left half-done."""
    with landing_in(tmp_path) as landing:
        place = Place(landing.root)
        for share, data in (("lost", b"<p>ha"), ("done", b"<p>half</p>")):
            place.new_folder(share)
            place.write_new({f"{share}/0": (PAGE, data)})
        landing.take([Made(PAGE, 11, "", "done/0")])
    assert tree(tmp_path) == {PAGE: b"<p>half</p>"}
    assert [path.name for path in tmp_path.iterdir()] == ["devices"]


@pytest.mark.parametrize("data", [None, b"<p>ha"], ids=["nothing", "less"])
def test_what_is_not_there_as_a_worker_wrote_it_is_told(data: bytes | None, tmp_path: Path) -> None:
    """As where a worker has another folder under the same path."""
    with landing_in(tmp_path) as landing:
        if data is not None:
            place = Place(landing.root)
            place.new_folder("share")
            place.write_new({"share/0": (PAGE, data)})
        with pytest.raises(PublishError, match="must share the folder of --out"):
            landing.take([Made(PAGE, 11, "", "share/0")])
    assert list(tmp_path.iterdir()) == []


def test_who_goes_on_after_the_end_writes_nowhere(tmp_path: Path) -> None:
    with landing_in(tmp_path) as landing:
        place = Place(landing.root)
        place.new_folder("share")
    with pytest.raises(PublishError, match="cannot be written to"):
        place.write_new({"share/0": (PAGE, b"late")})
    with pytest.raises(PublishError, match="cannot be written to"):
        place.new_folder("another")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("executor", "address"),
    [
        ("dask://10.0.0.1:8786", "tcp://10.0.0.1:8786"),
        ("dask+tls://cluster.example:8786/", "tls://cluster.example:8786"),
        ("dask://[::1]:8786", "tcp://[::1]:8786"),
    ],
)
def test_addresses_of_schedulers(executor: str, address: str) -> None:
    assert scheduler_of(executor) == address


@pytest.mark.parametrize("executor", ["dask://host", "tcp://host:1", "dask://a@b:1", "dask://", ""])
def test_what_is_no_address_of_a_scheduler(executor: str) -> None:
    with pytest.raises(ValueError, match="dask://HOST:PORT"):
        scheduler_of(executor)
