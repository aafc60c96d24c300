-- 办公管理：用户与权限，以及报销、请假、采购、对外付款、工作交接五张业务表。

-- 用户与权限 ------------------------------------------------------------------------------------

CREATE TABLE yonghu (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    yonghu_ming     varchar(64)  NOT NULL UNIQUE CHECK (yonghu_ming = btrim(yonghu_ming) AND yonghu_ming <> ''),
    mima_hash       varchar(100) NOT NULL,
    xingming        varchar(64)  NOT NULL,
    shi_qiyong      boolean      NOT NULL DEFAULT true,
    zuihou_denglu   timestamptz,
    chuangjian_shijian timestamptz NOT NULL DEFAULT now(),
    gengxin_shijian    timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE  yonghu IS '用户';
COMMENT ON COLUMN yonghu.yonghu_ming IS '登录名';
COMMENT ON COLUMN yonghu.mima_hash IS '密码的 bcrypt 摘要，不保存明文';
COMMENT ON COLUMN yonghu.xingming IS '姓名';
COMMENT ON COLUMN yonghu.shi_qiyong IS '是否启用；停用后不能登录，也不能刷新令牌';
COMMENT ON COLUMN yonghu.zuihou_denglu IS '最后登录时间';

CREATE TABLE juese (
    id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    daima    varchar(32) NOT NULL UNIQUE,
    mingcheng varchar(64) NOT NULL
);
COMMENT ON TABLE  juese IS '角色';
COMMENT ON COLUMN juese.daima IS '角色代码，程序中引用';
COMMENT ON COLUMN juese.mingcheng IS '角色名称';

CREATE TABLE quanxian (
    id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    daima     varchar(64) NOT NULL UNIQUE,
    mingcheng varchar(64) NOT NULL,
    mokuai    varchar(32) NOT NULL
);
COMMENT ON TABLE  quanxian IS '权限';
COMMENT ON COLUMN quanxian.daima IS '权限代码，形如 模块:操作';
COMMENT ON COLUMN quanxian.mingcheng IS '权限名称';
COMMENT ON COLUMN quanxian.mokuai IS '所属模块';
CREATE INDEX idx_quanxian_mokuai ON quanxian (mokuai);

CREATE TABLE juese_quanxian (
    juese_id    bigint NOT NULL REFERENCES juese (id) ON DELETE CASCADE,
    quanxian_id bigint NOT NULL REFERENCES quanxian (id) ON DELETE CASCADE,
    PRIMARY KEY (juese_id, quanxian_id)
);
COMMENT ON TABLE juese_quanxian IS '角色拥有的权限';
CREATE INDEX idx_juese_quanxian_quanxian ON juese_quanxian (quanxian_id);

CREATE TABLE yonghu_juese (
    yonghu_id bigint NOT NULL REFERENCES yonghu (id) ON DELETE CASCADE,
    juese_id  bigint NOT NULL REFERENCES juese (id),
    PRIMARY KEY (yonghu_id, juese_id)
);
COMMENT ON TABLE yonghu_juese IS '用户担任的角色';
CREATE INDEX idx_yonghu_juese_juese ON yonghu_juese (juese_id);

INSERT INTO juese (daima, mingcheng) VALUES ('admin', '管理员');

-- 审批状态：各类申请共用 --------------------------------------------------------------------------

CREATE DOMAIN shenpi_zhuangtai AS varchar(16)
    DEFAULT 'caogao' NOT NULL
    CHECK (VALUE IN ('caogao', 'daishenpi', 'yitongyi', 'yijujue', 'yichehui'));
COMMENT ON DOMAIN shenpi_zhuangtai IS '审批状态：草稿、待审批、已同意、已拒绝、已撤回';

-- 报销 ------------------------------------------------------------------------------------------

CREATE TABLE baoxiao_shenqing (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    shenqing_bianhao varchar(32)   NOT NULL UNIQUE,
    shenqing_ren_id bigint         NOT NULL REFERENCES yonghu (id),
    baoxiao_leixing varchar(16)    NOT NULL CHECK (baoxiao_leixing IN ('chailv', 'canyin', 'jiaotong', 'bangong', 'qita')),
    baoxiao_jine    numeric(12, 2) NOT NULL CHECK (baoxiao_jine > 0),
    baoxiao_shijian date           NOT NULL,
    baoxiao_yuanyin text           NOT NULL,
    fujian          jsonb          NOT NULL DEFAULT '[]',
    zhuangtai       shenpi_zhuangtai,
    shenpi_ren_id   bigint         REFERENCES yonghu (id),
    shenpi_shijian  timestamptz,
    chuangjian_shijian timestamptz NOT NULL DEFAULT now(),
    gengxin_shijian    timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE  baoxiao_shenqing IS '报销申请';
COMMENT ON COLUMN baoxiao_shenqing.baoxiao_leixing IS '类型：差旅、餐饮、交通、办公、其他';
COMMENT ON COLUMN baoxiao_shenqing.baoxiao_jine IS '金额（元）';
COMMENT ON COLUMN baoxiao_shenqing.fujian IS '附件（发票等）的地址列表';
CREATE INDEX idx_baoxiao_shenqing_ren ON baoxiao_shenqing (shenqing_ren_id);
CREATE INDEX idx_baoxiao_zhuangtai ON baoxiao_shenqing (zhuangtai, chuangjian_shijian);

-- 请假 ------------------------------------------------------------------------------------------

CREATE TABLE qingjia_shenqing (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    shenqing_bianhao varchar(32)  NOT NULL UNIQUE,
    shenqing_ren_id bigint        NOT NULL REFERENCES yonghu (id),
    qingjia_leixing varchar(16)   NOT NULL CHECK (qingjia_leixing IN ('shijia', 'bingjia', 'nianjia', 'tiaoxiu', 'hunjia', 'chanjia', 'qita')),
    kaishi_shijian  timestamptz   NOT NULL,
    jieshu_shijian  timestamptz   NOT NULL,
    qingjia_tianshu numeric(5, 1) NOT NULL CHECK (qingjia_tianshu > 0),
    qingjia_yuanyin text          NOT NULL,
    zhuangtai       shenpi_zhuangtai,
    shenpi_ren_id   bigint        REFERENCES yonghu (id),
    shenpi_shijian  timestamptz,
    chuangjian_shijian timestamptz NOT NULL DEFAULT now(),
    gengxin_shijian    timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT qingjia_shijian_shunxu CHECK (jieshu_shijian > kaishi_shijian)
);
COMMENT ON TABLE  qingjia_shenqing IS '请假申请';
COMMENT ON COLUMN qingjia_shenqing.qingjia_leixing IS '类型：事假、病假、年假、调休、婚假、产假、其他';
COMMENT ON COLUMN qingjia_shenqing.qingjia_tianshu IS '天数，以半天为最小单位';
CREATE INDEX idx_qingjia_shenqing_ren ON qingjia_shenqing (shenqing_ren_id);
CREATE INDEX idx_qingjia_zhuangtai ON qingjia_shenqing (zhuangtai, chuangjian_shijian);

-- 采购 ------------------------------------------------------------------------------------------

CREATE TABLE caigou_shenqing (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    shenqing_bianhao varchar(32)   NOT NULL UNIQUE,
    shenqing_ren_id bigint         NOT NULL REFERENCES yonghu (id),
    wupin_mingcheng varchar(128)   NOT NULL,
    shuliang        integer        NOT NULL CHECK (shuliang > 0),
    danjia          numeric(12, 2) NOT NULL CHECK (danjia >= 0),
    zong_jine       numeric(14, 2) GENERATED ALWAYS AS (shuliang * danjia) STORED,
    gongyingshang   varchar(128),
    caigou_yuanyin  text           NOT NULL,
    zhuangtai       shenpi_zhuangtai,
    shenpi_ren_id   bigint         REFERENCES yonghu (id),
    shenpi_shijian  timestamptz,
    chuangjian_shijian timestamptz NOT NULL DEFAULT now(),
    gengxin_shijian    timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE  caigou_shenqing IS '采购申请';
COMMENT ON COLUMN caigou_shenqing.zong_jine IS '总金额（元），由数量乘单价得出';
COMMENT ON COLUMN caigou_shenqing.gongyingshang IS '供应商';
CREATE INDEX idx_caigou_shenqing_ren ON caigou_shenqing (shenqing_ren_id);
CREATE INDEX idx_caigou_zhuangtai ON caigou_shenqing (zhuangtai, chuangjian_shijian);

-- 对外付款 --------------------------------------------------------------------------------------

CREATE TABLE duiwai_fukuan_shenqing (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    shenqing_bianhao varchar(32)   NOT NULL UNIQUE,
    shenqing_ren_id bigint         NOT NULL REFERENCES yonghu (id),
    caigou_shenqing_id bigint      REFERENCES caigou_shenqing (id),
    shoukuan_danwei varchar(128)   NOT NULL,
    shoukuan_zhanghu varchar(64)   NOT NULL,
    kaihu_hang      varchar(128)   NOT NULL,
    fukuan_jine     numeric(14, 2) NOT NULL CHECK (fukuan_jine > 0),
    fukuan_yuanyin  text           NOT NULL,
    zhuangtai       shenpi_zhuangtai,
    shenpi_ren_id   bigint         REFERENCES yonghu (id),
    shenpi_shijian  timestamptz,
    fukuan_shijian  timestamptz,
    chuangjian_shijian timestamptz NOT NULL DEFAULT now(),
    gengxin_shijian    timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT fukuan_xu_xian_tongyi CHECK (fukuan_shijian IS NULL OR zhuangtai = 'yitongyi')
);
COMMENT ON TABLE  duiwai_fukuan_shenqing IS '对外付款申请';
COMMENT ON COLUMN duiwai_fukuan_shenqing.caigou_shenqing_id IS '由采购产生的付款，指向采购申请';
COMMENT ON COLUMN duiwai_fukuan_shenqing.shoukuan_danwei IS '收款单位';
COMMENT ON COLUMN duiwai_fukuan_shenqing.fukuan_shijian IS '实际付款时间；只有已同意的申请可以付款';
CREATE INDEX idx_fukuan_shenqing_ren ON duiwai_fukuan_shenqing (shenqing_ren_id);
CREATE INDEX idx_fukuan_caigou ON duiwai_fukuan_shenqing (caigou_shenqing_id);
CREATE INDEX idx_fukuan_zhuangtai ON duiwai_fukuan_shenqing (zhuangtai, chuangjian_shijian);

-- 工作交接 --------------------------------------------------------------------------------------

CREATE TABLE gongzuo_jiaojie (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    jiaojie_bianhao varchar(32) NOT NULL UNIQUE,
    jiaojie_ren_id  bigint      NOT NULL REFERENCES yonghu (id),
    jieshou_ren_id  bigint      NOT NULL REFERENCES yonghu (id),
    jiaojie_yuanyin varchar(16) NOT NULL CHECK (jiaojie_yuanyin IN ('lizhi', 'diaogang', 'xiujia', 'qita')),
    jiaojie_neirong text        NOT NULL,
    jiaojie_riqi    date        NOT NULL,
    zhuangtai       varchar(16) NOT NULL DEFAULT 'daiqueren' CHECK (zhuangtai IN ('daiqueren', 'yiqueren', 'yituihui')),
    queren_shijian  timestamptz,
    chuangjian_shijian timestamptz NOT NULL DEFAULT now(),
    gengxin_shijian    timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT jiaojie_shuangfang_butong CHECK (jiaojie_ren_id <> jieshou_ren_id),
    CONSTRAINT jiaojie_queren CHECK ((zhuangtai = 'yiqueren') = (queren_shijian IS NOT NULL))
);
COMMENT ON TABLE  gongzuo_jiaojie IS '工作交接单';
COMMENT ON COLUMN gongzuo_jiaojie.jiaojie_yuanyin IS '原因：离职、调岗、休假、其他';
COMMENT ON COLUMN gongzuo_jiaojie.zhuangtai IS '状态：待确认、已确认、已退回';
CREATE INDEX idx_jiaojie_ren ON gongzuo_jiaojie (jiaojie_ren_id);
CREATE INDEX idx_jiaojie_jieshou_ren ON gongzuo_jiaojie (jieshou_ren_id);
CREATE INDEX idx_jiaojie_zhuangtai ON gongzuo_jiaojie (zhuangtai, jiaojie_riqi);
