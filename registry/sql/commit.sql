-- shape: none
commit
