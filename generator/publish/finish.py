"""What finishes a site once all its pages are there: search, archive, headers, service worker."""

from __future__ import annotations

import datetime
from pathlib import Path

from generator.site.archive import write_archive
from generator.site.downloads import ARCHIVE
from generator.site.headers import headers
from generator.site.search import build_search
from generator.site.service_worker import service_worker


def finish_site(
    site: Path,
    edition: datetime.date,
    site_url: str,
    *,
    pages_only: bool = False,
    offline: bool = True,
) -> None:
    """Adds to the complete and sealed site in the folder `site` what is made from its pages.

    Unless `pages_only`, the search index, the archive and the headers; and if `offline`, the
    service worker, last, because it holds the hashes of all else. Raises SearchError.
    """
    if not pages_only:
        build_search(site)
        write_archive(site, site / ARCHIVE, edition, site_url)
        (site / "_headers").write_bytes(headers(site).encode())
    if offline:
        (site / "sw.js").write_bytes(service_worker(site).encode())
