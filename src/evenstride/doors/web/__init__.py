"""The local web app: pages that read and write one database on this machine, and nothing from elsewhere."""

from __future__ import annotations

from evenstride.doors.web.site import create_app

__all__ = ["create_app"]
