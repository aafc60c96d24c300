-- What is noted about anomalies is lost; a release that uses these columns fails without them, so deploy the one before first.
ALTER TABLE `orders`
  DROP INDEX `idx_anomaly_reason`,
  DROP INDEX `idx_payment_recharge_at`,
  DROP INDEX `idx_recharge_status_at_seqid`,
  DROP COLUMN `anomaly_details`,
  DROP COLUMN `anomaly_reason`,
  DROP COLUMN `version`;
