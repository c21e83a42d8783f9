"""The frames of the film that a clip was found in, as pictures, while somebody looks through them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import Lock

from evenstride.app.runs.measured import Remembered
from evenstride.app.video.videos import video_path
from evenstride.core.errors import InputError, NotFoundError
from evenstride.core.estimate import Missing
from evenstride.core.recording import Recording
from evenstride.readers.video import Video, open_video
from evenstride.writers.pictures import require_pictures, write_jpeg

MOST_ROWS = 720
"""Of a picture that is looked at."""

PIECE = 12
"""Frames decoded at once: reaching any of them decodes from the last key frame on, and the next are asked for soon."""

PIECES = 12
"""Kept in memory, each about 1 MB."""

FILMS = 4
"""Open films kept in memory: of each when its frames are shown."""

NONE_KEPT = Missing("No film is kept with this run")


@dataclass(frozen=True, slots=True, eq=False)
class ShownFilm:
    """A film that can be looked at.

    Attributes
    ----------
    id : str
        Content id of the film.
    first : int
        The frame of the film that is the first of the clip: the first that can be decoded.
    """

    id: str
    video: Video
    first: int

    @property
    def size(self) -> tuple[int, int]:
        """Width and height, px of the points."""
        return self.video.facts.width, self.video.facts.height


class FilmPictures:
    """Pictures of films beside a database; those looked at last are remembered."""

    def __init__(self, database: Path) -> None:
        self._database = database
        self._films = Remembered(most=FILMS)
        self._pieces = Remembered(most=PIECES)
        self._decoding = Lock()

    def film(self, run: Recording) -> ShownFilm | Missing:
        """Return the film of a run, or why it cannot be shown."""
        told = run.origin.told
        id = None if told is None or told.clip is None else told.clip.film
        path = NONE_KEPT if id is None else video_path(self._database, id)
        if id is None or isinstance(path, Missing):
            return NONE_KEPT
        try:
            with self._decoding:
                return self._films.get(id, make=partial(_open, id, path))
        except InputError as problem:
            return Missing("The film is kept, but cannot be shown here", str(problem))

    def picture(self, run: Recording, frame: int) -> bytes:
        """Return one frame of a clip as a JPEG, upright, of at most 720 rows.

        Raises
        ------
        NotFoundError
            If the film is not here, or has no such frame or a damaged one.
        """
        film = self.film(run)
        if isinstance(film, Missing):
            raise NotFoundError(film.reason, remedy=film.remedy)
        number = film.first + frame
        if not film.first <= number < len(film.video.times):
            raise NotFoundError(f"there is no frame {frame}", remedy="Go back to the review of the clip")
        with self._decoding:
            piece = self._pieces.get(film.id, number // PIECE, make=partial(_decoded, film.video, number // PIECE))
        if number not in piece:
            raise NotFoundError(f"frame {frame} is damaged", remedy="Look at the frames beside it")
        return piece[number]


def _open(id: str, path: Path) -> ShownFilm:
    require_pictures()
    video = open_video(path)
    first = next((one.index for one in video.frames(height=MOST_ROWS)), 0)
    return ShownFilm(id, video, first)


def _decoded(video: Video, piece: int) -> Mapping[int, bytes]:
    walk = video.frames(piece * PIECE, (piece + 1) * PIECE, MOST_ROWS)
    return {one.index: write_jpeg(one.picture) for one in walk}
