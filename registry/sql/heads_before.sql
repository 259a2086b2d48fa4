-- shape: one
-- The heads of all chains at the end of a day, as JSON; null of one that has not ended.
-- $1 date day
select api.past_heads($1)
