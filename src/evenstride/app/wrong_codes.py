"""Wrong pairing codes: whoever sends them waits longer and longer, and nobody else waits with them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network
from math import inf

TRIES = 5
"""Wrong codes an address may send before it waits (judgement)."""

FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(days=1)

MOST = 10_000
"""Wrong codes of all addresses together, after which nobody is paired before a new start (judgement)."""


class WrongCodes:
    r"""Wrong codes by the address they came from.

    An address that has sent `TRIES` wrong codes waits one minute before the next, and twice as long after each further
    one, up to a day. What is sent while it waits is not looked at and does not make it wait longer. A wrong code of one
    address closes nothing for another, and the code on the screen stays.

    What guessing comes to: a code has eight digits, so :math:`n` guesses at one code or at many find one with a chance
    of at most :math:`n / 10^8`. One address has :math:`5 + 10 = 15` guesses on the first day, since
    :math:`2^{10} - 1 = 1023` min :math:`< 24` h :math:`< 2^{11} - 1`, and then one a day: :math:`1.5 \cdot 10^{-7}`
    a day. All 254 addresses of a home network together have 3,810 on the first day, :math:`3.8 \cdot 10^{-5}`. However
    many addresses somebody takes, `MOST` guesses are looked at between two starts of the program, a chance of at most
    :math:`10^{-4}`. To keep pairing closed for others somebody has to take some 2,000 addresses at once, or those of a
    whole home network for a month; then the page says so. In IPv6, where a device has as many addresses as it likes,
    all of one /64 network count as one.

    Parameters
    ----------
    clock : callable
        The present moment, UTC and aware.

    Examples
    --------
    >>> from datetime import UTC
    >>> wrong = WrongCodes(lambda: datetime(2026, 5, 1, tzinfo=UTC))
    >>> for _ in range(5):
    ...     wrong.count("192.168.1.66")
    >>> wrong.wait("192.168.1.66"), wrong.wait("192.168.1.5")
    (1.0, 0.0)
    """

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._counts: dict[str, int] = {}
        self._until: dict[str, datetime] = {}
        self._total = 0

    def wait(self, address: str) -> float:
        """Return for how many minutes nothing an address sends is looked at, infinite where it takes a new start."""
        if self._total >= MOST:
            return inf
        until = self._until.get(_sender(address))
        return 0.0 if until is None else max(0.0, (until - self._clock()) / timedelta(minutes=1))

    def count(self, address: str) -> None:
        """Count a wrong code that was looked at."""
        sender = _sender(address)
        count = self._counts[sender] = self._counts.get(sender, 0) + 1
        self._total += 1
        if count >= TRIES:
            # Beyond some doublings the product would no longer be a time.
            wait = min(FIRST_WAIT * 2 ** min(count - TRIES, 16), LONGEST_WAIT)
            self._until[sender] = self._clock() + wait

    def forget(self, address: str) -> None:
        """Forget what an address sent: it has been paired."""
        self._counts.pop(_sender(address), None)
        self._until.pop(_sender(address), None)


def _sender(address: str) -> str:
    try:
        known = ip_address(address)
    except ValueError:
        return address
    if not isinstance(known, IPv6Address):
        return str(known)
    mapped = known.ipv4_mapped
    return str(ip_network((int(known), 64), strict=False) if mapped is None else mapped)
