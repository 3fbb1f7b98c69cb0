"""How the project is laid out: which part may import which, and what is imported when."""

import ast
import gc
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from graphlib import TopologicalSorter
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
PARTS = ("corpus", "index", "qa", "app")  # each may import itself and those before it
# Packages of index/, each of which may import those before it.
ROOMS = ("storage", "encoding", "engines", "near_copies", "building", "searching")
# Engines are known to one file each, so that one can be replaced by another.
ONLY_IN = {
    "faiss": {"index/engines/vectors.py", "index/engines/coded.py"},
    "openvino": {"index/encoding/quiet_openvino.py"},
    "openai": {"qa/generate.py"},
    "datasketch": {"index/near_copies/sketches.py"},
    "mcp": {"qa/mcp_server.py"},
    "sqlite3": {"index/storage/database.py"},
    "torch": {"index/encoding/torch_encoder.py", "index/searching/rerank.py"},
    "sentence_transformers": {
        "index/encoding/torch_encoder.py",
        "index/searching/rerank.py",
        "qa/checking/entail.py",
    },
    "transformers": {
        "index/encoding/torch_encoder.py",
        "index/searching/rerank.py",
        "qa/checking/entail.py",
    },
}
MOST_LINES = 300


def sources() -> list[Path]:
    found = [file for part in PARTS for file in sorted((ROOT / part).rglob("*.py"))]
    return [*found, ROOT / "app.py"]


def name(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def parsed(file: Path) -> ast.Module:
    """The file's syntax tree."""
    # Where garbage is collected meanwhile, and its finalizer parses too, CPython 3.11 ends in a
    # SystemError "recursion depth mismatch" (python/cpython#106905).
    gc.disable()
    try:
        return ast.parse(file.read_text("utf-8"))
    finally:
        gc.enable()


def imports(tree: ast.AST) -> Iterator[str]:
    """Modules named by import statements anywhere below the node."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports name the whole module"
            yield node.module or ""


def at_import_time(tree: ast.Module) -> Iterator[str]:
    """Modules that are imported when the file is; those within functions are not."""
    for node in tree.body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield from imports(node)


@pytest.mark.parametrize("file", sources(), ids=name)
def test_imports_run_one_way(file: Path) -> None:
    part = file.relative_to(ROOT).parts[0].removesuffix(".py")
    later = PARTS[PARTS.index(part) + 1 :]
    found = set(imports(parsed(file)))
    assert not {module for module in found if module.split(".")[0] in later}


@pytest.mark.parametrize("file", sorted((ROOT / "index").glob("*/*.py")), ids=name)
def test_packages_of_the_index_import_one_way(file: Path) -> None:
    later = ROOMS[ROOMS.index(file.parent.name) + 1 :]
    found = {module.split(".")[1] for module in imports(parsed(file)) if "index." in module}
    assert found.isdisjoint(later)


def test_packages_of_answering_import_one_way() -> None:
    """There is an order of them in which each imports those before it alone."""
    needs: dict[str, set[str]] = {}
    for file in sorted((ROOT / "qa").rglob("*.py")):
        room = file.relative_to(ROOT / "qa").parts[0].removesuffix(".py")
        found = {module.split(".")[1] for module in imports(parsed(file)) if "qa." in module}
        needs.setdefault(room, set()).update(found - {room})
    assert len(list(TopologicalSorter(needs).static_order())) == len(needs)


@pytest.mark.parametrize("file", sources(), ids=name)
def test_each_engine_is_known_to_its_own_file_alone(file: Path) -> None:
    tree = parsed(file)
    for module in imports(tree):
        root = module.split(".")[0]
        assert name(file) in ONLY_IN.get(root, {name(file)}), f"{module} has a place of its own"
        if root == "gradio":
            assert name(file).startswith("qa/chat/")
    heavy = {"torch", "sentence_transformers", "transformers"}
    assert not heavy & {module.split(".")[0] for module in at_import_time(tree)}


@pytest.mark.parametrize("file", sources(), ids=name)
def test_files_are_short_and_named_for_what_they_do(file: Path) -> None:
    assert len(file.read_text("utf-8").splitlines()) <= MOST_LINES
    assert file.stem not in {"utils", "util", "helpers", "common", "misc"}


@pytest.mark.parametrize("file", sources(), ids=name)
def test_no_wait_or_limit_hangs_on_a_clock_that_can_be_set(file: Path) -> None:
    # An endpoint may name the moment from which it can be asked again.
    if name(file) != "qa/generate.py":
        assert "time.time(" not in file.read_text("utf-8"), "use time.monotonic()"


@pytest.mark.parametrize("module", ["qa", "qa.cli", "index.build", "index.search", "corpus.read"])
def test_scripts_do_not_pay_for_what_they_do_not_use(module: str) -> None:
    heavy = [
        "torch",
        "sentence_transformers",
        "transformers",
        "gradio",
        "openvino",
        "trafilatura",
        "openai",
        "datasketch",
        "scipy",
    ]
    code = f"import sys, {module}; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"


def test_the_requirements_of_a_hosted_space_are_those_of_the_project() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    lines = (ROOT / "requirements.txt").read_text("utf-8").splitlines()
    required = [line for line in lines if line and not line.startswith("#")]
    assert sorted(required) == sorted(project["dependencies"])
    assert len(set(required)) == len(required)


def test_the_map_of_the_code_names_every_file_and_no_other() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    the_map = text[text.index("## The map") : text.index("## Habits")]
    beside = [file for folder in ("benchmarks", "supply") for file in (ROOT / folder).glob("*.py")]
    files = {file.name for file in [*sources(), *beside]}
    assert set(re.findall(r"\w+\.py\b", the_map)) == files - {"__init__.py"}


def test_what_is_imported_is_declared() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    needed, extra = project["dependencies"], project["optional-dependencies"]["test"]
    own = {*PARTS, *(file.stem for file in (ROOT / "tests").glob("*.py"))}
    distributions = packages_distributions()
    for files, declared in (
        (sources(), needed),
        ((ROOT / "tests").glob("*.py"), [*needed, *extra]),
    ):
        names = {canonicalize_name(Requirement(text).name) for text in declared}
        for file in files:
            for module in imports(parsed(file)):
                root = module.split(".")[0]
                if root not in sys.stdlib_module_names and root not in own:
                    came_with = set(map(canonicalize_name, distributions[root]))
                    assert came_with & names, f"{name(file)} imports {root}: declare it"


def test_tests_are_flat_and_the_index_has_a_file_of_them_a_module() -> None:
    tests = ROOT / "tests"
    assert not [item for item in tests.iterdir() if item.is_dir() and item.name[0] not in "._"]
    told_elsewhere = {"__init__", "types", "database"}  # the store's tests are the database's
    for file in (ROOT / "index").glob("*.py"):
        if file.stem not in told_elsewhere:
            assert (tests / f"test_{file.stem}.py").is_file(), f"{name(file)} has no tests"
