"""The extra fit: a plan as workouts of a watch."""

import subprocess
from pathlib import Path

COMMANDS = (
    "evenstride start Noa --lacking top --goal 100m --days all --kit gym --readiness no --enjoys flying",
    "evenstride plan --athlete Noa --minutes 75",
    "evenstride export plan watch --to fit",
)


def main() -> None:
    """Start, plan, export."""
    for command in COMMANDS:
        subprocess.run(command.split(), check=True)
    assert list(Path("watch").glob("*.fit"))


if __name__ == "__main__":
    main()
