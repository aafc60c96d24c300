-- 办公管理的 37 个权限，全部授予管理员角色。可以重复运行：已有的保持不变（包括改过的名称）。

DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM juese WHERE daima = 'admin') THEN
        RAISE EXCEPTION 'role "admin" is missing in table juese: the office permissions cannot be granted'
            USING HINT = 'It is created by migration create_bangong_guanli_tables.';
    END IF;
END $$;

WITH wanted (mokuai, caozuo, mingcheng) AS (
    VALUES
        ('baoxiao', 'chakan', '查看报销'), ('baoxiao', 'chuangjian', '新建报销'), ('baoxiao', 'bianji', '编辑报销'),
        ('baoxiao', 'shanchu', '删除报销'), ('baoxiao', 'chehui', '撤回报销'), ('baoxiao', 'shenpi', '审批报销'),
        ('baoxiao', 'daochu', '导出报销'), ('baoxiao', 'dakuan', '确认报销打款'),

        ('qingjia', 'chakan', '查看请假'), ('qingjia', 'chuangjian', '新建请假'), ('qingjia', 'bianji', '编辑请假'),
        ('qingjia', 'shanchu', '删除请假'), ('qingjia', 'chehui', '撤回请假'), ('qingjia', 'shenpi', '审批请假'),
        ('qingjia', 'daochu', '导出请假'),

        ('caigou', 'chakan', '查看采购'), ('caigou', 'chuangjian', '新建采购'), ('caigou', 'bianji', '编辑采购'),
        ('caigou', 'shanchu', '删除采购'), ('caigou', 'chehui', '撤回采购'), ('caigou', 'shenpi', '审批采购'),
        ('caigou', 'daochu', '导出采购'),

        ('duiwai_fukuan', 'chakan', '查看对外付款'), ('duiwai_fukuan', 'chuangjian', '新建对外付款'),
        ('duiwai_fukuan', 'bianji', '编辑对外付款'), ('duiwai_fukuan', 'shanchu', '删除对外付款'),
        ('duiwai_fukuan', 'chehui', '撤回对外付款'), ('duiwai_fukuan', 'shenpi', '审批对外付款'),
        ('duiwai_fukuan', 'daochu', '导出对外付款'), ('duiwai_fukuan', 'fukuan', '确认对外付款'),

        ('gongzuo_jiaojie', 'chakan', '查看工作交接'), ('gongzuo_jiaojie', 'chuangjian', '新建工作交接'),
        ('gongzuo_jiaojie', 'bianji', '编辑工作交接'), ('gongzuo_jiaojie', 'shanchu', '删除工作交接'),
        ('gongzuo_jiaojie', 'queren', '确认工作交接'), ('gongzuo_jiaojie', 'tuihui', '退回工作交接'),
        ('gongzuo_jiaojie', 'daochu', '导出工作交接')
),
created AS (
    INSERT INTO quanxian (daima, mingcheng, mokuai)
    SELECT mokuai || ':' || caozuo, mingcheng, mokuai FROM wanted
    ON CONFLICT (daima) DO NOTHING
    RETURNING id
),
-- A statement sees the tables as they were before it: the rows just created come from RETURNING.
permissions AS (
    SELECT id FROM created
    UNION ALL
    SELECT quanxian.id FROM quanxian JOIN wanted ON quanxian.daima = wanted.mokuai || ':' || wanted.caozuo
),
granted AS (
    INSERT INTO juese_quanxian (juese_id, quanxian_id)
    SELECT juese.id, permissions.id FROM juese CROSS JOIN permissions WHERE juese.daima = 'admin'
    ON CONFLICT DO NOTHING
    RETURNING quanxian_id
)
SELECT item, created, total - created AS already_there, total
FROM (VALUES
    ('permissions', (SELECT count(*) FROM created), (SELECT count(*) FROM permissions)),
    ('granted to admin', (SELECT count(*) FROM granted), (SELECT count(*) FROM permissions))
) AS report (item, created, total);
