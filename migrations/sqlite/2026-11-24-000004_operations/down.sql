DROP TABLE audit;
DROP TABLE jobs;
DROP TABLE messages;
DROP TABLE links;
DROP TABLE sessions;
DROP TABLE roles;
DROP TABLE users;
