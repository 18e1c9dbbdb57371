"""Haven with a sealing switched off, for the positive control: transcript lines and hashes lie open on disk."""

import sys

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

import storage.seal

TAG, OPEN = bytes(16), (b"|line|", b"|item|")


class Bare:
    """A cipher that leaves the lines of transcripts, and hashes, as they are, and seals everything else."""

    def __init__(self, secret: bytes) -> None:
        self.honest = AESGCM(secret)

    def encrypt(self, nonce: bytes, data: bytes, bound: bytes) -> bytes:
        return data + TAG if any(table in bound for table in OPEN) else self.honest.encrypt(nonce, data, bound)

    def decrypt(self, nonce: bytes, data: bytes, bound: bytes) -> bytes:
        return data[: -len(TAG)] if any(table in bound for table in OPEN) else self.honest.decrypt(nonce, data, bound)


storage.seal.AESGCM = Bare  # type: ignore[assignment, misc]

from haven.__main__ import main  # noqa: E402 - only now, with the cipher replaced

sys.exit(main(["run"]))
