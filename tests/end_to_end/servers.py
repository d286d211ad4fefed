"""Real servers on this machine, set up as docs/hosting.md says, with certificates of their own."""

from __future__ import annotations

import http.client
import os
import pwd
import re
import shutil
import socket
import ssl
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.site_fixtures import PATIENCE, ROOT

NAME = "help.example.org"
CERTIFICATES = f"/etc/letsencrypt/live/{NAME}"
ROOT_OF_SITE = "/var/www/help"
NGINX = """\
{user}
worker_processes 1;
daemon off;
pid {work}/pid;
error_log {work}/log warn;
events {{ }}
http {{
    access_log off;
    # As distributions have it: all of it must give way.
    types {{ text/html html shtml; application/javascript js; text/xml xml rss; }}
    default_type text/plain;
    gzip on;
    {temporary}
    {said}
    # Without a certificate, for the browser.
    server {{ listen 127.0.0.1:{plain}; root {site}; include {site}/.nginx.conf; }}
}}
"""
TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
APACHE = """\
ServerRoot {work}
ServerName localhost
PidFile {work}/pid
ErrorLog {work}/log
Mutex file:{work}
{modules}
{user}
Listen 127.0.0.1:{http}
Listen 127.0.0.1:{https}
# As distributions have it: all of it must give way.
TypesConfig {work}/mime.types
AddLanguage en .en
AddEncoding x-gzip .gz
AddDefaultCharset ISO-8859-1
<Directory />
    AllowOverride None
    Require all denied
</Directory>
<Files ".ht*">
    Require all denied
</Files>
{said}
"""
MODULES = (
    *("mpm_event", "authz_core", "dir", "mime", "alias", "autoindex", "negotiation", "headers"),
    *("deflate", "filter", "ssl", "unixd", "setenvif", "env"),
)
FOLDERS_OF_MODULES = (
    *("/usr/lib/apache2/modules", "/usr/lib64/httpd/modules", "/usr/libexec/apache2"),
    *("/opt/homebrew/lib/httpd/modules", "/usr/local/lib/httpd/modules"),
)


@dataclass(frozen=True)
class Answer:
    """What a server answered."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass
class Server:
    """A running server: the ports on which it answers by HTTP and by HTTPS, that on which it serves
    the site without a certificate (for nginx), and the certificate it shows."""

    http: int
    https: int
    plain: int
    certificate: Path
    _open: http.client.HTTPSConnection | None = None

    def get(self, address: str, method: str = "GET", **headers: str) -> Answer:
        """The answer by HTTPS to a request for an address; `If_None_Match` is the header's name."""
        if self._open is None:
            trusting = ssl.create_default_context(cafile=str(self.certificate))
            self._open = _Local(self.https, trusting)
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        return _answer(self._open, method, address, names)

    def close(self) -> None:
        """Ends the connection that is open."""
        if self._open is not None:
            self._open.close()

    def get_by_http(self, address: str) -> Answer:
        """The answer without HTTPS."""
        plain = http.client.HTTPConnection("127.0.0.1", self.http, timeout=PATIENCE)
        with closing(plain) as connection:
            return _answer(connection, "GET", address, {})


class _Local(http.client.HTTPSConnection):
    """Asks this machine as if it were the site's host; the certificate is looked at."""

    def __init__(self, port: int, context: ssl.SSLContext) -> None:
        super().__init__(NAME, port, context=context, timeout=PATIENCE)
        self._trusting = context

    def connect(self) -> None:
        plain = socket.create_connection(("127.0.0.1", self.port), self.timeout)
        self.sock = self._trusting.wrap_socket(plain, server_hostname=NAME)


def _answer(
    connection: http.client.HTTPConnection, method: str, address: str, headers: dict[str, str]
) -> Answer:
    connection.request(method, address, headers={"Host": NAME} | headers)
    got = connection.getresponse()
    names = [name.lower() for name, _ in got.getheaders()]
    assert len(names) == len(set(names)), f"a header twice: {address}: {names}"
    return Answer(got.status, {n.lower(): v for n, v in got.getheaders()}, got.read())


@contextmanager
def nginx(site: Path) -> Iterator[Server]:
    """nginx, with the finished site in the folder `site`."""
    with _workplace(site) as (work, certificate, published):
        config = work / "nginx.conf"
        program = [_found("nginx"), "-e", f"{work}/log", "-c", str(config), "-p", str(work)]

        def configure(http: int, https: int, plain: int) -> None:
            said = _said("nginx", published, work)
            said = said.replace("/etc/nginx/help.conf", str(published / ".nginx.conf"))
            for number, port in ((80, http), (443, https)):
                said = re.sub(rf"\blisten {number}\b", f"listen 127.0.0.1:{port}", said)
            values = {
                "work": work,
                "site": published,
                "user": "user root;" if os.geteuid() == 0 else "",
                "temporary": " ".join(f"{name}_temp_path {work}/{name};" for name in TEMPORARY),
                "said": said,
                "plain": plain,
            }
            config.write_text(NGINX.format(**values), "utf-8")
            _try([*program, "-t"])

        started = _running(program, configure, 3, work)
        with started as ports, closing(Server(*ports, certificate)) as server:
            yield server


