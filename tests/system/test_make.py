"""The environment that `make` builds: whole or absent, and one sentence when it cannot be had."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TOOLS = ["cat", "cp", "cut", "dirname", "find", "make", "mkdir", "mktemp", "mv", "rm", "sed", "sh"]
TOOLS += ["tail"]

OLD = "import sys; sys.version_info = (3, 10, 12, 'final', 0)"
BARE = "import sys; sys.modules['ensurepip'] = None"

# What `python -m venv` makes here: a python whose pip writes down that it was called.
INSTALLING = """#!/bin/sh
case "$*" in
    *pip*) echo "$*" >>"$LOG"; {pip} ;;
    *) pwd -P ;;
esac
"""
WORKING_PIP = "exit 0"
FAILING_PIP = "echo 'ERROR: No matching distribution found for textual'; exit 1"
INTERRUPTED_PIP = "trap '' TERM; kill -TERM 0"  # all of the build, as a terminal would


class Checkout:
    """A copy of what make needs, in a folder with a space, where no Python is found but ours."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "our desk"
        self.bin = folder / "bin"
        self.log = folder / "log"
        self.environment = self.root / ".venv"
        self.bin.mkdir()
        (self.root / "scripts").mkdir(parents=True)
        for name in ["Makefile", "pyproject.toml", "scripts/environment.sh"]:
            shutil.copy(ROOT / name, self.root / name)
        for tool in TOOLS:
            found = shutil.which(tool)
            assert found is not None, tool
            (self.bin / tool).symlink_to(found)

    def add_python(self, name: str = "python3", pretending: str = "", pip: str = "") -> Path:
        """A Python under this name that pretends something before it runs what it is given."""
        made = self.bin / f"{name}-made"
        write_program(made, INSTALLING.format(pip=pip))
        program = f"""#!/bin/sh
if [ "$1" = -c ]; then
    exec '{sys.executable}' -I -c "{pretending}\nimport sys; exec(sys.argv[1])" "$2"
fi
mkdir -p "$3/bin" && cp '{made}' "$3/bin/python"
"""
        write_program(self.bin / name, program)
        return self.bin / name

    def run(self, *command: str, **variables: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command or ("sh", "scripts/environment.sh", "dev"),
            cwd=self.root,
            env={"PATH": str(self.bin), "LOG": str(self.log)} | variables,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=30,
            start_new_session=True,
        )

    def builds(self) -> int:
        """How often packages were installed so far."""
        return len(self.log.read_text().splitlines()) if self.log.exists() else 0

    def sentence(self, *command: str, **variables: str) -> str:
        """What a refused run says; it leaves nothing behind."""
        done = self.run(*command, **variables)
        assert done.returncode != 0
        assert not self.environment.exists()
        said = [line for line in done.stderr.splitlines() if not line.startswith("Preparing")]
        assert len(said) == 1, done.stderr
        return said[0]


def write_program(path: Path, text: str) -> None:
    path.write_text(text)
    path.chmod(0o755)


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    return Checkout(tmp_path)


def test_no_python_at_all(checkout: Checkout) -> None:
    assert checkout.sentence().startswith("No Python 3.11 or newer was found")


def test_only_an_old_python(checkout: Checkout) -> None:
    checkout.add_python("python3", OLD)
    checkout.add_python("python3.12", OLD)
    assert checkout.sentence().startswith("No Python 3.11 or newer was found")


def test_a_python_that_cannot_make_environments(checkout: Checkout) -> None:
    checkout.add_python("python3", OLD)
    checkout.add_python("python3.12", BARE)
    assert checkout.sentence().startswith("python3.12 cannot make an environment: install its venv")


def test_the_packages_cannot_be_had(checkout: Checkout) -> None:
    checkout.add_python(pip=FAILING_PIP)
    said = checkout.sentence()
    assert "is the network there?" in said
    assert "No matching distribution found for textual" in said


def test_an_interrupted_build_leaves_nothing(checkout: Checkout) -> None:
    checkout.add_python(pip=INTERRUPTED_PIP)
    assert checkout.run().returncode == 143
    assert not checkout.environment.exists()


def test_run_refuses_before_building_without_a_terminal(checkout: Checkout) -> None:
    checkout.add_python(pip=WORKING_PIP)
    done = checkout.run("make", "run")
    assert done.returncode != 0
    assert done.stderr.startswith("make run opens a full-screen program: it needs a terminal")
    assert not checkout.environment.exists()
    assert checkout.builds() == 0


