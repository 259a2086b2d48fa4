-- shape: none
create database tizilim owner tizilim encoding 'UTF8' template template0
