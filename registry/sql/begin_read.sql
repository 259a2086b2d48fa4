-- shape: none
-- One snapshot for all reads of a command, so that its parts agree.
begin isolation level repeatable read read only
