-- Orders of the verification, and where their recharges are written down. An order may stand there any number of times: a second
-- recharge must show.

CREATE TABLE `test_recharges` (
  `id` INT NOT NULL AUTO_INCREMENT,
  `order_number` VARCHAR(32) NOT NULL,
  `seq_id` VARCHAR(64) NOT NULL,
  `created_at` TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
  INDEX `test_recharges_order_number_idx` (`order_number`),
  PRIMARY KEY (`id`)
);

ALTER TABLE `orders` ADD COLUMN `is_test` BOOLEAN NOT NULL DEFAULT false;
