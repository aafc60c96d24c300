CREATE TABLE numbers (id bigint PRIMARY KEY);
