-- shape: many
select d.body_id, d.short_name, d.bytes_sha256, d.saved_at, d.saved_by
  from api.drafts() d
