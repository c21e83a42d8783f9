"""The local web door: pages laid out from overviews, nothing from elsewhere."""

from evenstride.doors.web.site import create_app

__all__ = ["create_app"]
