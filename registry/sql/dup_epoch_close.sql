-- shape: none
-- $1 int epoch
select api.dup_epoch_close($1)
