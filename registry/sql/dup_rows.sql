-- shape: stream
copy (
  select r.body_id, r.short_names, r.revisions, r.packed
    from api.dup_rows() r
) to stdout (format binary)
