"""Indexes of the official releases, built once for all tests."""

import atexit
import shutil
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

from . import program

FOLDER = Path(tempfile.mkdtemp(prefix="hlamatch-releases-"))
atexit.register(shutil.rmtree, FOLDER, ignore_errors=True)
TEXT_FILES = [
    "Allelelist.txt",
    "Deleted_alleles.txt",
    "wmda/hla_nom.txt",
    "wmda/hla_nom_g.txt",
    "wmda/hla_nom_p.txt",
    "wmda/rel_dna_ser.txt",
    "wmda/rel_ser_ser.txt",
    "wmda/md5checksum.txt",
]
lock = threading.Lock()


def index(release: str) -> Path:
    """The index of a release; tests that need it are skipped where its official files are not there."""
    source = program.shared(f"imgt-{release}")
    path = FOLDER / f"{release}.hlaref"
    with lock:
        if not path.exists():
            done = program.run("reference", "build", source, "-o", path)
            if done.code != 0:
                raise AssertionError(f"the index of {release} could not be built:\n{done.err}")
    return path


def copy(release: str, target: Path) -> Path:
    """A copy of the text files of a release, as a mirror would offer them."""
    source = program.shared(f"imgt-{release}")
    for name in TEXT_FILES:
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source / name, target / name)
    return target


def stand_in(target: Path, *options: str) -> Path:
    """A made-up hla.xml of the shape of 3.58.0."""
    tool, source = program.shared("tools/make_hla_xml.py"), program.shared("imgt-3.58.0")
    subprocess.run(
        [sys.executable, tool, "--source", source, "--output", target, "--size", "small", "--per-locus", "5", *options],
        check=True,
        capture_output=True,
        timeout=program.TIMEOUT,
    )
    return target