@contextmanager
def apache(site: Path) -> Iterator[Server]:
    """Apache, with the finished site in the folder `site`."""
    with _workplace(site) as (work, certificate, published):
        config = work / "apache.conf"
        program = [_found("apache2", "httpd"), "-d", str(work), "-f", str(config)]
        folder = next(filter(Path.is_dir, map(Path, FOLDERS_OF_MODULES)))
        modules = [
            f"LoadModule {name}_module {folder}/mod_{name}.so"
            for name in MODULES
            if (folder / f"mod_{name}.so").is_file()  # else built in
        ]
        (work / "mime.types").write_text("text/html html\napplication/x-gzip gz\n", "utf-8")

        def configure(http: int, https: int) -> None:
            said = _said("apache", published, work)
            for number, port in ((80, http), (443, https)):
                said = said.replace(f"*:{number}>", f"127.0.0.1:{port}>")
            values = {
                "work": work,
                "modules": "\n".join(modules),
                "user": _nobody() if os.geteuid() == 0 else "",
                "http": http,
                "https": https,
                "said": said,
            }
            config.write_text(APACHE.format(**values), "utf-8")
            _try([*program, "-t"])

        started = _running([*program, "-DFOREGROUND"], configure, 2, work)
        with started as ports, closing(Server(*ports, 0, certificate)) as server:
            yield server


@contextmanager
def _workplace(site: Path) -> Iterator[tuple[Path, Path, Path]]:
    """A folder for a server, its certificate there, and the site there, where the server's own user
    may read it: the folders of tests are closed to others."""
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        work.chmod(0o755)
        link = os.link if site.stat().st_dev == work.stat().st_dev else shutil.copy2
        published = Path(shutil.copytree(site, work / "site", copy_function=link))
        _try(
            [
                *(_found("openssl"), "req", "-x509", "-newkey", "ec", "-nodes", "-days", "2"),
                *("-pkeyopt", "ec_paramgen_curve:prime256v1", "-subj", f"/CN={NAME}"),
                *("-addext", f"subjectAltName=DNS:{NAME}"),
                *("-keyout", str(work / "privkey.pem"), "-out", str(work / "fullchain.pem")),
            ]
        )
        yield work, work / "fullchain.pem", published


def _said(language: str, published: Path, work: Path) -> str:
    """The settings as docs/hosting.md has them, with the places of this machine."""
    document = (ROOT / "docs" / "hosting.md").read_text("utf-8")
    found = re.findall(rf"^```{language}\n(.*?)^```$", document, re.MULTILINE | re.DOTALL)
    assert len(found) == 1
    said: str = found[0]
    for old, new in ((CERTIFICATES, work), (ROOT_OF_SITE, published)):
        assert old in said
        said = said.replace(old, str(new))
    return said


def _nobody() -> str:
    """Apache does not serve as root."""
    nobody = pwd.getpwnam("nobody")
    return f"User #{nobody.pw_uid}\nGroup #{nobody.pw_gid}"


def _found(*names: str) -> str:
    path = os.environ.get("PATH", "") + os.pathsep + "/usr/sbin"
    found = next(filter(None, (shutil.which(name, path=path) for name in names)), None)
    assert found, f"{names[0]} is not installed: sh tests/servers.sh"
    return found


def _free_ports(count: int) -> list[int]:
    """Ports that nobody listens on now. They are held together, so that all differ."""
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


def _try(command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@contextmanager
def _running(
    command: list[str], configure: Callable[..., None], count: int, work: Path
) -> Iterator[list[int]]:
    """A server while it runs, from when it has `count` free ports, which it is set up for.
    Should somebody else take one in the meantime, others are tried."""
    for _ in range(5):
        ports = _free_ports(count)
        configure(*ports)
        with (work / "log").open("ab") as log:
            process = subprocess.Popen(command, stdout=log, stderr=log)
        # Its number is written down once it has the ports.
        while process.poll() is None and not _text(work / "pid"):
            time.sleep(0.02)
        if process.poll() is None:
            break
        said = _text(work / "log")
        assert "ddress already in use" in said, said
    try:
        assert process.poll() is None
        yield ports
    finally:
        process.terminate()
        process.wait(PATIENCE)


def _text(file: Path) -> str:
    return file.read_text("utf-8") if file.exists() else ""
