"""`make release`: the files of a release, from what is committed, into `build/release/`.

The source, the package, the SBOM and the checksums of all. Made from a commit and from nothing
else, so that anyone who has the commit can make them again and compare: same commit, same bytes.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
import tomllib
from pathlib import Path
from tempfile import TemporaryDirectory

PROJECT = Path(__file__).parent.parent
OUT = PROJECT / "build" / "release"
SUMS = "SHA256SUMS"


def release(project: Path, out: Path) -> list[str]:
    """Makes the release of the commit that is checked out; returns the names of its files.

    Ends with what a program said if it fails.
    """
    made = int(_git(project, "log", "-1", "--format=%ct"))
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    with TemporaryDirectory() as folder:
        source = _source(project, Path(folder))
        said = tomllib.loads((source / "pyproject.toml").read_text("utf-8"))["project"]
        stem = f"{said['name']}-{said['version']}"
        with (out / f"{stem}.tar.gz").open("wb") as archive:
            command = ["git", "archive", "--format=tar.gz", f"--prefix={stem}/", "HEAD"]
            subprocess.run(command, cwd=project, stdout=archive, check=True)
        environment = os.environ | {"SOURCE_DATE_EPOCH": str(made), "PYTHONHASHSEED": "0"}
        _run(
            *(sys.executable, "-m", "pip", "wheel", "--quiet", "--disable-pip-version-check"),
            *("--no-deps", "--no-build-isolation", "--no-cache-dir", f"--wheel-dir={out}", "."),
            cwd=source,
            environment=environment,
        )
        listed = _run(sys.executable, "-m", "requirements.sbom", str(made), cwd=source)
        (out / f"{stem}.cdx.json").write_text(listed, "utf-8")
    names = sorted(file.name for file in out.iterdir())
    sums = (f"{hashlib.sha256((out / name).read_bytes()).hexdigest()}  {name}\n" for name in names)
    (out / SUMS).write_text("".join(sums), "utf-8")
    return [*names, SUMS]


def _source(project: Path, folder: Path) -> Path:
    """What is committed and nothing that merely lies around, unpacked with the same rights."""
    packed = folder / "source.tar"
    _git(project, "archive", "--format=tar", f"--output={packed}", "HEAD")
    source = folder / "source"
    with tarfile.open(packed) as archive:
        archive.extractall(source, filter="data")
    for path in source.rglob("*"):
        path.chmod(0o755 if path.is_dir() else 0o644)
    return source


def _git(project: Path, *options: str) -> str:
    return _run("git", *options, cwd=project)


def _run(*command: str, cwd: Path, environment: dict[str, str] | None = None) -> str:
    done = subprocess.run(
        command,
        cwd=cwd,
        env=environment,
        umask=0o022,  # or the rights of files that are made on the way differ
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"{' '.join(command[:4])} failed:\n{done.stderr}")
    return done.stdout


def main() -> None:
    """Makes it, and says what there is."""
    names = release(PROJECT, OUT)
    print(f"{OUT.relative_to(PROJECT)}/: {', '.join(names)}")
    if _git(PROJECT, "status", "--porcelain"):
        print("Some changes are not committed, and so not in it.")


if __name__ == "__main__":
    main()