@pytest.mark.parametrize("good", ["python3.14", "python3.13", "python3.12", "python3.11"])
def test_a_good_python_behind_an_old_one_is_found(checkout: Checkout, good: str) -> None:
    checkout.add_python("python3", OLD)
    checkout.add_python(good, pip=WORKING_PIP)
    assert checkout.run().returncode == 0
    assert (checkout.environment / ".dev-stamp").exists()


def test_the_python_named_by_the_caller_comes_first(checkout: Checkout) -> None:
    checkout.add_python("python3", pip=FAILING_PIP)
    named = checkout.add_python("my python", pip=WORKING_PIP)
    assert checkout.run(PYTHON=str(named)).returncode == 0


def test_a_whole_environment_is_left_alone(checkout: Checkout) -> None:
    checkout.add_python(pip=WORKING_PIP)
    assert [checkout.run().returncode, checkout.run().returncode] == [0, 0]
    assert checkout.builds() == 1


@pytest.mark.parametrize("damage", ["no stamp", "new pyproject", "moved", "no python"])
def test_an_outdated_or_broken_environment_is_built_anew(checkout: Checkout, damage: str) -> None:
    checkout.add_python(pip=WORKING_PIP)
    checkout.run()
    (checkout.environment / "left over").touch()
    match damage:
        case "no stamp":
            (checkout.environment / ".dev-stamp").unlink()
        case "new pyproject":
            later = (checkout.environment / ".dev-stamp").stat().st_mtime + 60
            os.utime(checkout.root / "pyproject.toml", (later, later))
        case "moved":
            checkout.root = checkout.root.rename(checkout.root.with_name("another desk"))
            checkout.environment = checkout.root / ".venv"
            write_program(checkout.environment / "bin/python", "#!/bin/sh\necho '/our desk'\n")
        case "no python":
            (checkout.environment / "bin/python").unlink()
    assert checkout.run().returncode == 0
    assert checkout.builds() == 2
    assert not (checkout.environment / "left over").exists()


@pytest.mark.parametrize("pip", [FAILING_PIP, INTERRUPTED_PIP])
def test_a_failed_rebuild_puts_the_former_environment_back(checkout: Checkout, pip: str) -> None:
    checkout.add_python(pip=WORKING_PIP)
    checkout.run()
    stamp = checkout.environment / ".dev-stamp"
    stamp.rename(stamp.with_name(".run-stamp"))
    checkout.add_python(pip=pip)
    assert checkout.run().returncode != 0
    assert stamp.with_name(".run-stamp").exists()
    assert not (checkout.root / ".venv-before").exists()


def test_a_build_that_was_killed_outright_is_recovered(checkout: Checkout) -> None:
    checkout.add_python(pip=WORKING_PIP)
    checkout.run()
    former = checkout.environment.rename(checkout.root / ".venv-before")
    checkout.environment.mkdir()
    assert checkout.run().returncode == 0
    assert checkout.builds() == 1
    assert not former.exists()


def test_make_says_the_sentence_and_fails(checkout: Checkout) -> None:
    done = checkout.run("make", "test")
    assert done.returncode != 0
    assert done.stderr.startswith("No Python 3.11 or newer was found")


# A python that tells what it is asked to run, and fails where it is meant to.
TRYING = """#!/bin/sh
case "$*" in
    -I*) pwd -P; exit ;;
esac
echo "says $*"
case "$*" in
    *{failing}*) exit 3 ;;
esac
"""


@pytest.mark.parametrize(
    ("failing", "complaint"),
    [
        ("nothing", ""),
        ("pytest", ""),
        ("ruff check", "says -m ruff check"),
        ("mypy", "says -m mypy"),
        ("catalogue", "says scripts/catalogue.py check"),
    ],
)
def test_the_tests_are_red_when_any_of_them_or_of_the_checks_fails(
    checkout: Checkout, failing: str, complaint: str
) -> None:
    checkout.add_python(pip=WORKING_PIP)
    checkout.run()
    for name in ("python", "lint-imports"):
        write_program(checkout.environment / "bin" / name, TRYING.format(failing=failing))
    done = checkout.run("make", "test")
    assert (done.returncode == 0) == (failing == "nothing")
    assert done.stdout.startswith("says -m pytest")
    lines = done.stderr.splitlines()
    told = [line for line in lines if line.startswith("says")]
    assert told[-1:] == ([complaint] if complaint else [])
