-- shape: none
grant tizilim_user to current_user
