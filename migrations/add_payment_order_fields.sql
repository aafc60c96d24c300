-- 支付订单：记录支付平台的交易号、支付链接、到期与支付时间。

ALTER TABLE zhifu_dingdan
    ADD COLUMN pingtai_jiaoyi_hao varchar(64),
    ADD COLUMN zhifu_lianjie      text,
    ADD COLUMN guoqi_shijian      timestamptz,
    ADD COLUMN zhifu_shijian      timestamptz,
    ADD COLUMN shiji_jine         numeric(14, 2) CHECK (shiji_jine > 0);

COMMENT ON COLUMN zhifu_dingdan.pingtai_jiaoyi_hao IS '支付平台的交易号';
COMMENT ON COLUMN zhifu_dingdan.zhifu_lianjie IS '支付链接或二维码内容';
COMMENT ON COLUMN zhifu_dingdan.guoqi_shijian IS '到期时间，过后订单关闭';
COMMENT ON COLUMN zhifu_dingdan.zhifu_shijian IS '支付完成时间';
COMMENT ON COLUMN zhifu_dingdan.shiji_jine IS '实际支付金额（元）';

CREATE UNIQUE INDEX uq_zhifu_dingdan_jiaoyi_hao ON zhifu_dingdan (pingtai_jiaoyi_hao);
CREATE INDEX idx_zhifu_dingdan_guoqi ON zhifu_dingdan (guoqi_shijian) WHERE zhuangtai = 'daizhifu';
