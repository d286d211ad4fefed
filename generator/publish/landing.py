"""Where workers put pages for a site that is a folder: in its staging folder, which they share."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from generator.publish.shared_pages import Made
from generator.publish.staging import PublishError


class InFolder:
    """A folder within the staging folder `site`, for the time of a build."""

    hashed = False

    def __init__(self, site: Path, folder: Path) -> None:
        self._site, self._folder = site, folder
        self.root = f"file://{folder.absolute()}"

    def there(self, path: str) -> str:
        """Nothing is known of the files that are in place."""
        return ""

    def take(self, made: Sequence[Made]) -> None:
        """Gives these files their paths in the site. Raises PublishError."""
        last = ""
        for one in made:
            # As texts, since this is all that is done here for most pages of a large site.
            file, to = f"{self._folder}/{one.at}", f"{self._site}/{one.path}"
            try:
                whole = os.stat(file).st_size == one.size  # noqa: PTH116
            except FileNotFoundError:
                whole = False
            if not whole:
                raise PublishError(
                    f"A worker has written `{one.path}`, but it is not in `{self._folder}` of this "
                    "machine. All machines of a cluster must share the folder of --out, or all "
                    "write to an address."
                )
            if (folder := to.rpartition("/")[0]) != last:
                os.makedirs(folder, exist_ok=True)  # noqa: PTH103
                last = folder
            os.rename(file, to)  # noqa: PTH104


@contextmanager
def landing_in(site: Path) -> Iterator[InFolder]:
    """Gives such a folder; it is gone in the end, and workers who still write cannot bring it
    back."""
    folder = site / f".landing-{secrets.token_hex(8)}"
    folder.mkdir()
    try:
        yield InFolder(site, folder)
    finally:
        # By another name first: a worker that goes on writes to what is not there.
        gone = folder.with_suffix(".gone")
        with suppress(OSError):
            os.replace(folder, gone)  # noqa: PTH105
        shutil.rmtree(gone, ignore_errors=True)
