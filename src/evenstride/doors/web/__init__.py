"""The local web app: pages that read and write one database on this machine, and nothing from elsewhere."""

from __future__ import annotations

from evenstride.doors.web.network import Network
from evenstride.doors.web.site import create_app

__all__ = ["Network", "create_app"]
