"""A desk served on a free port of this machine, for pictures and for checks in a browser."""

from __future__ import annotations

import math
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn

from evenstride.app.desk import Desk
from evenstride.doors.certificate import Certificate
from evenstride.doors.web import Network, create_app


class Server:
    """The app on a port it keeps, so that it can go away and come back; over HTTPS where a certificate is given."""

    def __init__(
        self,
        desk: Desk,
        *,
        patience: float = math.inf,
        network: Network | None = None,
        certificate: Certificate | None = None,
    ) -> None:
        self.desk, self.patience, self.network, self.certificate = desk, patience, network, certificate
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]

    @property
    def address(self) -> str:
        """The address of the pages, without a slash at its end."""
        return f"http{'' if self.certificate is None else 's'}://localhost:{self.port}"

    def up(self) -> None:
        """Serve, and come back when the first page can be asked for."""
        made = self.certificate
        config = uvicorn.Config(
            create_app(self.desk, patience=self.patience, network=self.network),
            host="127.0.0.1", port=self.port, log_level="error", timeout_graceful_shutdown=2,
            ssl_certfile=None if made is None else str(made.chain), ssl_keyfile=None if made is None else str(made.key),
        )  # fmt: skip
        self.server = uvicorn.Server(config)
        self.thread = threading.Thread(target=self.server.run, daemon=True)
        self.thread.start()
        while not self.server.started:
            if not self.thread.is_alive():
                raise RuntimeError("the server did not start")
            time.sleep(0.02)

    def down(self) -> None:
        """Go away."""
        self.server.should_exit = True
        self.thread.join(10)


@contextmanager
def served(desk: Desk, *, patience: float = math.inf, network: Network | None = None) -> Iterator[str]:
    """Serve a desk while a block runs, and yield the address."""
    server = Server(desk, patience=patience, network=network)
    server.up()
    try:
        yield server.address
    finally:
        server.down()
