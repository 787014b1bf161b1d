"""One file that holds everything: the database's dump, every stored file, and a manifest with their hashes.

`VERIFIERS` is the list of questions asked of a restored database: callables that speak to the default connection and
return complaints. An app's question is added here, where all apps meet.
"""

import hashlib
import io
import json
import tarfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import IO

from django.core.files import File
from django.core.files.storage import Storage

from creansys.verifying import broken_timelines

DUMP = "database.dump"
MANIFEST = "manifest.json"
FILES = "files/"
PIECE = 1024 * 1024

VERIFIERS: list[Callable[[], Iterable[str]]] = [broken_timelines]


@dataclass(slots=True)
class Manifest:
    """`hashes` by member of the archive, `rows` by table at the instant of the dump."""

    made_at: str
    database: str
    rows: dict[str, int]
    hashes: dict[str, str] = field(default_factory=dict)


def write(target: Path, *, dump: Path, storage: Storage, manifest: Manifest) -> None:
    """Write the archive beside `target`, then let it appear whole; fills in the manifest's hashes."""
    half = target.with_name(f".{target.name}.half")
    with tarfile.open(half, "w") as archive:
        with dump.open("rb") as source:
            _add(archive, DUMP, source, dump.stat().st_size, manifest)
        for name in sorted(stored(storage)):
            with storage.open(name) as source:
                _add(archive, FILES + name, source, storage.size(name), manifest)
        content = json.dumps(asdict(manifest), indent=1).encode()
        information = tarfile.TarInfo(MANIFEST)
        information.size = len(content)
        archive.addfile(information, io.BytesIO(content))
    half.replace(target)


def read_manifest(source: Path) -> Manifest:
    """The manifest; KeyError when the archive has none."""
    with tarfile.open(source) as archive:
        return Manifest(**json.load(_member(archive, MANIFEST)))


def complaints(source: Path) -> Iterator[str]:
    """What differs from the manifest: members changed, missing, or not in it."""
    manifest = read_manifest(source)
    with tarfile.open(source) as archive:
        found = {name: _hash_of(_member(archive, name)) for name in archive.getnames() if name != MANIFEST}
    for name in sorted(manifest.hashes.keys() | found.keys()):
        if name not in found:
            yield f"{name} is missing"
        elif manifest.hashes.get(name) != found[name]:
            yield f"{name} is not what was written"


def extract_dump(source: Path, target: Path) -> None:
    """Copy the dump out."""
    with tarfile.open(source) as archive, target.open("wb") as file:
        for piece in _pieces(_member(archive, DUMP)):
            file.write(piece)


def restore_files(source: Path, storage: Storage) -> int:
    """Store every file that is not there already; how many were."""
    stored_now = 0
    with tarfile.open(source) as archive:
        for name in archive.getnames():
            key = name.removeprefix(FILES)
            if name.startswith(FILES) and not storage.exists(key):
                storage.save(key, File(_member(archive, name)))
                stored_now += 1
    return stored_now


def stored(storage: Storage, folder: str = "") -> Iterator[str]:
    """The key of every stored file."""
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in files:
        yield f"{folder}/{name}".lstrip("/")
    for name in folders:
        yield from stored(storage, f"{folder}/{name}".lstrip("/"))


def new_manifest(*, database: str, rows: dict[str, int], at: datetime) -> Manifest:
    """Before anything is written."""
    return Manifest(made_at=at.isoformat(), database=database, rows=rows)


class _Hashing(io.RawIOBase):
    """Passes bytes on and remembers their hash."""

    def __init__(self, source: IO[bytes]) -> None:
        self.source = source
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        piece = self.source.read(size)
        self.digest.update(piece)
        return piece


def _add(archive: tarfile.TarFile, name: str, source: IO[bytes], size: int, manifest: Manifest) -> None:
    information = tarfile.TarInfo(name)
    information.size = size
    hashing = _Hashing(source)
    archive.addfile(information, hashing)
    manifest.hashes[name] = hashing.digest.hexdigest()


def _member(archive: tarfile.TarFile, name: str) -> IO[bytes]:
    file = archive.extractfile(name)
    if file is None:
        raise KeyError(name)
    return file


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    while piece := file.read(PIECE):
        yield piece


def _hash_of(file: IO[bytes]) -> str:
    digest = hashlib.sha256()
    for piece in _pieces(file):
        digest.update(piece)
    return digest.hexdigest()
