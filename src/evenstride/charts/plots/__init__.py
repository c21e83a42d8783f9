"""One file per chart; see `docs/how-to/add-a-chart.md`."""
