-- Orders and their items. An item cannot be without its order: it goes with it.

CREATE TABLE orders (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    order_number varchar(24)    NOT NULL UNIQUE
                 GENERATED ALWAYS AS ('ORD' || lpad(id::text, greatest(8, length(id::text)), '0')) STORED,
    user_id      bigint         NOT NULL REFERENCES users (id),
    status       varchar(16)    NOT NULL DEFAULT 'pending'
                 CHECK (status IN ('pending', 'paid', 'shipped', 'completed', 'cancelled')),
    total_amount numeric(14, 2) NOT NULL CHECK (total_amount >= 0),
    created_at   timestamptz    NOT NULL DEFAULT now(),
    updated_at   timestamptz    NOT NULL DEFAULT now()
);
CREATE INDEX idx_orders_user ON orders (user_id, created_at DESC);
CREATE INDEX idx_orders_status ON orders (status, created_at);

CREATE TABLE order_items (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    order_id   bigint         NOT NULL REFERENCES orders (id) ON DELETE CASCADE,
    product_id bigint         NOT NULL REFERENCES products (id),
    quantity   integer        NOT NULL CHECK (quantity > 0),
    unit_price numeric(12, 2) NOT NULL CHECK (unit_price >= 0),
    UNIQUE (order_id, product_id)
);
CREATE INDEX idx_order_items_product ON order_items (product_id);
