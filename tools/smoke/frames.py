"""The extra frames: the values of a sprint as a pandas data frame."""

import evenstride as es


def main() -> None:
    """Ask for the frame."""
    frame = es.fit_sprint([5, 10, 15, 20, 30, 40], [1.158, 1.893, 2.541, 3.149, 4.313, 5.444]).to_frame()
    assert {"quantity", "value", "low", "high"} <= set(frame.columns), frame.columns


if __name__ == "__main__":
    main()
