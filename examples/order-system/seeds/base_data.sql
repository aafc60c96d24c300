-- The first products. Runs with every release: what is there already is left as it is, prices and stock included.

WITH wanted (sku, name, price, stock_quantity) AS (
    VALUES
        ('BG-1001', 'A4 复印纸（5 包/箱）', 129.00, 200),
        ('BG-1002', '中性笔 0.5mm（12 支/盒）', 18.50, 500),
        ('BG-1003', '文件夹 A4', 6.80, 300),
        ('BG-2001', '人体工学椅', 899.00, 35),
        ('BG-2002', '升降办公桌 1.4m', 1599.00, 8),
        ('BG-3001', '27 英寸显示器', 1299.00, 40)
),
created AS (
    INSERT INTO products (sku, name, price, stock_quantity)
    SELECT sku, name, price, stock_quantity FROM wanted
    ON CONFLICT (sku) DO NOTHING
    RETURNING id
)
SELECT 'products' AS item,
       (SELECT count(*) FROM created) AS created,
       (SELECT count(*) FROM wanted) - (SELECT count(*) FROM created) AS already_there,
       (SELECT count(*) FROM wanted) AS total;
