"""Who signs checkpoints, and who checks that: Ed25519, in the form of signed notes.

Keys are one line each, as C2SP's signed-note has them: a secret one starts with
``PRIVATE+KEY``, a public one with the name of its owner.
"""

import base64
import binascii
import os
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

from zaslin.adapters.ledger.faults import DatabaseRefused
from zaslin.adapters.ledger.sqlite import sync_folder
from zaslin.wire.checkpoint import Checkpoint, Note, Signature, note_of, text_of
from zaslin.wire.rejected import Rejected

_ED25519 = b"\x01"
_KEY_BYTES = 32
_SECRET = "PRIVATE+KEY"  # noqa: S105  (how a secret key's line starts)
_NAME = "zaslin"


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A key that checks signatures."""

    name: str
    key: bytes

    @property
    def key_id(self) -> bytes:
        """The four bytes by which a signature names its key."""
        return sha256(self.name.encode() + b"\n" + _ED25519 + self.key).digest()[:4]

    @property
    def line(self) -> str:
        """How the key is written."""
        coded = base64.b64encode(_ED25519 + self.key).decode()
        return f"{self.name}+{self.key_id.hex()}+{coded}"

    def signed(self, note: Note) -> bool:
        """Whether this key signed a note."""
        key = Ed25519PublicKey.from_public_bytes(self.key)
        for each in note.signatures:
            if (each.name, each.key_id) == (self.name, self.key_id):
                try:
                    key.verify(each.signature, note.text)
                except InvalidSignature:
                    return False
                return True
        return False


class Signer:
    """A secret key."""

    def __init__(self, name: str, seed: bytes) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(seed)
        self.public = PublicKey(name, self._key.public_key().public_bytes_raw())

    def sign(self, checkpoint: Checkpoint) -> str:
        """The note of a checkpoint."""
        signature = Signature(
            name=self.public.name,
            key_id=self.public.key_id,
            signature=self._key.sign(text_of(checkpoint)),
        )
        return note_of(checkpoint, signature)


def signer_of(path: Path) -> Signer:
    """The signer whose key is in a private file; the file is made if it is not there.

    Its public key is written beside it, with ``.pub``.

    Raises
    ------
    DatabaseRefused
        If the file cannot be made or read, or holds no key.
    """
    try:
        signer = _read(path) if path.exists() else _make(path)
        public = path.with_name(f"{path.name}.pub")
        if not public.exists():
            public.write_text(f"{signer.public.line}\n", encoding="ascii")
    except OSError as error:
        raise DatabaseRefused(
            f"key {path}: {error.strerror}; accepted: a file that can be made or read"
        ) from None
    return signer


def public_keys(text: str, source: str) -> tuple[PublicKey, ...]:
    """Public keys, one a line.

    Raises :class:`~zaslin.wire.rejected.Rejected`.
    """
    keys = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        key = _public(line.strip())
        if key is None:
            raise Rejected(
                source,
                f"line {number}",
                "no public key",
                "NAME+ID+KEY, as beside the key of the service",
            )
        keys.append(key)
    if not keys:
        raise Rejected(source, "", "empty", "public keys, one a line")
    return tuple(keys)


def _make(path: Path) -> Signer:
    seed = Ed25519PrivateKey.generate().private_bytes_raw()
    signer = Signer(_NAME, seed)
    coded = base64.b64encode(_ED25519 + seed).decode()
    line = f"{_SECRET}+{_NAME}+{signer.public.key_id.hex()}+{coded}\n"
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
    descriptor = os.open(path, flags, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(line.encode())
        file.flush()
        os.fsync(descriptor)
    sync_folder(path.parent)
    return signer


def _read(path: Path) -> Signer:
    line = path.read_bytes()[:1000].decode("ascii", "replace").strip()
    parts = line.removeprefix(f"{_SECRET}+").split("+", 2)
    key = _key(parts[2]) if len(parts) == 3 else None
    if not line.startswith(f"{_SECRET}+") or key is None:
        raise DatabaseRefused(
            f"key {path} holds no secret key; accepted: a line {_SECRET}+NAME+ID+KEY"
        )
    signer = Signer(parts[0], key)
    if signer.public.key_id.hex() != parts[1]:
        raise DatabaseRefused(f"key {path} is damaged; accepted: the file as it was")
    return signer


def _public(line: str) -> PublicKey | None:
    parts = line.split("+", 2)
    key = _key(parts[2]) if len(parts) == 3 else None
    if key is None or not parts[0]:
        return None
    made = PublicKey(parts[0], key)
    return made if made.key_id.hex() == parts[1] else None


def _key(coded: str) -> bytes | None:
    try:
        raw = base64.b64decode(coded, validate=True)
    except (binascii.Error, ValueError):
        return None
    if len(raw) != 1 + _KEY_BYTES or raw[:1] != _ED25519:
        return None
    return raw[1:]
