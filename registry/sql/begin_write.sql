-- shape: none
-- Row locks taken inside the api functions order the writers; a stronger
-- isolation would only add retries.
begin isolation level read committed read write
