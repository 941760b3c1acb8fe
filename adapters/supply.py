"""What we are made of: the locked packages as an SBOM, and why each is asked for."""

# Rule 1: made from the lock and from pyproject.toml alone, so that it is the same each time: no
#         moment, no random number, nothing of the machine.
# Rule 2: this is a developer's tool (`make sbom`): CycloneDX's library is no part of the product.

import json
import re
import tomllib
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

__all__ = [
    "Locked",
    "Wanted",
    "below",
    "canonical",
    "dependencies_page",
    "locked",
    "sbom",
    "wanted",
]

SPACE = uuid.UUID("6f2f3c0a-3d0e-5a3e-9a52-7f5d3c1b9e10")
PIN = re.compile(r"([A-Za-z0-9][A-Za-z0-9._-]*)==([^\s;\\]+)")
HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
ASKED = re.compile(r'^\s*"([A-Za-z0-9][A-Za-z0-9._-]*)(\[[a-z,]+\])?([^"]*)",?\s*(?:#\s*(.*))?$')


@dataclass(frozen=True, slots=True)
class Locked:
    """A package of the lock: name, version, and the hashes of its files."""

    name: str
    version: str
    hashes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A package that pyproject.toml asks for, with the reason that stands beside it."""

    name: str
    asked: str
    why: str


def canonical(name: str) -> str:
    """Return a package's name as registries compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def locked(text: str) -> list[Locked]:
    """Return the packages of a lock, by name."""
    found = []
    for part in re.split(r"\n(?=[A-Za-z0-9])", text):
        if (pin := PIN.match(part)) is not None:
            hashes = tuple(sorted(HASH.findall(part)))
            found.append(Locked(canonical(pin[1]), pin[2], hashes))
    return sorted(found, key=lambda each: each.name)


def wanted(pyproject: str) -> Iterator[Wanted]:
    """Yield the packages that are asked for to run, with their reasons, in the file's order.

    A reason stands at the end of its line; '' where there is none.
    """
    tomllib.loads(pyproject)
    _, _, rest = pyproject.partition("\ndependencies = [\n")
    for line in rest.partition("\n]")[0].splitlines():
        if (found := ASKED.match(line)) is not None:
            yield Wanted(canonical(found[1]), found[3], found[4] or "")


def below(version: str, floor: str) -> bool:
    """Return whether a version is older than a floor. By numbers: `1.10` is after `1.9`."""
    return _numbers(version) < _numbers(floor)


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version.partition("+")[0])[:4])


def sbom(packages: Sequence[Locked], version: str) -> str:
    """Return a CycloneDX SBOM (JSON, 1.6) of the program with these packages inside."""
    from cyclonedx.model import HashAlgorithm, HashType  # noqa: PLC0415  rule 2
    from cyclonedx.model.bom import Bom  # noqa: PLC0415  rule 2
    from cyclonedx.model.component import Component, ComponentType  # noqa: PLC0415  rule 2
    from cyclonedx.output.json import JsonV1Dot6  # noqa: PLC0415  rule 2
    from packageurl import PackageURL  # noqa: PLC0415  rule 2

    def component(each: Locked) -> Component:
        url = PackageURL("pypi", None, each.name, each.version)
        return Component(
            name=each.name,
            version=each.version,
            type=ComponentType.LIBRARY,
            bom_ref=str(url),
            purl=url,
            hashes=[HashType(alg=HashAlgorithm.SHA_256, content=one) for one in each.hashes],
        )

    ours = Component(
        name="handrail", version=version, type=ComponentType.APPLICATION, bom_ref="handrail"
    )
    made = Bom(components=map(component, packages))
    made.metadata.component = ours
    made.register_dependency(ours, made.components)
    named = "\n".join(f"{each.name}=={each.version}" for each in packages)
    made.serial_number = uuid.uuid5(SPACE, f"handrail {version}\n{named}")
    told = json.loads(JsonV1Dot6(made).output_as_string())
    del told["metadata"]["timestamp"]
    return json.dumps(told, indent=2, sort_keys=True) + "\n"


def dependencies_page(made: str, pyproject: str) -> str:
    """Return the page of what is asked for, and why; `made` is its first line."""
    rows = [f"| `{each.name}` | `{each.asked}` | {each.why} |" for each in wanted(pyproject)]
    lines = [made, "", "# What the program is built on, and why", "", *ABOUT, ""]
    return "\n".join([*lines, "| Package | Versions | Why |", "|---|---|---|", *rows]) + "\n"


ABOUT = (
    "From the reasons in `pyproject.toml`. All that is installed is in `requirements.lock`, by",
    "version and hash. `make sbom` lists it in CycloneDX; `make audit` holds it to known faults.",
)


def write(root: Path, into: Path) -> None:
    """Write the SBOM of the source tree at `root`."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    packages = locked((root / "requirements.lock").read_text(encoding="utf-8"))
    into.write_text(sbom(packages, project["version"]), encoding="utf-8")
