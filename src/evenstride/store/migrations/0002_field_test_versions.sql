-- Field tests carry the version of their protocol since this number; what was stored before was done by version 1.
-- Written out in every older document, so that no default of a later program can make another version of it.

UPDATE recordings
SET document = json_set(document, '$.version', 1)
WHERE kind = 'FieldTest' AND json_extract(document, '$.version') IS NULL;
