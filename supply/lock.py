"""Exact versions, with hashes and licences, from what pip says that it would install.

    pip install --dry-run --ignore-installed --report REPORT -r requirements.txt
    python supply/lock.py REPORT

writes requirements.lock, which ``pip install --require-hashes -r requirements.lock`` takes, and
docs/licences.md. Neither holds an address: files are known by their hashes, wherever they lie.
"""

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent


def main(report: str) -> None:
    """Write the lock file and the licences from a report of pip's."""
    found = json.loads(Path(report).read_text("utf-8"))
    packages = sorted(found["install"], key=lambda each: _name(each).lower())
    python = found["environment"]
    system = "CPython {python_version} on {sys_platform} {platform_machine}".format(**python)
    lock = "".join(map(_locked, packages))
    (ROOT / "requirements.lock").write_text(
        f"# Exact versions for {system}; made by `make lock`.\n"
        f"# pip install --require-hashes -r requirements.lock\n{lock}",
        encoding="utf-8",
    )
    rows = "".join(
        f"| {_name(each)} | {each['metadata']['version']} | {_licence(each['metadata'])} |\n"
        for each in packages
    )
    (ROOT / "docs" / "licences.md").write_text(
        f"# Licences of what Newsdesk depends on\n\nAs the packages state them, for {system}; "
        f"made by `make lock`.\n\n| package | version | licence |\n| --- | --- | --- |\n{rows}",
        encoding="utf-8",
    )


def _name(package: Mapping[str, Any]) -> str:
    return str(package["metadata"]["name"])


def _locked(package: Mapping[str, Any]) -> str:
    digest = package["download_info"]["archive_info"]["hashes"]["sha256"]
    return f"{_name(package)}=={package['metadata']['version']} --hash=sha256:{digest}\n"


def _licence(metadata: Mapping[str, Any]) -> str:
    """The SPDX expression, else the classifiers, else the first line of the free text."""
    stated = metadata.get("license_expression")
    classified = [
        name.rpartition(" :: ")[2]
        for name in metadata.get("classifier", [])
        if name.startswith("License :: ") and not name.endswith("OSI Approved")
    ]
    lines = (metadata.get("license") or "").strip().splitlines()
    told = stated or ", ".join(classified) or (lines[0][:80] if lines else "not stated")
    return str(told).replace("|", "/")


if __name__ == "__main__":
    main(sys.argv[1])
