-- shape: stream
copy (
  select r.body_id, r.short_names, r.revisions, r.lean
    from api.dup_lean() r
) to stdout (format binary)
