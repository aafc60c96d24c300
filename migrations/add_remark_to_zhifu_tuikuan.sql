-- 退款：备注，记录退款原因之外的处理说明。

ALTER TABLE zhifu_tuikuan ADD COLUMN beizhu varchar(256);
COMMENT ON COLUMN zhifu_tuikuan.beizhu IS '备注';
