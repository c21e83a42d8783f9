"""A MATLAB file with one stride a part: read through a mapping, one part at a time, and why it has no steps."""

from pathlib import Path

import pytest

from evenstride.app.reading.instruments import measure_trial
from evenstride.core.errors import InputError
from evenstride.core.estimate import Missing
from evenstride.core.roles import Side
from evenstride.core.stance import StanceSummary

MAPPING = """\
[matlab]
up = "z"
part = 3

[[matlab.markers]]
variable = "rfoot_prox"
name = "RHEE"
rate = 200
unit = "m"

[[matlab.forces]]
variable = "rgrf"
name = "belt"
rate = 2000
unit = "N"
"""


@pytest.fixture
def strides(shared_data: Path) -> Path:
    return shared_data / "footnet_contact_events" / "Data_example.mat"


def test_one_part_is_one_contact_and_says_why_there_are_no_steps(strides: Path, tmp_path: Path) -> None:
    mapping = tmp_path / "foot.toml"
    mapping.write_text(MAPPING)
    found = measure_trial(strides, mapping=mapping, mass=70.0, first=Side.RIGHT)
    assert any("trial 3 of 27, each a recording of its own" in line for line in found.understood)
    assert isinstance(found.contacts, StanceSummary)
    [stance] = found.contacts.of.stances
    assert stance.side is Side.RIGHT
    # The file's README: contacts take 0.165 to 0.190 s.
    assert 0.165 <= stance.contact_time <= 0.190
    assert isinstance(found.steps, Missing)
    assert found.steps.reason == "1 foot contact was found, 3 are needed"


def test_without_a_part_it_asks_for_one(strides: Path, tmp_path: Path) -> None:
    mapping = tmp_path / "foot.toml"
    mapping.write_text(MAPPING.replace("part = 3\n", ""))
    with pytest.raises(InputError, match=r"it holds 27 trials. Say which with part = 1 to 27"):
        measure_trial(strides, mapping=mapping)
