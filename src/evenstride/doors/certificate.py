"""A certificate of one's own, so that a phone in the same network can reach the pages over HTTPS.

An authority is made once and kept beside the database, readable by its owner only. It is limited to private addresses
and names of the local network: even in wrong hands it could not stand for any site of the internet.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv4Address, IPv4Network
from pathlib import Path
from typing import TYPE_CHECKING

from evenstride.core.errors import InputError, to_install

if TYPE_CHECKING:
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

PRIVATE = ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "127.0.0.0/8")
"""Networks that are nobody's on the internet (RFC 1918, RFC 3927, loopback)."""
LOCAL_NAMES = ("local", "localhost", "lan", "home.arpa")
"""Names that are nobody's on the internet (RFC 6762, RFC 6761, RFC 8375, and `lan` by custom)."""
AUTHORITY_DAYS = 3650
DAYS = 397
"""The longest a browser takes a certificate to be good, 398 days, less one."""


@dataclass(frozen=True, slots=True)
class Certificate:
    """Where a certificate is kept, and how it is recognised.

    Attributes
    ----------
    chain, key : Path
        What the server shows, and what it keeps to itself.
    authority : Path
        What a phone is told to trust.
    fingerprint : str
        SHA-256 of the authority, to be compared by eye.
    """

    chain: Path
    key: Path
    authority: Path
    fingerprint: str


def ensure_certificate(folder: Path, names: Sequence[str], addresses: Sequence[str], *, at: datetime) -> Certificate:
    """Return a certificate for these names and addresses, signed by the authority kept in a folder.

    Raises
    ------
    InputError
        If the `lan` extra is missing, or a name or address is no local one.
    """
    _require_local(names, addresses)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    authority, signer = _authority(folder, at)
    made, key = _signed(authority, signer, names, addresses, at)
    chain = _keep(folder / "certificate.pem", _pem(made) + _pem(authority))
    kept = _keep(folder / "certificate.key", _pem_key(key))
    return Certificate(chain, kept, folder / "authority.pem", fingerprint(authority))


def fingerprint(certificate: x509.Certificate) -> str:
    """Return the SHA-256 of a certificate in pairs of digits."""
    from cryptography.hazmat.primitives import hashes

    return certificate.fingerprint(hashes.SHA256()).hex(":").upper()


def is_local(name: str) -> bool:
    """Whether a name or an IPv4 address belongs to nobody on the internet.

    Examples
    --------
    >>> [is_local(one) for one in ("kim-laptop.local", "192.168.1.5", "example.org", "8.8.8.8", "")]
    [True, True, False, False, False]
    """
    try:
        return any(IPv4Address(name) in IPv4Network(network) for network in PRIVATE)
    except ValueError:
        return any(name == local or name.endswith(f".{local}") for local in LOCAL_NAMES)


def _require_local(names: Sequence[str], addresses: Sequence[str]) -> None:
    for one in (*names, *addresses):
        if not is_local(one):
            raise InputError(
                f"'{one}' is no name or address of a local network",
                remedy="Use a .local name or a private address, or bring your own certificate",
            )
    try:
        import cryptography  # noqa: F401  # pyright: ignore[reportUnusedImport]
    except ImportError:
        raise InputError(
            "reaching the pages from a phone needs a library that is not installed",
            remedy=to_install("lan"),
        ) from None


def _authority(folder: Path, at: datetime) -> tuple[x509.Certificate, EllipticCurvePrivateKey]:
    """Return the authority of a folder, made where there is none or it ends within a certificate's life."""
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    place, key_place = folder / "authority.pem", folder / "authority.key"
    try:
        kept = x509.load_pem_x509_certificate(place.read_bytes())
        key = load_pem_private_key(key_place.read_bytes(), None)
    except (FileNotFoundError, ValueError):
        kept = key = None
    lasts = kept is not None and kept.not_valid_after_utc > at + timedelta(days=DAYS)
    if (
        kept is not None
        and isinstance(key, EllipticCurvePrivateKey)
        and lasts
        and kept.public_key() == key.public_key()
    ):
        return kept, key
    made, fresh = _new_authority(at)
    _keep(place, _pem(made))
    _keep(key_place, _pem_key(fresh))
    return made, fresh


def _new_authority(at: datetime) -> tuple[x509.Certificate, EllipticCurvePrivateKey]:
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    permitted: list[x509.GeneralName] = [x509.IPAddress(IPv4Network(network)) for network in PRIVATE]
    permitted += [x509.DNSName(name) for name in LOCAL_NAMES]
    usage = _usage(sign=True)
    name = _name("Evenstride on this machine")
    made = (
        _begun(name, name, key, at, AUTHORITY_DAYS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(x509.NameConstraints(permitted, None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
    return _sign(made, key), key


def _signed(
    authority: x509.Certificate,
    signer: EllipticCurvePrivateKey,
    names: Sequence[str],
    addresses: Sequence[str],
    at: datetime,
) -> tuple[x509.Certificate, EllipticCurvePrivateKey]:
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import ExtendedKeyUsageOID

    key = ec.generate_private_key(ec.SECP256R1())
    stands_for: list[x509.GeneralName] = [x509.DNSName(one) for one in names]
    stands_for += [x509.IPAddress(IPv4Address(one)) for one in addresses]
    issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key())
    made = (
        _begun(_name("Evenstride"), authority.subject, key, at, DAYS)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.SubjectAlternativeName(stands_for), critical=False)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(_usage(sign=False), critical=True)
        .add_extension(issuer, critical=False)
    )
    return _sign(made, signer), key


def _begun(
    subject: x509.Name, issuer: x509.Name, key: EllipticCurvePrivateKey, at: datetime, days: int
) -> x509.CertificateBuilder:
    from cryptography import x509

    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - timedelta(days=1))
        .not_valid_after(at + timedelta(days=days))
    )


def _sign(made: x509.CertificateBuilder, key: EllipticCurvePrivateKey) -> x509.Certificate:
    from cryptography.hazmat.primitives import hashes

    return made.sign(key, hashes.SHA256())


def _usage(*, sign: bool) -> x509.KeyUsage:
    from cryptography import x509

    return x509.KeyUsage(
        digital_signature=not sign, key_cert_sign=sign, crl_sign=sign, content_commitment=False,
        key_encipherment=False, data_encipherment=False, key_agreement=False, encipher_only=False, decipher_only=False,
    )  # fmt: skip


def _name(common: str) -> x509.Name:
    from cryptography import x509
    from cryptography.x509.oid import NameOID

    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])


def _pem(certificate: x509.Certificate) -> bytes:
    from cryptography.hazmat.primitives.serialization import Encoding

    return certificate.public_bytes(Encoding.PEM)


def _pem_key(key: EllipticCurvePrivateKey) -> bytes:
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def _keep(place: Path, data: bytes) -> Path:
    fresh = place.with_suffix(place.suffix + ".new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(data)
    return fresh.replace(place)
