"""What somebody says of a trial of instruments where its file is silent, kept with what came of the file."""

from __future__ import annotations

from dataclasses import dataclass, replace

from evenstride.core.clip_corrections import Correction
from evenstride.core.roles import Side


@dataclass(frozen=True, slots=True)
class Standing:
    """What a file of the same runner standing still on plates showed.

    Attributes
    ----------
    content_id, file_name : str
        Of that file.
    mass : float
        kg.
    lean : tuple of float
        Force along each axis of the laboratory as a share of weight, 0 upward.
    """

    content_id: str
    file_name: str
    mass: float
    lean: tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class ClipTold:
    """What somebody says of how a clip of keypoints was filmed; None where nothing is said.

    Attributes
    ----------
    fps : float or None
        Frames the camera took a second of life.
    scale, camera : str or None
        As `core.pose.parse_scale` and `core.pose.CameraMotion` know them.
    runner : str or None
        Where the runner is, as `core.pose.parse_runner` knows it.
    film : str or None
        Content id of the film the keypoints were found in; it is no word of a file of facts.

    Examples
    --------
    >>> ClipTold(240.0, camera="panning").words
    {'fps': 240.0, 'camera': 'panning'}
    """

    fps: float | None = None
    scale: str | None = None
    camera: str | None = None
    runner: str | None = None
    film: str | None = None

    @property
    def words(self) -> dict[str, object]:
        """What is said, by the names that a file of facts uses."""
        said = (("fps", self.fps), ("scale", self.scale), ("camera", self.camera), ("runner", self.runner))
        return {name: value for name, value in said if value is not None}


@dataclass(frozen=True, slots=True)
class TrialTold:
    """What was told of a trial.

    Attributes
    ----------
    first : Side or None
        The foot that came first.
    mass : float or None
        Body mass in kg.
    standing : Standing or None
        What standing still showed.
    mapping : str
        A mapping file as it was written, TOML; empty where none was given.
    worn : tuple of str
        Where sensors sat: `left-shank` of the only one, `NAME=left-shank` of one of several.
    clip : ClipTold or None
        How keypoints were filmed; None where nothing was said of it, or the file says it itself.
    corrections : tuple of Correction
        What a person corrected in a clip since, in the order in which it was done.

    Examples
    --------
    >>> TrialTold().empty, TrialTold(first=Side.LEFT).empty, TrialTold(mass=70.0).known_mass
    (True, False, 70.0)
    """

    first: Side | None = None
    mass: float | None = None
    standing: Standing | None = None
    mapping: str = ""
    worn: tuple[str, ...] = ()
    clip: ClipTold | None = None
    corrections: tuple[Correction, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether nothing was told."""
        return self == TrialTold()

    @property
    def as_handed(self) -> TrialTold:
        """The same as it was when the file came in, without what was corrected since."""
        return replace(self, corrections=())

    @property
    def beside_sides(self) -> TrialTold:
        """The same without the foot that came first, which the sides of the contacts hold too."""
        return replace(self, first=None)

    @property
    def known_mass(self) -> float | None:
        """The mass told, else what standing still weighed; None without either."""
        return self.mass if self.mass is not None or self.standing is None else self.standing.mass
