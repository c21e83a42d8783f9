"""`serve --lan`: certificate, addresses, pairing code and a picture to scan."""

from __future__ import annotations

import io
import socket
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from evenstride.app.desk import Desk
from evenstride.app.wiring import now
from evenstride.core.errors import InputError
from evenstride.doors.certificate import ensure_certificate, is_local
from evenstride.doors.cli.output import remark
from evenstride.doors.web import Network


@dataclass(frozen=True, slots=True)
class Opened:
    """What the server needs to be reached from the local network, and what is said about it."""

    network: Network
    chain: Path
    key: Path
    said: tuple[str, ...]


def open_to_network(desk: Desk, port: int, more: Sequence[str], certificate: Path | None, key: Path | None) -> Opened:
    """Prepare certificate and pairing for the addresses of this machine.

    Raises
    ------
    InputError
        If this machine is in no private network, a name is not local, or only one of certificate and key is given.
    """
    if (certificate is None) != (key is None):
        raise InputError(
            "a certificate needs its key, and a key its certificate", remedy="Give --certificate and --key"
        )
    addresses = [*own_addresses(), *(one for one in more if _is_address(one))]
    if not addresses:
        raise InputError(
            "this machine has no address in a private network",
            why=f"{' and '.join(more)} without one leads nowhere" if more else "",
            remedy="Join a network, or give its address there too, for example --name 192.168.1.20",
        )
    names = [own_name(), "localhost", *(one for one in more if not _is_address(one))]
    hosts = tuple(dict.fromkeys((*addresses, *names)))
    if certificate is not None and key is not None:
        network = Network(desk.access, hosts, announce=_announce)
        return Opened(network, certificate, key, _said(network, addresses[0], port))
    folder = desk.path.with_name(desk.path.name + "-certificate")
    made = ensure_certificate(folder, names, ["127.0.0.1", *addresses], at=now())
    network = Network(desk.access, hosts, made.authority.read_bytes(), made.fingerprint, _announce)
    return Opened(network, made.chain, made.key, _said(network, addresses[0], port))


def own_addresses() -> tuple[str, ...]:
    """Return the private IPv4 addresses of this machine, the one that others reach first."""
    found: list[str] = []
    # Connecting a datagram socket sends nothing: it only asks which address would be used. 192.0.2.1 is nobody's.
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking, suppress(OSError):
        asking.connect(("192.0.2.1", 9))
        found.append(asking.getsockname()[0])
    with suppress(OSError):
        found += [str(one[4][0]) for one in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)]
    return tuple(one for one in dict.fromkeys(found) if is_local(one) and not one.startswith("127."))


def own_name() -> str:
    """Return the name this machine has in a local network."""
    name = socket.gethostname().split(".")[0].lower()
    return f"{name}.local"


def picture(address: str) -> str:
    """Return a picture code of an address for a terminal."""
    import segno

    drawn = io.StringIO()
    segno.make(address, error="l", micro=False).terminal(out=drawn, compact=True)
    return drawn.getvalue()


def _said(network: Network, address: str, port: int) -> tuple[str, ...]:
    code = network.access.code
    place = f"https://{address}:{port}"
    trust = (
        (
            "The browser will warn once, because the certificate was made on this machine. Its authority's SHA-256:",
            f"  {network.fingerprint}",
        )
        if network.fingerprint
        else ()
    )
    return (
        f"Phones in your network reach {place}. Scan, or open it and type the code {code[:4]} {code[4:]}:",
        picture(f"{place}/pair#{code}"),
        *trust,
        "Everything stays in this network. Stop with Ctrl+C.",
    )


def _announce(code: str) -> None:
    remark(f"The code for the next device: {code[:4]} {code[4:]}")


def _is_address(name: str) -> bool:
    try:
        socket.inet_aton(name)
    except OSError:
        return False
    return name.count(".") == 3
