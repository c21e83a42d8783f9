"""The extra parquet: everything about an athlete as Parquet."""

import subprocess
from pathlib import Path

TRACK = """<gpx creator="watch"><trk><type>running</type><trkseg>
<trkpt lat="52.00000" lon="4"><time>2026-05-01T16:00:00Z</time></trkpt>
<trkpt lat="52.00009" lon="4"><time>2026-05-01T16:00:03Z</time></trkpt>
<trkpt lat="52.00018" lon="4"><time>2026-05-01T16:00:06Z</time></trkpt>
</trkseg></trk></gpx>"""


def main() -> None:
    """Import one activity, write the tables."""
    Path("run.gpx").write_text(TRACK, encoding="utf-8")
    subprocess.run(["evenstride", "import", "run.gpx", "--athlete", "Noa"], check=True)
    subprocess.run(["evenstride", "data", "tables", "noa", "--parquet"], check=True)
    import pyarrow.parquet

    assert pyarrow.parquet.read_table("noa/outings.parquet").num_rows == 1


if __name__ == "__main__":
    main()
