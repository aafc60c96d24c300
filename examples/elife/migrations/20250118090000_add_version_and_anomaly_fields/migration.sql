-- One statement, so that nothing of it is left when it fails.
ALTER TABLE `orders`
  ADD COLUMN `version` INT NOT NULL DEFAULT 0,
  ADD COLUMN `anomaly_reason` VARCHAR(100) NULL,
  ADD COLUMN `anomaly_details` TEXT NULL,
  ADD INDEX `idx_recharge_status_at_seqid` (`recharge_status`, `recharge_at`, `recharge_seq_id`),
  ADD INDEX `idx_payment_recharge_at` (`payment_status`, `recharge_status`, `recharge_at`),
  ADD INDEX `idx_anomaly_reason` (`anomaly_reason`);
