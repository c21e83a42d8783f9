"""The inner parts of the FIT reader: bytes → parts → blocks of messages → tables of columns → activities and days."""
