"""Passkeys: what a browser is asked to do, and whether what it brings back is what was asked for (WebAuthn).

Her device must have checked that it is she (user verification); each challenge is ours, for one purpose, once.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import webauthn
from fastapi import Request, Response
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    CredentialDeviceType,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from console.signed_in import parts_of, people_of
from helpline.people import NewPasskey, NotLetIn

REQUIRED = UserVerificationRequirement.REQUIRED
Credential = Mapping[str, Any]
#: What a device may call a passkey: up to 1023 bytes, written as browsers write them.
NAME = re.compile(r"[A-Za-z0-9_-]{1,1400}", re.ASCII)


@dataclass(frozen=True, repr=False)
class Shown:
    """A passkey that was shown and found right: it answers `challenge`, and is of `staff_id`."""

    credential: str
    staff_id: str
    sign_count: int
    challenge: bytes


def host_of(request: Request) -> str:
    """The name passkeys are made for."""
    return urlsplit(parts_of(request).origin).hostname or ""


# ── what the browser is asked ─────────────────────────────────────────────────────────────────────────────────────
def to_make(
    request: Request, purpose: str, bound: str, staff_id: str, login: str, alias: str, known: Iterable[str] = ()
) -> Response:
    """Options for a new passkey that names its owner by itself."""
    options = webauthn.generate_registration_options(
        rp_id=host_of(request),
        rp_name=parts_of(request).operator,
        user_id=staff_id.encode(),
        user_name=login,
        user_display_name=alias or login,
        challenge=people_of(request).challenge(purpose, bound, parts_of(request).clock()),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=REQUIRED
        ),
        exclude_credentials=_described(known),
    )
    return Response(webauthn.options_to_json(options), media_type="application/json")


def to_show(request: Request, purpose: str, bound: str, known: Iterable[str] = ()) -> Response:
    """Options for showing one: one of `known`, or any that was made for this house."""
    options = webauthn.generate_authentication_options(
        rp_id=host_of(request),
        challenge=people_of(request).challenge(purpose, bound, parts_of(request).clock()),
        allow_credentials=_described(known),
        user_verification=REQUIRED,
    )
    return Response(webauthn.options_to_json(options), media_type="application/json")


def _described(known: Iterable[str]) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(id=base64url_to_bytes(one)) for one in known]


# ── what it brought back ──────────────────────────────────────────────────────────────────────────────────────────
def made(request: Request, credential: Credential, purpose: str, bound: str, label: str) -> tuple[NewPasskey, bytes]:
    """The new passkey, and the challenge it answers. Raises NotLetIn."""
    challenge = _challenge(request, credential, purpose, bound)
    try:
        found = webauthn.verify_registration_response(
            credential=dict(credential),
            expected_challenge=challenge,
            expected_rp_id=host_of(request),
            expected_origin=parts_of(request).origin,
            require_user_verification=True,
        )
    except Exception:  # whatever a stranger's bytes do to a parser, they let nobody in
        raise NotLetIn from None
    synced = found.credential_device_type == CredentialDeviceType.MULTI_DEVICE
    name = bytes_to_base64url(found.credential_id)
    return NewPasskey(name, found.credential_public_key, found.sign_count, label, synced), challenge


async def shown(request: Request, credential: Credential, purpose: str, bound: str) -> Shown:
    """The passkey that was shown. Raises NotLetIn."""
    challenge = _challenge(request, credential, purpose, bound)
    name = credential.get("id")
    named = isinstance(name, str) and NAME.fullmatch(name)  # other signs no database needs to see
    held = await people_of(request).held_passkey(str(name)) if named else None
    if held is None:
        raise NotLetIn
    try:
        found = webauthn.verify_authentication_response(
            credential=dict(credential),
            expected_challenge=challenge,
            expected_rp_id=host_of(request),
            expected_origin=parts_of(request).origin,
            credential_public_key=held.public_key,
            credential_current_sign_count=held.sign_count,
            require_user_verification=True,
        )
    except Exception:  # as above
        raise NotLetIn from None
    return Shown(held.id, held.staff_id, found.new_sign_count, challenge)


def _challenge(request: Request, credential: Credential, purpose: str, bound: str) -> bytes:
    """The challenge that is answered, if it is one of ours for this. Raises NotLetIn."""
    try:
        told = json.loads(base64url_to_bytes(credential["response"]["clientDataJSON"]))
        challenge = base64url_to_bytes(told["challenge"])
    except Exception:  # as above
        raise NotLetIn from None
    if not people_of(request).is_challenge(challenge, purpose, bound, parts_of(request).clock()):
        raise NotLetIn
    return challenge
