"""The wheel carries all it needs, and what is pinned is what is installed."""

import os
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
PINS = dict(pin.split("==") for pin in PROJECT["tool"]["uv"]["constraint-dependencies"])

TEXT = "---\ntitle: Talks\ndate: 2025-03-04\n---\nRussia opposes Ukraine's accession to NATO, officials in Kyiv said.\n"


def uv(*arguments: str | Path) -> None:
    """Run uv; where the network or the registry is away, skip with what uv says."""
    command = [*_uv_command(), *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    unreachable = ("error sending request", "Connection", "dns error", "timed out", "Failed to fetch")
    if done.returncode and any(sign in done.stderr for sign in unreachable):
        pytest.skip(f"no registry to install from: {done.stderr.strip().splitlines()[-1]}")  # needs the network
    assert done.returncode == 0, done.stderr


def _uv_command() -> Sequence[str]:
    """uv as it was started with, or the module of this Python, or the program on the path."""
    if os.environ.get("UV"):
        return [os.environ["UV"]]
    try:
        version("uv")
    except PackageNotFoundError:
        return ["uv"]
    return [sys.executable, "-m", "uv"]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    uv("build", "--wheel", "--out-dir", folder)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of an environment with nothing in it but the wheel and what it depends on, at the versions pinned."""
    folder = tmp_path_factory.mktemp("empty")
    pins = folder / "pins.txt"
    pins.write_text("\n".join(f"{name}=={number}" for name, number in PINS.items()))
    uv("venv", "--python", sys.executable, folder / "venv")
    python = folder / "venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    uv("pip", "install", "--python", python, "--constraints", pins, wheel)
    return python


def test_wheel_carries_ontology_authority_and_documents(wheel: Path) -> None:
    carried = set(zipfile.ZipFile(wheel).namelist())
    for folder, pattern in (
        ("ontology", "*.ttl"),
        ("ontology", "queries/*.rq"),
        ("seeds/authority", "*.ttl"),
        ("seeds/documents", "*.md"),
    ):
        files = {f"kg/data/{path.relative_to(ROOT).as_posix()}" for path in (ROOT / folder).glob(pattern)}
        assert files, folder
        assert files <= carried
    templates = [path for path in (ROOT / "kg" / "views" / "templates").rglob("*") if path.is_file()]
    assert {path.relative_to(ROOT).as_posix() for path in templates} <= carried
    assert all(name.startswith(("kg/", "kg-")) for name in carried)
    assert not [name for name in carried if name.startswith("kg/data/") and name.endswith(".py")]


def test_installed_wheel_gives_the_same_graph_from_another_folder(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "talks.md").write_text(TEXT)
    here = build_and_export(Path(sys.executable), tmp_path, {"PYTHONPATH": str(ROOT)})
    there = build_and_export(installed, tmp_path, {})
    assert here == there
    assert b"#Claim> ." in there


def build_and_export(python: Path, folder: Path, environment: dict[str, str]) -> bytes:
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("KG_", "PYTHON"))}
    for arguments in (["build", "talks.md"], ["export", "nquads", "-o", "graph.nq"]):
        command = [str(python), "-m", "kg", *arguments]
        done = subprocess.run(command, cwd=folder, env=clean | environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
    return (folder / "graph.nq").read_bytes()


def test_every_dependency_is_pinned_exactly_and_nothing_else_is_installed() -> None:
    lock = ROOT / "uv.lock"
    if not lock.exists():
        pytest.skip("no uv.lock: these tests were not started by `uv run`")  # nothing to compare with
    resolved = {
        package["name"]: package.get("version") for package in tomllib.loads(lock.read_text("utf-8"))["package"]
    }
    assert {name: number for name, number in resolved.items() if name != "kg"} == PINS


def test_no_registry_host_is_named() -> None:
    assert {"index", "index-url", "extra-index-url", "find-links", "sources"}.isdisjoint(PROJECT["tool"]["uv"])
