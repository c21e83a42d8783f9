"""One module per format of activity files; `evenstride.readers.outing_reading.OutingFormat` says what each defines."""
