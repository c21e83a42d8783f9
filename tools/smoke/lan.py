"""The extra lan: a certificate of one's own, and the picture that a phone scans."""

from datetime import UTC, datetime
from pathlib import Path

from evenstride.doors.certificate import ensure_certificate
from evenstride.doors.cli.lan import picture


def main() -> None:
    """Make both."""
    made = ensure_certificate(Path("kept"), ["kim.local"], ["192.168.1.5"], at=datetime(2026, 11, 1, tzinfo=UTC))
    assert made.chain.read_bytes().count(b"BEGIN CERTIFICATE") == 2
    assert len(picture("https://192.168.1.5:8642/").splitlines()) > 5


if __name__ == "__main__":
    main()
