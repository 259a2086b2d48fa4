-- shape: none
rollback
