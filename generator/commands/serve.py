"""`signout serve`: the website as it is while it is edited."""

from __future__ import annotations

import shutil
import signal
import tempfile
from dataclasses import replace
from html import escape
from pathlib import Path

import click

from generator.commands.options import project_of, project_options
from generator.commands.report import show_problems
from generator.publish.publication import Project, SpecProblems, load_project
from generator.site.engine import EngineError, SiteSettings, build_frames, site_settings
from generator.site.frames import FrameError
from generator.site.whole import complete_site


class Preview:
    """The last good site, and what is wrong with the specs as they are now."""

    def __init__(self, project: Project, folder: Path) -> None:
        self.project = project
        self.site = folder / "site"
        self._new, self._frames = folder / "new", folder / "frames"
        self._frames_of: object = None
        self._settings = SiteSettings("", "", {})
        self.problems: list[str] = []

    def build(self) -> None:
        """Builds the site anew; if that cannot be done, the last good one stays."""
        try:
            kb = load_project(self.project)
            self._build_frames()
            shutil.rmtree(self._new, ignore_errors=True)
            shutil.copytree(self._frames, self._new)
            for _ in complete_site(
                kb, self.project.content, self._new, self._settings, sealed=False
            ):
                pass
        except SpecProblems as found:
            show_problems(found.problems, "text")
            self.problems = [str(problem) for problem in found.problems]
            return
        except (EngineError, FrameError) as error:
            click.secho(str(error), fg="red")
            self.problems = str(error).splitlines()
            return
        self.problems = []
        shutil.rmtree(self.site, ignore_errors=True)
        self._new.rename(self.site)

    def _build_frames(self) -> None:
        """Builds prose and frames, unless nothing they are made from has changed."""
        made_of = _stamps([self.project.content, self.project.config, *_theme_folders()])
        if made_of != self._frames_of:
            build_frames(self.project.config, self._frames, self.project.content)
            # Addresses are relative, so the preview needs no address of its own.
            self._settings = replace(site_settings(self.project.config), url="")
            self._frames_of = made_of

    def banner(self) -> bytes:
        """The problems as HTML, to stand over the last good page; nothing if there are none."""
        if not self.problems:
            return b""
        lines = "".join(f"<li>{escape(problem)}</li>" for problem in self.problems)
        return (
            '<aside class="so-problems-now" role="alert"><p><strong>This page is the last good '
            f"one. What is saved now has problems:</strong></p><ul>{lines}</ul></aside>"
        ).encode()


def _theme_folders() -> list[Path]:
    return [folder for folder in (Path("overrides"),) if folder.is_dir()]


def _stamps(paths: list[Path]) -> list[tuple[str, int, int]]:
    files = [f for path in paths for f in ([path] if path.is_file() else sorted(path.rglob("*")))]
    return [(str(f), f.stat().st_mtime_ns, f.stat().st_size) for f in files if f.is_file()]


@click.command()
@project_options
@click.option("--host", default="127.0.0.1", show_default=True, help="Who may see it.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="At which port; 0 takes a free one.",
)
def serve(specs: Path, content: Path, config: Path, host: str, port: int) -> None:
    """Show the website in a browser, and each change a moment after it is saved.

    Problems appear over the last good page. Ctrl C ends it.
    """
    # Only here, because `check` should not wait for it.
    from mkdocs.livereload import LiveReloadServer

    project = project_of(specs, content, config)
    with tempfile.TemporaryDirectory(prefix="signout-") as folder:
        preview = Preview(project, Path(folder))
        preview.build()
        if not preview.site.is_dir():
            click.echo("Waiting for the first version without problems.", err=True)
            preview.site.mkdir()
            (preview.site / "index.html").write_text("<!doctype html><title>…</title><body></body>")

        class Server(LiveReloadServer):
            """MkDocs' own server, with the problems shown on every page."""

            def _inject_js_into_html(self, content: bytes, epoch: int) -> bytes:
                page: bytes = super()._inject_js_into_html(  # type: ignore[no-untyped-call]
                    content, epoch
                )
                return page.replace(b"</body>", preview.banner() + b"</body>", 1)

            def server_bind(self) -> None:
                try:
                    super().server_bind()
                except OSError as error:
                    raise click.ClickException(
                        f"Port {port} cannot be used ({error.strerror}). Try --port {port + 1}."
                    ) from None

            def server_activate(self) -> None:
                super().server_activate()
                address = f"http://{host}:{self.server_port}/"
                click.echo(f"Open {address} in a browser. Ctrl C ends it.")

        server = Server(preview.build, host, port, str(preview.site), polling_interval=0.1)
        server.error_handler = lambda code: _not_found(preview) if code == 404 else None
        for path in (specs, content, config, *_theme_folders()):
            server.watch(str(path))
        # Ended from outside, it removes its folder too.
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        try:
            server.serve()  # type: ignore[no-untyped-call]
        except KeyboardInterrupt:
            server.shutdown()


def _not_found(preview: Preview) -> bytes | None:
    page = preview.site / "404.html"
    return page.read_bytes() if page.is_file() else None
