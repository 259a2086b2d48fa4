-- shape: none
create role tizilim login
