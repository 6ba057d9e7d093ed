"""
A pack as one file that can be handed on: an archive with its files, their digests, and who signed them.

It is taken only with the public key of its signer, and only if it holds the files that were signed, no more and no less.
"""

from __future__ import annotations

import atexit
import hashlib
import io
import json
import re
import zipfile
import zlib
from typing import TYPE_CHECKING, Any

from pmi_compliance.base.digests import digest
from pmi_compliance.base.errors import Diagnostic, PackError
from pmi_compliance.base.files import private_folder, remove, write_whole
from pmi_compliance.base.messages.catalogue import system_reason
from pmi_compliance.base.signing import is_signature_of, signature_of
from pmi_compliance.packs.files import PACK, files_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

#: The ending of an archive.
ENDING = ".zip"
#: What is signed: which pack it is, its digest as reports name it, and that of each file.
MANIFEST = "manifest.json"
_FORMAT = 1

#: No pack is larger; what is would fill the disk.
_MOST_BYTES, _MOST_FILES = 64_000_000, 10_000
#: The time that stands in every archive, so that the same pack makes the same archive.
_TIME = (1980, 1, 1, 0, 0, 0)

#: What is raised of bytes that are no archive, or a broken one.
_BROKEN = (zipfile.BadZipFile, zlib.error, KeyError, ValueError, RuntimeError, EOFError, OSError)

_ID = re.compile("[a-z0-9][a-z0-9-]*")

#: Where archives were unpacked to, by the digest of each, and what their signers said of them.
_UNPACKED: dict[str, tuple[Path, Mapping[str, Any]]] = {}


def is_archive(path: Path) -> bool:
    """Whether a path is meant as an archive."""
    return path.suffix.lower() == ENDING and path.is_file()


def write_archive(
    folder: Path, said: Mapping[str, object], *, key: Path, output: Path
) -> Mapping[str, object]:
    """
    Write the files of a pack into an archive, and sign it.

    Args:
        folder: The folder of the pack.
        said: What the archive says of the pack: `id`, `version` and `digest`.
        key: A file with an Ed25519 private key (PEM, PKCS#8).
        output: The file that is written.

    Returns:
        What was signed.

    Raises:
        UsageError: If the file holds no such key, or the archive cannot be written.

    """
    files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in files_of(folder)}
    manifest: dict[str, object] = {
        "format": _FORMAT,
        **said,
        "files": {name: digest(data) for name, data in files.items()},
    }
    signature = signature_of({"value": manifest}, key)
    text = json.dumps({**manifest, "signature": signature}, ensure_ascii=False, indent=2)
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in {MANIFEST: f"{text}\n".encode(), **files}.items():
            archive.writestr(zipfile.ZipInfo(name, _TIME), data, zipfile.ZIP_DEFLATED)
    write_whole(output, [whole.getvalue()])
    return manifest


def unpacked(path: Path, keys: Sequence[Path]) -> Path:
    """
    The folder that an archive was unpacked into; it lasts as long as the run.

    Args:
        path: The archive.
        keys: Public keys (PEM); one of them must be that of its signer.

    Raises:
        PackError: If no key is given, the archive is signed with none of them, or it is not as it was signed.
        UsageError: If a file of a key holds none.

    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise _wrong(path, "cannot_open", reason=system_reason(error)) from None
    if not keys:
        raise _wrong(path, "archive_without_key")
    manifest, files = _read(path, data)
    signed = {name: value for name, value in manifest.items() if name != "signature"}
    signature = manifest.get("signature")
    if not any(is_signature_of(signature, {"value": signed}, key) for key in keys):
        raise _wrong(path, "archive_of_another_key")
    if {name: digest(text) for name, text in files.items()} != signed.get("files") or PACK not in files:
        raise _wrong(path, "archive_changed")
    name = hashlib.sha256(data).hexdigest()
    if name not in _UNPACKED:
        folder = private_folder()
        atexit.register(remove, folder)
        # Its parent is a folder of its own, so that nothing lies beside the pack by chance.
        place = folder / str(signed.get("id"))
        for file, text in files.items():
            (place / file).parent.mkdir(parents=True, exist_ok=True)
            (place / file).write_bytes(text)
        _UNPACKED[name] = place, signed
    return _UNPACKED[name][0]


def said_of(folder: Path) -> Mapping[str, Any] | None:
    """What the signer of an archive said of a pack that was unpacked into a folder; `None` of any other folder."""
    return next((said for place, said in _UNPACKED.values() if place == folder), None)


def _read(path: Path, data: bytes) -> tuple[dict[str, Any], dict[str, bytes]]:
    """What an archive says of itself, and its other files; nothing is written yet."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            names = [entry.filename for entry in entries]
            if len(names) > _MOST_FILES or sum(entry.file_size for entry in entries) > _MOST_BYTES:
                raise _wrong(path, "archive_too_large", files=_MOST_FILES, megabytes=_MOST_BYTES // 1_000_000)
            if len({*names}) < len(names) or not all(map(_is_plain, names)):
                raise _wrong(path, "archive_changed")
            files = {name: archive.read(name) for name in names}
        manifest = json.loads(files.pop(MANIFEST))
    except _BROKEN:
        raise _wrong(path, "not_an_archive") from None
    if (
        not isinstance(manifest, dict)
        or manifest.get("format") != _FORMAT
        or not _ID.fullmatch(str(manifest.get("id")))
    ):
        raise _wrong(path, "not_an_archive")
    return manifest, files


def _is_plain(name: str) -> bool:
    """Whether a name stays inside of the folder that it is unpacked into, on every system."""
    return all(part and not part.startswith(".") for part in name.split("/")) and not {*name} & {
        "\\",
        ":",
        "\0",
    }


def _wrong(path: Path, code: str, /, **values: object) -> PackError:
    return PackError([Diagnostic(code, values, str(path))])
