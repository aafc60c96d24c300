-- 合同：签署与付款的进度。

ALTER TABLE hetong
    ADD COLUMN qianshu_zhuangtai varchar(16)    NOT NULL DEFAULT 'weiqianshu',
    ADD COLUMN qianshu_ren       varchar(64),
    ADD COLUMN qianshu_shijian   timestamptz,
    ADD COLUMN zhifu_zhuangtai   varchar(16)    NOT NULL DEFAULT 'weizhifu',
    ADD COLUMN yizhifu_jine      numeric(14, 2) NOT NULL DEFAULT 0,
    ADD CONSTRAINT hetong_qianshu_zhuangtai CHECK (qianshu_zhuangtai IN ('weiqianshu', 'yiqianshu', 'yizuofei')),
    ADD CONSTRAINT hetong_qianshu_shijian CHECK (qianshu_zhuangtai <> 'yiqianshu' OR qianshu_shijian IS NOT NULL),
    ADD CONSTRAINT hetong_zhifu_zhuangtai CHECK (zhifu_zhuangtai IN ('weizhifu', 'bufen', 'yizhifu')),
    ADD CONSTRAINT hetong_yizhifu_jine CHECK (yizhifu_jine >= 0);

COMMENT ON COLUMN hetong.qianshu_zhuangtai IS '签署状态：未签署、已签署、已作废';
COMMENT ON COLUMN hetong.qianshu_ren IS '客户方签署人';
COMMENT ON COLUMN hetong.zhifu_zhuangtai IS '付款状态：未支付、部分支付、已支付';
COMMENT ON COLUMN hetong.yizhifu_jine IS '已支付金额（元）';

CREATE INDEX idx_hetong_daizhifu ON hetong (qianshu_shijian)
    WHERE qianshu_zhuangtai = 'yiqianshu' AND zhifu_zhuangtai <> 'yizhifu';
