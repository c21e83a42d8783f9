"""`python -m evenstride`, for where the command is not on the path."""

from evenstride.doors.cli import main

if __name__ == "__main__":
    main()
