"""Activity files made by hand: small runs as a watch exports them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

FIRST = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)


def tcx(number: int = 0, *, seconds: int = 120, speed: float = 3.5, sport: str = "Running", start: datetime = FIRST):
    """One run on the `number`-th day, a sample every second, as the bytes of a TCX file."""
    began = start + timedelta(days=number)
    points = "".join(
        f"<Trackpoint><Time>{began + timedelta(seconds=at):%Y-%m-%dT%H:%M:%SZ}</Time>"
        f"<DistanceMeters>{at * speed:.2f}</DistanceMeters>"
        f"<HeartRateBpm><Value>{130 + at % 20}</Value></HeartRateBpm>"
        f'<Extensions><TPX xmlns="http://www.garmin.com/xmlschemas/ActivityExtension/v2">'
        f"<Speed>{speed}</Speed><RunCadence>85</RunCadence></TPX></Extensions></Trackpoint>"
        for at in range(seconds)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><TrainingCenterDatabase '
        'xmlns="http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2"><Activities>'
        f'<Activity Sport="{sport}"><Id>{began:%Y-%m-%dT%H:%M:%SZ}</Id>'
        f'<Lap StartTime="{began:%Y-%m-%dT%H:%M:%SZ}"><TotalTimeSeconds>{seconds}</TotalTimeSeconds>'
        f"<DistanceMeters>{(seconds - 1) * speed:.2f}</DistanceMeters><Track>{points}</Track></Lap>"
        "</Activity></Activities></TrainingCenterDatabase>"
    ).encode()
