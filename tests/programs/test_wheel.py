"""What is installed is whole: the wheel has every script, pack, example, page and Lua file."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.tree import named, tracked

pytestmark = pytest.mark.slow
BEGIN = "import sys, adapters.cli as cli; print(cli.__file__, file=sys.stderr); cli.main()"
PIP = (sys.executable, "-m", "pip", "--disable-pip-version-check", "-q")


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with Handrail installed from a wheel, and nothing else in it."""
    source, wheels = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("wheels")
    for file in tracked():
        copy = source / named(file)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, copy)
    build = (*PIP, "wheel", "--no-deps", "--no-build-isolation", "--no-index", "-w", wheels, source)
    subprocess.run(build, check=True)
    (wheel,) = wheels.glob("handrail-*.whl")
    target = tmp_path_factory.mktemp("target")
    subprocess.run((*PIP, "install", "--no-deps", "--no-index", "-t", target, wheel), check=True)
    return target


def run(installed: Path, *words: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run the installed command, not the one of the source tree."""
    path = os.pathsep.join((str(installed), os.environ["PYTHONPATH"]))
    return subprocess.run(
        [sys.executable, "-P", "-c", BEGIN, *words],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": path, "HANDRAIL_DATA": str(cwd / "data")},
        capture_output=True,
        text=True,
        check=False,
    )


def test_help_lint_and_check_run_from_another_folder(installed: Path, tmp_path: Path) -> None:
    for words in (["--help"], ["lint"], ["check"]):
        ran = run(installed, *words, cwd=tmp_path)

        assert ran.stderr.strip() == str(installed / "adapters" / "cli.py")
        assert ran.returncode == 0, ran.stdout


def test_the_command_is_installed_by_its_name(installed: Path) -> None:
    assert (installed / "bin" / "handrail").is_file()


@pytest.mark.parametrize("folder", ["bot", "adapters"])
def test_every_file_of_a_package_is_in_the_wheel(folder: str, installed: Path) -> None:
    ours = {named(path) for path in tracked() if named(path).startswith(f"{folder}/")}

    kept = {path.relative_to(installed).as_posix() for path in (installed / folder).rglob("*")}

    assert ours - kept == set()
