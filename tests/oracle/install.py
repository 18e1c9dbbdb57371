"""Brings what our fingerprints are held against into the environment: the published program and real photographs.

    python -m tests.oracle.install

Meta's own PDQ comes as source text (PyPI: pdqhash) and is compiled here, by the compiler this machine has or, where it
has none, by one from PyPI. The photographs lie in scikit-image. Haven itself needs none of it, nor is any of it copied.
"""

import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

HERE = Path(__file__).parent
UV = Path(sys.executable).parent / "uv"
PYTHON_HEADERS = Path(sysconfig.get_paths()["include"]) / "Python.h"
#: Every sum rounded by itself, as on the machines the published values come from: some compilers would join two.
EXACT = "-O2 -ffp-contract=off"
#: The same instructions on every machine; its own choice would be those of this one.
ZIG = f"{sys.executable} -m ziglang {{}} -mcpu=baseline"


def install(lock: str, environment: dict[str, str]) -> None:
    """By hash, with uv, or with plain pip where uv does not run."""
    how = ["install", "-q", "--no-deps", "--no-build-isolation", "--require-hashes", "-r", str(HERE / lock)]
    with_uv = [str(UV), "pip", *how, "--python", sys.executable]
    with_pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", *how]
    if not UV.exists() or subprocess.run(with_uv, env=environment, check=False).returncode:
        subprocess.run(with_pip, env=environment, check=True)


def compiler(environment: dict[str, str]) -> dict[str, str]:
    """The compiler to use, as variables that builds listen to."""
    if "CXX" in environment or shutil.which("c++", path=environment["PATH"]):
        return {}
    install("compiler.lock", environment)
    return {"CC": ZIG.format("cc"), "CXX": ZIG.format("c++"), "LDSHARED": ZIG.format("c++") + " -shared"}


def main() -> None:
    if not PYTHON_HEADERS.exists():
        sys.exit("The header files of Python are missing; on Debian: apt-get install python3-dev")
    environment = dict(os.environ)
    install("tools.lock", environment)
    exact = {"CFLAGS": EXACT, "CXXFLAGS": EXACT}
    install("oracle.lock", environment | exact | compiler(environment))


if __name__ == "__main__":
    main()
