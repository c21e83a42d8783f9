"""TCX and GPX written piece by piece, and what is read of them."""

import numpy as np

from evenstride.core.activity import Activity, ActivityReading
from evenstride.readers.outing_reading import read_outings
from evenstride.readers.xml.distance import EQUATOR

TCX_SPACE = "http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2"


def point(second: float, inner: str = "") -> str:
    return f"<Trackpoint><Time>2026-05-01T16:{int(second) // 60:02d}:{second % 60:06.3f}Z</Time>{inner}</Trackpoint>"


def lap(begin: int, *tracks: str, told: str = "<TotalTimeSeconds>10</TotalTimeSeconds>") -> str:
    inner = "".join(f"<Track>{track}</Track>" for track in tracks)
    return f'<Lap StartTime="2026-05-01T16:{begin // 60:02d}:{begin % 60:02d}Z">{told}{inner}</Lap>'


def tcx(*laps: str, sport: str = "Running", more: str = "") -> bytes:
    return (
        f'<TrainingCenterDatabase xmlns="{TCX_SPACE}"><Activities><Activity Sport="{sport}">'
        f"{''.join(laps)}{more}</Activity></Activities></TrainingCenterDatabase>"
    ).encode()


def moved(
    speed: float, *, cadence: float | None = None, name: str = "", kind: str = "", seconds: int = 60, told: str = ""
) -> bytes:
    """A track north at a constant speed that may not say what was done."""
    degree = np.degrees(speed / EQUATOR)
    inner = "" if cadence is None else f"<extensions><cad>{cadence}</cad></extensions>"
    points = "".join(trkpt(second, told + inner, lat=second * degree) for second in range(seconds))
    named = f"<name>{name}</name>" if name else ""
    typed = f"<type>{kind}</type>" if kind else ""
    return f"<gpx>{f'<trk>{named}{typed}<trkseg>{points}</trkseg></trk>'}</gpx>".encode()


def trkpt(second: int, inner: str = "", lat: float = 52.0, lon: float = 4.0, zone: str = "Z") -> str:
    time = f"<time>2026-05-01T16:{second // 60:02d}:{second % 60:02d}{zone}</time>"
    return f'<trkpt lat="{lat}" lon="{lon}">{time}{inner}</trkpt>'


def gpx(*segments: str, kind: str = "running", head: str = 'version="1.1" creator="watch"') -> bytes:
    inner = "".join(f"<trkseg>{one}</trkseg>" for one in segments)
    return f"<gpx {head}><trk><type>{kind}</type>{inner}</trk></gpx>".encode()


def reading(data: bytes) -> ActivityReading:
    return read_outings(data, name="file", athlete="Noa")


def one(data: bytes) -> Activity:
    (found,) = reading(data).activities
    return found


def values(activity: Activity, quantity: str) -> list[float]:
    channel = activity.channel(quantity)
    assert channel is not None
    return channel.values.tolist()
