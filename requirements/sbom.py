"""The list of all that a release is made with, for programs: an SBOM in CycloneDX 1.6.

`python -m requirements.sbom` prints it: every package that `site.lock` pins, with its licence, the
hashes of its files, and what needs what. Same locks, same bytes: nothing in it is of the clock.
"""

from __future__ import annotations

import datetime
import hashlib
import re
import sys
import tomllib
import uuid
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import ExternalReference, ExternalReferenceType, HashAlgorithm, HashType, XsUri
from cyclonedx.model.bom import Bom, BomMetaData
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from docs.licences import OUT as LICENCES
from docs.licences import recorded
from requirements.licences import licence_of

HERE = Path(__file__).parent
PROJECT = HERE.parent
SIGNS = PROJECT / "generator" / "pdf" / "signs" / "signs.ttf"
_PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;]+).*\n((?: {4}--hash=.*\n?)*)", re.MULTILINE)


def sbom(made: datetime.datetime) -> str:
    """The SBOM as JSON, for a release of that time."""
    ours = _project()
    components = {f"{pin[0]}=={pin[1]}": _component(*pin) for pin in _pins()}
    bom = Bom(components=[*components.values(), _signs()])
    bom.metadata = BomMetaData(component=ours, timestamp=made)
    by_name: dict[str, list[Component]] = {}
    for one in components.values():
        by_name.setdefault(canonicalize_name(one.name), []).append(one)
    for name, same in by_name.items():
        for one in same:
            bom.register_dependency(one, _all(by_name, _needs(name)))
    wanted = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["project"]
    needed = [canonicalize_name(Requirement(one).name) for one in wanted["dependencies"]]
    bom.register_dependency(ours, [*_all(by_name, needed)])
    # The same list has the same number, and another list another one.
    bom.serial_number = uuid.uuid5(uuid.NAMESPACE_URL, "".join(sorted(components)))
    return JsonV1Dot6(bom).output_as_string(indent=2) + "\n"


def _project() -> Component:
    said = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["project"]
    return Component(
        name=said["name"],
        version=said["version"],
        description=said["description"],
        type=ComponentType.APPLICATION,
        licenses=[LicenseFactory().make_from_string(said["license"])],
        bom_ref=f"pkg:pypi/{said['name']}@{said['version']}",
    )


def _pins() -> Iterable[tuple[str, str, tuple[str, ...]]]:
    """Name, version and hashes of each package that is locked."""
    for name, version, hashes in _PIN.findall((HERE / "site.lock").read_text("utf-8")):
        yield name, version, tuple(re.findall(r"sha256:([0-9a-f]{64})", hashes))


def _component(name: str, version: str, hashes: tuple[str, ...]) -> Component:
    package = PackageURL("pypi", None, name, version)
    licence = licence_of(name) or _recorded().get(name, "")
    return Component(
        name=name,
        version=version,
        type=ComponentType.LIBRARY,
        purl=package,
        bom_ref=str(package),
        licenses=[LicenseFactory().make_from_string(licence)] if licence else [],
        external_references=[
            ExternalReference(
                type=ExternalReferenceType.DISTRIBUTION,
                url=XsUri(str(package)),
                comment="its files, one for each system, of which one is installed",
                hashes=[HashType(alg=HashAlgorithm.SHA_256, content=one) for one in hashes],
            )
        ],
    )


def _signs() -> Component:
    """The one thing of others that is in the package itself."""
    return Component(
        name="signs.ttf",
        type=ComponentType.FILE,
        description="signs of keys and screens, cut from Noto fonts",
        bom_ref=SIGNS.relative_to(PROJECT).as_posix(),
        licenses=[LicenseFactory().make_from_string("OFL-1.1")],
        hashes=[HashType(alg=HashAlgorithm.SHA_256, content=_sha256(SIGNS))],
    )


def _sha256(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _needs(name: str) -> list[str]:
    """What a package needs, on any system, extras apart."""
    try:
        wanted = [Requirement(one) for one in requires(name) or []]
    except PackageNotFoundError:
        return []
    return [canonicalize_name(one.name) for one in wanted if "extra" not in str(one.marker or "")]


def _all(by_name: Mapping[str, list[Component]], names: Iterable[str]) -> list[Component]:
    return [one for name in names for one in by_name.get(name, [])]


@cache
def _recorded() -> Mapping[str, str]:
    return recorded(LICENCES.read_text("utf-8"))


def main() -> None:
    """Prints it, as of the time that the first argument gives in seconds since 1970."""
    seconds = int(sys.argv[1]) if len(sys.argv) > 1 else 0
    print(sbom(datetime.datetime.fromtimestamp(seconds, datetime.UTC)), end="")


if __name__ == "__main__":
    main()
