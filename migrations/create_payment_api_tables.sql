-- 支付接口：退款，以及支付平台的回调记录。

CREATE TABLE zhifu_tuikuan (
    id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tuikuan_bianhao varchar(32)   NOT NULL UNIQUE,
    zhifu_dingdan_id bigint       NOT NULL REFERENCES zhifu_dingdan (id),
    tuikuan_jine   numeric(14, 2) NOT NULL CHECK (tuikuan_jine > 0),
    tuikuan_yuanyin varchar(256)  NOT NULL,
    zhuangtai      varchar(16)    NOT NULL DEFAULT 'chulizhong'
                   CHECK (zhuangtai IN ('chulizhong', 'chenggong', 'shibai', 'yiguanbi')),
    pingtai_tuikuan_hao varchar(64),
    shenqing_ren_id bigint        REFERENCES yonghu (id),
    wancheng_shijian timestamptz,
    chuangjian_shijian timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE  zhifu_tuikuan IS '退款';
COMMENT ON COLUMN zhifu_tuikuan.zhuangtai IS '状态：处理中、成功、失败、已关闭';
COMMENT ON COLUMN zhifu_tuikuan.pingtai_tuikuan_hao IS '支付平台的退款单号';
CREATE INDEX idx_zhifu_tuikuan_dingdan ON zhifu_tuikuan (zhifu_dingdan_id);
CREATE INDEX idx_zhifu_tuikuan_chulizhong ON zhifu_tuikuan (chuangjian_shijian) WHERE zhuangtai = 'chulizhong';

CREATE TABLE zhifu_huidiao (
    id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    pingtai        varchar(16)  NOT NULL CHECK (pingtai IN ('weixin', 'zhifubao')),
    tongzhi_id     varchar(128) NOT NULL,
    zhifu_dingdan_id bigint     REFERENCES zhifu_dingdan (id),
    neirong        jsonb        NOT NULL,
    yanqian_tongguo boolean     NOT NULL,
    chuli_shijian  timestamptz,
    jieshou_shijian timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT zhifu_huidiao_bu_chongfu UNIQUE (pingtai, tongzhi_id)
);
COMMENT ON TABLE  zhifu_huidiao IS '支付平台的回调记录；同一通知只处理一次';
COMMENT ON COLUMN zhifu_huidiao.tongzhi_id IS '支付平台的通知编号';
COMMENT ON COLUMN zhifu_huidiao.yanqian_tongguo IS '签名是否验证通过';
COMMENT ON COLUMN zhifu_huidiao.chuli_shijian IS '处理完成的时间；为空表示尚未处理';
CREATE INDEX idx_zhifu_huidiao_dingdan ON zhifu_huidiao (zhifu_dingdan_id);
CREATE INDEX idx_zhifu_huidiao_weichuli ON zhifu_huidiao (jieshou_shijian) WHERE chuli_shijian IS NULL;
