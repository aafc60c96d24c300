-- What can be ordered. A product that is no longer sold becomes inactive: old orders name it.

CREATE TABLE products (
    id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    sku            varchar(32)    NOT NULL UNIQUE,
    name           varchar(128)   NOT NULL,
    price          numeric(12, 2) NOT NULL CHECK (price >= 0),
    stock_quantity integer        NOT NULL DEFAULT 0 CHECK (stock_quantity >= 0),
    status         varchar(16)    NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'inactive')),
    created_at     timestamptz    NOT NULL DEFAULT now()
);
-- For the operators' list of what must be ordered again.
CREATE INDEX idx_products_low_stock ON products (stock_quantity) WHERE stock_quantity < 10;
