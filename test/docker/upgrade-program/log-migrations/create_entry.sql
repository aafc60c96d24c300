CREATE TABLE entry (id int PRIMARY KEY);
INSERT INTO entry VALUES (1), (2), (3);
CREATE VIEW entries AS SELECT count(*) AS n FROM entry;
