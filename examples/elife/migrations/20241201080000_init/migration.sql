-- Times are TIMESTAMP, which is kept in UTC whatever zone the server, a session or a person's client is in.

CREATE TABLE `users` (
  `id` INT NOT NULL AUTO_INCREMENT,
  `username` VARCHAR(64) NOT NULL,
  `password_hash` VARCHAR(100) NOT NULL,
  `role` VARCHAR(16) NOT NULL,
  `created_at` TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
  UNIQUE INDEX `users_username_key` (`username`),
  PRIMARY KEY (`id`)
);

CREATE TABLE `exchange_rates` (
  `id` INT NOT NULL AUTO_INCREMENT,
  `currency` VARCHAR(16) NOT NULL,
  `rate` DECIMAL(12, 6) NOT NULL,
  `is_active` BOOLEAN NOT NULL DEFAULT true,
  `created_at` TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
  PRIMARY KEY (`id`)
);

CREATE TABLE `products` (
  `id` INT NOT NULL AUTO_INCREMENT,
  `operator` VARCHAR(16) NOT NULL,
  `recharge_type` VARCHAR(16) NOT NULL,
  `code` VARCHAR(32) NOT NULL,
  `price_tg` INT NOT NULL,
  UNIQUE INDEX `products_operator_recharge_type_code_key` (`operator`, `recharge_type`, `code`),
  PRIMARY KEY (`id`)
);

CREATE TABLE `orders` (
  `id` INT NOT NULL AUTO_INCREMENT,
  `order_number` VARCHAR(32) NOT NULL,
  `user_id` INT NOT NULL,
  `phone_number` VARCHAR(16) NOT NULL,
  `product_operator` VARCHAR(16) NOT NULL,
  `recharge_type` VARCHAR(16) NOT NULL,
  `product_code` VARCHAR(32) NOT NULL,
  `product_price_tg` INT NOT NULL,
  `product_price_rmb` DECIMAL(10, 2) NOT NULL,
  `payment_status` VARCHAR(16) NOT NULL DEFAULT 'pending',
  `transaction_id` VARCHAR(64) NULL,
  `paid_at` TIMESTAMP NULL DEFAULT NULL,
  `recharge_status` VARCHAR(16) NOT NULL DEFAULT 'pending',
  `recharge_at` TIMESTAMP NULL DEFAULT NULL,
  `recharge_seq_id` VARCHAR(64) NULL,
  `created_at` TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
  UNIQUE INDEX `orders_order_number_key` (`order_number`),
  PRIMARY KEY (`id`),
  CONSTRAINT `orders_user_id_fkey` FOREIGN KEY (`user_id`) REFERENCES `users` (`id`)
);
