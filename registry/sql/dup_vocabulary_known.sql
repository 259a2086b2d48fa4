-- shape: one
-- Whether any epoch was of it.
-- $1 bytea vocabulary
select api.dup_vocabulary_known($1)
