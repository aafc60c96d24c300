-- 支付基础：合同、支付配置、合同支付方式、支付订单。

CREATE TABLE hetong (
    id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    hetong_bianhao varchar(32)    NOT NULL UNIQUE,
    hetong_mingcheng varchar(128) NOT NULL,
    kehu_mingcheng varchar(128),
    hetong_jine    numeric(14, 2) CHECK (hetong_jine >= 0),
    shi_moban      boolean        NOT NULL DEFAULT false,
    chuangjian_shijian timestamptz NOT NULL DEFAULT now(),
    gengxin_shijian    timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT hetong_xu_you_kehu CHECK (shi_moban OR (kehu_mingcheng IS NOT NULL AND hetong_jine IS NOT NULL))
);
COMMENT ON TABLE  hetong IS '合同';
COMMENT ON COLUMN hetong.shi_moban IS '是否为模板；新合同由模板复制，连同其支付方式';
COMMENT ON COLUMN hetong.hetong_jine IS '合同金额（元）；模板可以没有';

CREATE TABLE zhifu_peizhi (
    id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    peizhi_mingcheng varchar(64) NOT NULL UNIQUE,
    zhifu_leixing  varchar(32)   NOT NULL,
    huanjing       varchar(16)   NOT NULL DEFAULT 'shengchan' CHECK (huanjing IN ('shengchan', 'shaxiang')),
    shanghu_hao    varchar(64),
    yingyong_id    varchar(64),
    shi_qiyong     boolean       NOT NULL DEFAULT false,
    chuangjian_shijian timestamptz NOT NULL DEFAULT now(),
    gengxin_shijian    timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT zhifu_peizhi_leixing CHECK (zhifu_leixing IN ('weixin', 'zhifubao'))
);
COMMENT ON TABLE  zhifu_peizhi IS '支付配置；商户密钥与证书不在数据库中，由运行环境提供';
COMMENT ON COLUMN zhifu_peizhi.zhifu_leixing IS '支付类型：weixin 微信支付，zhifubao 支付宝';
COMMENT ON COLUMN zhifu_peizhi.huanjing IS '环境：shengchan 生产，shaxiang 沙箱';
COMMENT ON COLUMN zhifu_peizhi.shanghu_hao IS '支付平台的商户号';
COMMENT ON COLUMN zhifu_peizhi.yingyong_id IS '支付平台的应用编号（AppID）';
CREATE INDEX idx_zhifu_peizhi_leixing ON zhifu_peizhi (zhifu_leixing) WHERE shi_qiyong;

CREATE TABLE hetong_zhifu_fangshi (
    id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    hetong_id      bigint      NOT NULL REFERENCES hetong (id) ON DELETE CASCADE,
    zhifu_leixing  varchar(32) NOT NULL,
    zhanghu_mingcheng varchar(128),
    zhanghu_haoma  varchar(64),
    kaihu_hang     varchar(128),
    shi_moren      boolean     NOT NULL DEFAULT false,
    chuangjian_shijian timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE  hetong_zhifu_fangshi IS '合同支付方式';
COMMENT ON COLUMN hetong_zhifu_fangshi.zhifu_leixing IS '支付类型，如 weixin、zhifubao、yinhang_zhuanzhang';
COMMENT ON COLUMN hetong_zhifu_fangshi.shi_moren IS '是否为该合同的默认方式';
CREATE INDEX idx_hetong_zhifu_fangshi_hetong ON hetong_zhifu_fangshi (hetong_id);
CREATE UNIQUE INDEX uq_hetong_zhifu_fangshi_moren ON hetong_zhifu_fangshi (hetong_id) WHERE shi_moren;

CREATE TABLE zhifu_dingdan (
    id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    dingdan_bianhao varchar(32)   NOT NULL UNIQUE,
    hetong_id      bigint         NOT NULL REFERENCES hetong (id),
    zhifu_peizhi_id bigint        NOT NULL REFERENCES zhifu_peizhi (id),
    dingdan_jine   numeric(14, 2) NOT NULL CHECK (dingdan_jine > 0),
    zhuangtai      varchar(16)    NOT NULL DEFAULT 'daizhifu'
                   CHECK (zhuangtai IN ('daizhifu', 'yizhifu', 'yiguanbi', 'yituikuan')),
    chuangjian_shijian timestamptz NOT NULL DEFAULT now(),
    gengxin_shijian    timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE  zhifu_dingdan IS '支付订单';
COMMENT ON COLUMN zhifu_dingdan.zhuangtai IS '状态：待支付、已支付、已关闭、已退款';
CREATE INDEX idx_zhifu_dingdan_hetong ON zhifu_dingdan (hetong_id);
CREATE INDEX idx_zhifu_dingdan_peizhi ON zhifu_dingdan (zhifu_peizhi_id);
CREATE INDEX idx_zhifu_dingdan_zhuangtai ON zhifu_dingdan (zhuangtai, chuangjian_shijian);

-- 标准合同模板：默认对公转账，也接受现金。
WITH moban AS (
    INSERT INTO hetong (hetong_bianhao, hetong_mingcheng, shi_moban)
    VALUES ('MB-0001', '标准服务合同（模板）', true)
    RETURNING id
)
INSERT INTO hetong_zhifu_fangshi (hetong_id, zhifu_leixing, shi_moren)
SELECT moban.id, fangshi.leixing, fangshi.moren
FROM moban, (VALUES ('yinhang_zhuanzhang', true), ('xianjin', false)) AS fangshi (leixing, moren);
