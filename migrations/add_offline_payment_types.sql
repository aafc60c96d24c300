-- 线下支付：支付配置除微信、支付宝外，还可以是银行转账、现金、支票、承兑汇票。

ALTER TABLE zhifu_peizhi
    DROP CONSTRAINT zhifu_peizhi_leixing,
    ADD CONSTRAINT zhifu_peizhi_leixing CHECK (zhifu_leixing IN (
        'weixin', 'zhifubao', 'yinhang_zhuanzhang', 'xianjin', 'zhipiao', 'chengdui_huipiao')),
    ADD COLUMN shi_xianxia boolean GENERATED ALWAYS AS (zhifu_leixing NOT IN ('weixin', 'zhifubao')) STORED,
    ADD COLUMN zhanghu_mingcheng varchar(128),
    ADD COLUMN zhanghu_haoma varchar(64),
    ADD COLUMN kaihu_hang varchar(128);

COMMENT ON COLUMN zhifu_peizhi.zhifu_leixing IS
    '支付类型：weixin 微信支付，zhifubao 支付宝，yinhang_zhuanzhang 银行转账，xianjin 现金，zhipiao 支票，chengdui_huipiao 承兑汇票';
COMMENT ON COLUMN zhifu_peizhi.shi_xianxia IS '是否线下支付，由支付类型得出';
COMMENT ON COLUMN zhifu_peizhi.zhanghu_mingcheng IS '收款户名（线下）';
COMMENT ON COLUMN zhifu_peizhi.zhanghu_haoma IS '收款账号（线下）';
COMMENT ON COLUMN zhifu_peizhi.kaihu_hang IS '开户行（线下）';

-- 收款账号因环境而异，由财务在后台填写。
INSERT INTO zhifu_peizhi (peizhi_mingcheng, zhifu_leixing, shi_qiyong) VALUES
    ('银行转账', 'yinhang_zhuanzhang', true),
    ('现金', 'xianjin', true),
    ('支票', 'zhipiao', true),
    ('银行承兑汇票', 'chengdui_huipiao', false);
