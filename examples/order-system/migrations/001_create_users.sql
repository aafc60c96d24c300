-- Who may log in. The first super administrator is made by a command, never with a password that a document tells.

CREATE TABLE users (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    username      varchar(64)  NOT NULL UNIQUE,
    email         varchar(254) UNIQUE,
    password_hash varchar(100) NOT NULL,
    role          varchar(16)  NOT NULL DEFAULT 'staff' CHECK (role IN ('super_admin', 'staff')),
    is_active     boolean      NOT NULL DEFAULT true,
    last_login_at timestamptz,
    created_at    timestamptz  NOT NULL DEFAULT now()
);
COMMENT ON COLUMN users.password_hash IS 'bcrypt';
