-- 支付配置：备注，给选择支付方式的人看。

ALTER TABLE zhifu_peizhi ADD COLUMN beizhu varchar(256);
COMMENT ON COLUMN zhifu_peizhi.beizhu IS '备注';

UPDATE zhifu_peizhi AS peizhi
SET beizhu = shuoming.beizhu
FROM (VALUES
    ('银行转账', '对公账户收款，转账时请注明合同编号'),
    ('现金', '由财务当面收取并开具收据'),
    ('支票', '到账后视为支付完成'),
    ('银行承兑汇票', '须经财务审核票据后启用')
) AS shuoming (peizhi_mingcheng, beizhu)
WHERE peizhi.peizhi_mingcheng = shuoming.peizhi_mingcheng;
