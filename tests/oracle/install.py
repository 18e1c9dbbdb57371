"""Brings what our fingerprints are held against into the environment: the published program and real photographs.

    python -m tests.oracle.install

Meta's own PDQ comes as source text (PyPI: pdqhash) and is compiled here, by the compiler this machine has or, where it
has none, by one from PyPI; without Python's header files, which many machines lack. The photographs lie in
scikit-image. Haven itself needs none of it, nor is any of it copied.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

HERE = Path(__file__).parent
UV = Path(sys.executable).parent / "uv"
PIP = [sys.executable, "-m", "pip", "--disable-pip-version-check"]
#: Where the compiled program is.
PROGRAM = Path(sys.prefix) / "oracle" / "pdq.so"
#: Every sum rounded by itself, as on the machines the published values come from: some compilers would join two.
EXACT = ("-O2", "-ffp-contract=off", "--std=c++11", "-shared", "-fPIC")
#: The same instructions on every machine; its own choice would be those of this one.
ZIG = (sys.executable, "-m", "ziglang", "c++", "-mcpu=baseline")


def install(lock: str) -> None:
    """By hash, with uv, or with plain pip where uv does not run."""
    how = ["install", "-q", "--no-deps", "--no-build-isolation", "--require-hashes", "-r", str(HERE / lock)]
    with_uv = [str(UV), "pip", *how, "--python", sys.executable]
    if not UV.exists() or subprocess.run(with_uv, check=False).returncode:
        subprocess.run([*PIP, *how], check=True)


def source(folder: Path) -> Path:
    """The program's text, by hash."""
    how = ["download", "-q", "--no-deps", "--no-binary", ":all:", "--no-build-isolation", "--require-hashes"]
    subprocess.run([*PIP, *how, "-d", str(folder), "-r", str(HERE / "source.lock")], check=True)
    [archive] = folder.glob("*.tar.gz")
    shutil.unpack_archive(archive, folder)
    return archive.with_name(archive.name.removesuffix(".tar.gz"))


def compiler() -> tuple[str, ...]:
    found = os.environ.get("CXX") or shutil.which("c++")
    if found:
        return (found,)
    install("compiler.lock")
    return ZIG


def main() -> None:
    install("tools.lock")
    install("oracle.lock")
    with TemporaryDirectory() as folder:
        text = source(Path(folder))
        PROGRAM.parent.mkdir(exist_ok=True)
        looks = [f"-I{text / name}" for name in ("ThreatExchange", "include")]
        subprocess.run([*compiler(), *EXACT, *looks, str(HERE / "pdq.cpp"), "-o", str(PROGRAM)], check=True)


if __name__ == "__main__":
    main()
