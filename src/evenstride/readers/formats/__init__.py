"""One module per file format; `evenstride.readers.contract.Format` says what each defines."""
