"""Who may reach the pages from another device: a code typed once, and secret addresses of calendars.

Kept in one file beside the database, readable by its owner only. Of a paired device only a hash is kept.
"""

from __future__ import annotations

import json
import os
import secrets
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import datetime
from hashlib import sha256
from hmac import compare_digest
from pathlib import Path
from threading import Lock
from typing import Any

from evenstride.app.wiring import now
from evenstride.app.wrong_codes import WrongCodes
from evenstride.core.errors import StoreError

DIGITS = 8
PATIENCE = 10.0
"""Seconds to wait for another server on the same database that is writing the file (judgement)."""


class Access:
    """Pairing codes, paired devices and calendar addresses of one database.

    Parameters
    ----------
    path : Path
        The file all of it is kept in; made at first need.
    clock : callable
        The present moment, UTC and aware.
    """

    def __init__(self, path: Path, clock: Callable[[], datetime] = now) -> None:
        self._path = path
        self._clock = clock
        self._lock = Lock()
        self._code = _new_code()
        self._wrong = WrongCodes(clock)

    @property
    def code(self) -> str:
        """The code that pairs the next device; another one after each device."""
        return self._code

    def wait(self, address: str) -> float:
        """Return for how many minutes no code of an address is looked at; see `WrongCodes`."""
        return self._wrong.wait(address)

    def pair(self, code: str, address: str = "") -> str | None:
        """Return the token of a newly paired device, None where the code is not the one shown or is not looked at.

        Parameters
        ----------
        code : str
            As it was typed.
        address : str
            Where it came from in the network: who sends wrong codes waits, and nobody else.
        """
        with self._lock:
            if self.wait(address):
                return None
            if not compare_digest(code.encode(), self._code.encode()):
                self._wrong.count(address)
                return None
            self._code = _new_code()
            self._wrong.forget(address)
        token = secrets.token_urlsafe(32)
        with self._changing() as known:
            known["paired"][_hash(token)] = self._clock().date().isoformat()
        return token

    def is_paired(self, token: str) -> bool:
        """Return whether a device has been paired and not been forgotten since."""
        return bool(token) and _hash(token) in self._read()["paired"]

    def forget(self) -> int:
        """Forget every paired device; returns how many there were."""
        with self._changing() as known:
            count = len(known["paired"])
            known["paired"] = {}
        return count

    def calendar(self, key: str) -> str:
        """Return the secret of an athlete's calendar address, made at first need."""
        known = self._read()["calendars"].get(key)
        if known:
            return known
        with self._changing() as kept:
            return kept["calendars"].setdefault(key, secrets.token_urlsafe(32))

    def renew_calendar(self, key: str) -> str:
        """Return a new secret of an athlete's calendar address; the old address stops working."""
        with self._changing() as known:
            known["calendars"][key] = secret = secrets.token_urlsafe(32)
        return secret

    def close_calendar(self, key: str) -> None:
        """Let an athlete's calendar address stop working, and keep nothing of it."""
        if key in self._read()["calendars"]:
            with self._changing() as known:
                known["calendars"].pop(key, None)

    def athlete_of(self, calendar: str) -> str | None:
        """Return whose calendar a secret opens, None where it opens none."""
        found = (key for key, secret in self._read()["calendars"].items() if compare_digest(secret, calendar))
        return next(found, None) if calendar.isascii() else None

    @contextmanager
    def _changing(self) -> Iterator[dict[str, Any]]:
        """Give what is kept to be changed, while nobody else changes it: no thread, and no other server."""
        beside = self._path.with_suffix(".lock")
        os.close(os.open(beside, os.O_WRONLY | os.O_CREAT, 0o600))
        # An empty database is a lock that every system has, and that goes when its holder dies.
        with self._lock, closing(sqlite3.connect(beside, timeout=PATIENCE, isolation_level=None)) as lock:
            try:
                lock.execute("BEGIN EXCLUSIVE")
            except sqlite3.OperationalError as problem:
                raise StoreError(
                    "the file of paired devices is in use",
                    place=str(self._path),
                    why=str(problem),
                    remedy="Try once more",
                ) from problem
            known = dict(self._read())
            yield known
            self._write(known)

    def _read(self) -> Mapping[str, Any]:
        try:
            known = json.loads(self._path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            known = {}
        except (OSError, ValueError) as problem:
            raise StoreError(
                "the file of paired devices cannot be read", place=str(self._path), why=str(problem),
                remedy="Remove it: every device is then paired anew, and calendars get new addresses",
            ) from problem  # fmt: skip
        return {"paired": {}, "calendars": {}, **known}

    def _write(self, known: Mapping[str, Any]) -> None:
        fresh = self._path.with_suffix(".new")
        fresh.unlink(missing_ok=True)
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            json.dump(known, file)
        fresh.replace(self._path)


def access_beside(database: Path, clock: Callable[[], datetime] = now) -> Access:
    """Return who may reach the pages of a database."""
    return Access(database.with_name(database.name + "-access.json"), clock)


def _new_code() -> str:
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"


def _hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()
