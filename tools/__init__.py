"""The workshop: gates, generated pages, and the harness behind `make validate` and `make bench`."""
