-- shape: stream
-- Only terms of the last epoch are kept. A name is null when it is the key.
copy (
  select t.number, t.counted, t.key, t.name
    from api.dup_terms() t
) to stdout (format binary)
