-- shape: none
grant tizilim_user to tizilim
