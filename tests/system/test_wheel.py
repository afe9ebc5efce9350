"""What users install: the wheel, in an environment where the checkout is out of reach."""

from __future__ import annotations

import json
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

from helpdesk_tui import __version__

ROOT = Path(__file__).resolve().parents[2]
DATA = {".mo", ".po", ".tcss"}


def run(command: list[str], cwd: Path, **variables: str) -> str:
    """What the command prints; it must succeed."""
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(cwd), "LANG": "C.UTF-8"} | variables
    done = subprocess.run(
        command, cwd=cwd, env=environment, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    build = ["-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    run([sys.executable, *build], cwd=folder)
    (made,) = folder.glob("*.whl")
    return made


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("source")
    build = ["-m", "build", "--sdist", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    run([sys.executable, *build], cwd=folder)
    (made,) = folder.glob("*.tar.gz")
    return made


def installed_from(made: Path, folder: Path) -> Path:
    """The bin folder of a new environment with the package; its libraries are those of the tests,
    with which a source is built too.
    """
    venv.create(folder, symlinks=True)
    python = str(folder / "bin" / "python")
    site = run([python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"], folder)
    (Path(site.strip()) / "libraries.pth").write_text(sysconfig.get_path("purelib"))
    quietly = ["--quiet", "--no-index", "--no-deps", "--no-compile", "--no-build-isolation"]
    install = ["install", "--ignore-installed", *quietly, str(made)]
    run([sys.executable, "-m", "pip", "--python", python, *install], cwd=folder)
    return folder / "bin"


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return installed_from(wheel, tmp_path_factory.mktemp("installed"))


def test_the_wheel_holds_the_modules_and_their_data(wheel: Path) -> None:
    package = ROOT / "helpdesk_tui"
    expected = {
        str(path.relative_to(ROOT))
        for path in package.rglob("*")
        if path.suffix in DATA | {".py"} and "__pycache__" not in path.parts
    }
    held = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    assert expected <= held
    assert {name.split("/")[0] for name in held} == {"helpdesk_tui"}
    assert any(name.startswith("helpdesk_tui/migrations/0") for name in held)
    assert any(name.endswith(".mo") for name in held)


def test_the_wheel_tells_what_it_runs_on_and_brings_its_licence(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        (licence,) = [name for name in archive.namelist() if name.endswith("licenses/LICENSE")]
        assert archive.read(licence) == (ROOT / "LICENSE").read_bytes()
        (name,) = [name for name in archive.namelist() if name.endswith(".dist-info/METADATA")]
        told = archive.read(name).decode()
    assert "Requires-Python: >=3.11\n" in told and "License-Expression: MIT\n" in told
    assert "Classifier: Programming Language :: Python :: 3.13\n" in told


def test_the_source_makes_the_same_wheel(wheel: Path, source: Path, tmp_path: Path) -> None:
    with tarfile.open(source) as archive:
        archive.extractall(tmp_path, filter="data")
    (folder,) = (path for path in tmp_path.iterdir() if path.is_dir())
    assert {"LICENSE", "README.md", "pyproject.toml", "tests"} <= {p.name for p in folder.iterdir()}
    build = ["-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path), str(folder)]
    run([sys.executable, *build], cwd=tmp_path)
    (made,) = tmp_path.glob("*.whl")
    names = [set(zipfile.ZipFile(file).namelist()) for file in (wheel, made)]
    assert names[0] == names[1]


def test_the_source_can_be_installed_and_speaks_french(source: Path, tmp_path: Path) -> None:
    with tarfile.open(source) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {"LICENSE", "README.md", "helpdesk_tui/locale/fr/LC_MESSAGES/helpdesk_tui.mo"} <= names
    program = str(installed_from(source, tmp_path / "new") / "helpdesk-tui")
    assert __version__ in run([program, "--version"], tmp_path)
    desk = ["--db", f"sqlite:///{tmp_path / 'desk.db'}", "--as", "ann"]
    run([program, *desk, "init"], tmp_path)
    run([program, *desk, "new", "--subject", "Imprimante"], tmp_path)
    assert "Nouveau" in run([program, "--lang", "fr", *desk, "list"], tmp_path)


def test_the_installed_package_is_what_runs(installed: Path, tmp_path: Path) -> None:
    where = "import helpdesk_tui; print(helpdesk_tui.__file__)"
    found = Path(run([str(installed / "python"), "-c", where], tmp_path).strip())
    assert found.is_relative_to(installed.parent)


def test_the_installed_command_works_from_anywhere(installed: Path, tmp_path: Path) -> None:
    program = str(installed / "helpdesk-tui")
    assert __version__ in run([program, "--version"], tmp_path)
    desk = [program, "--db", f"sqlite:///{tmp_path / 'desk.db'}", "--as", "ann"]
    run([*desk, "init"], tmp_path)
    number = run([*desk, "new", "--subject", "Printer on fire"], tmp_path).strip()
    listed = json.loads(run([*desk, "list", "--json"], tmp_path))
    assert [(t["number"], t["subject"]) for t in listed] == [(number, "Printer on fire")]
    module = [str(installed / "python"), "-m", "helpdesk_tui", *desk[1:]]
    assert json.loads(run([*module, "show", number, "--json"], tmp_path))["number"] == number


def test_the_installed_command_passes_its_status_on(installed: Path, tmp_path: Path) -> None:
    absent = f"sqlite:///{tmp_path / 'absent.db'}"
    done = subprocess.run(
        [str(installed / "helpdesk-tui"), "--db", absent, "list"],
        cwd=tmp_path,
        env={"HOME": str(tmp_path), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
