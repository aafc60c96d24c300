-- What can be ordered, and the exchange rate that prices begin with. Rows that are there already are left as they are: prices and rates
-- are the operators' to change.
INSERT IGNORE INTO products (operator, recharge_type, code, price_tg) VALUES
  ('UNITEL', 'VOICE', '1000', 1000),
  ('UNITEL', 'VOICE', '5000', 5000),
  ('UNITEL', 'VOICE', '10000', 10000),
  ('UNITEL', 'DATA', '3GB', 4500),
  ('UNITEL', 'DATA', '10GB', 12000);
SET @created = ROW_COUNT();

INSERT INTO exchange_rates (currency, rate)
  SELECT 'MNT_TO_CNY', 0.002 FROM (SELECT 1) AS one
  WHERE NOT EXISTS (SELECT * FROM exchange_rates WHERE currency = 'MNT_TO_CNY');

SELECT 'products' AS item, @created AS created, 5 - @created AS already_there, 5 AS total;
