"""The SQL of routes/orders.py."""

from sqlalchemy import text

# Takes from the stock only what is there, whoever orders at the same time: the row is locked until the commit.
TAKE = text("""
    UPDATE products SET stock_quantity = stock_quantity - :quantity
    WHERE id = :id AND status = 'active' AND stock_quantity >= :quantity
    RETURNING price
""")
CREATE = text("""
    INSERT INTO orders (user_id, total_amount) VALUES (:user_id, :total_amount)
    RETURNING id, order_number, status, total_amount, created_at
""")
ADD_ITEM = text("""
    INSERT INTO order_items (order_id, product_id, quantity, unit_price)
    VALUES (:order_id, :product_id, :quantity, :unit_price)
""")

# A parameter that is null chooses all.
MATCHES = """
    (CAST(:user_id AS bigint) IS NULL OR orders.user_id = CAST(:user_id AS bigint))
    AND (CAST(:status AS text) IS NULL OR orders.status = CAST(:status AS text))
"""
LIST = text(f"""
    SELECT orders.id, order_number, username, orders.status, total_amount, orders.created_at,
           (SELECT coalesce(sum(quantity), 0) FROM order_items WHERE order_id = orders.id) AS pieces
    FROM orders
    JOIN users ON users.id = orders.user_id
    WHERE {MATCHES}
    ORDER BY orders.created_at DESC, orders.id DESC
    LIMIT :limit OFFSET :offset
""")
COUNT = text(f"SELECT count(*) FROM orders WHERE {MATCHES}")
STATISTICS = text("""
    SELECT known.status, count(orders.id) AS count, coalesce(sum(total_amount), 0.00) AS total_amount
    FROM unnest(CAST(:statuses AS text[])) WITH ORDINALITY AS known (status, place)
    LEFT JOIN orders ON orders.status = known.status
         AND (CAST(:user_id AS bigint) IS NULL OR orders.user_id = CAST(:user_id AS bigint))
    GROUP BY known.status, place
    ORDER BY place
""")

CHANGE_STATUS = text("""
    UPDATE orders SET status = :status, updated_at = now()
    WHERE id = :id AND status = ANY (CAST(:before AS text[]))
    RETURNING id
""")
GIVE_BACK = text("""
    UPDATE products SET stock_quantity = stock_quantity + order_items.quantity
    FROM order_items
    WHERE order_items.order_id = :id AND order_items.product_id = products.id
""")
