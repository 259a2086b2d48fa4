-- shape: one
-- How much is registered, how much of it lags, and the last epoch: nulls when there is none.
select s.registered, s.pending, s.epoch, s.vocabulary_sha256, s.pack, s.pack_version, s.entries,
       s.terms, s.writable
  from api.dup_state() s
