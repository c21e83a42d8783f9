"""Films as phones and cameras write them, through PyAV alone: what the file says, and its frames by number."""

from __future__ import annotations

from evenstride.readers.video.film import Video, open_video

__all__ = ["Video", "open_video"]
