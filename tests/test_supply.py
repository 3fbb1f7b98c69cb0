"""The lock file: every dependency at an exact version within its range, and nowhere to fetch it."""

import re
import tomllib
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
_LINE = re.compile(r"([\w.-]+)==([\w.!+]+) --hash=sha256:[0-9a-f]{64}")


def locked() -> dict[str, str]:
    lines = (ROOT / "requirements.lock").read_text("utf-8").splitlines()
    found: dict[str, str] = {}
    for line in lines:
        if not line.startswith("#"):
            match = _LINE.fullmatch(line)
            assert match, f"no exact version with a hash, or more than that: {line}"
            found[canonicalize_name(match[1])] = match[2]
    return found


def test_every_dependency_is_locked_within_its_range() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    versions = locked()
    for text in project["dependencies"]:
        wanted = Requirement(text)
        version = versions.get(canonicalize_name(wanted.name))
        assert version, f"{wanted.name} is not locked; run `make lock`"
        assert wanted.specifier.contains(version), f"{text} is locked at {version}"


def test_what_they_depend_on_is_locked_too() -> None:
    versions = locked()
    for name in versions:
        try:
            stated = requires(name) or []
        except PackageNotFoundError:
            continue  # of another system, or of no use here
        for wanted in map(Requirement, stated):
            needed = wanted.marker is None or wanted.marker.evaluate({"extra": ""})
            assert not needed or canonicalize_name(wanted.name) in versions, (
                f"{name} needs {wanted}"
            )


def test_the_list_of_licences_names_what_is_locked() -> None:
    rows = (ROOT / "docs" / "licences.md").read_text("utf-8").splitlines()
    cells = [
        [cell.strip() for cell in row.strip("|").split("|")] for row in rows if row[:2] == "| "
    ]
    named = {canonicalize_name(name): version for name, version, _ in cells[1:] if name != "---"}
    assert named == locked()
    assert all(licence for *_, licence in cells)


def test_no_address_of_a_registry_stands_in_what_is_installed_from() -> None:
    for name in ("requirements.lock", "requirements.txt", "pyproject.toml"):
        text = (ROOT / name).read_text("utf-8")
        assert "://" not in text, name
        assert not re.search(r"^\s*--(?!hash)", text, re.M), name
