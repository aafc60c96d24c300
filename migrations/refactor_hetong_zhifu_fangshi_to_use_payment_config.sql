-- 合同支付方式不再自带账户，改为引用支付配置。原有数据先归并到支付配置，再删除旧列。

ALTER TABLE hetong_zhifu_fangshi ADD COLUMN zhifu_peizhi_id bigint;

-- 自带账户的方式：每个不同的账户成为一个支付配置。
INSERT INTO zhifu_peizhi (peizhi_mingcheng, zhifu_leixing, zhanghu_mingcheng, zhanghu_haoma, kaihu_hang, shi_qiyong)
SELECT left(concat_ws(' ', zhanghu_mingcheng, zhanghu_haoma), 48) || '（迁移 ' || row_number() OVER (ORDER BY min(id)) || '）',
       zhifu_leixing, zhanghu_mingcheng, zhanghu_haoma, kaihu_hang, true
FROM hetong_zhifu_fangshi
WHERE zhanghu_haoma IS NOT NULL
GROUP BY zhifu_leixing, zhanghu_mingcheng, zhanghu_haoma, kaihu_hang;

-- 没有账户的方式：引用同类型最早的支付配置；该类型还没有配置时，先建一个停用的。
INSERT INTO zhifu_peizhi (peizhi_mingcheng, zhifu_leixing, shi_qiyong)
SELECT DISTINCT zhifu_leixing || '（迁移）', zhifu_leixing, false
FROM hetong_zhifu_fangshi AS fangshi
WHERE zhanghu_haoma IS NULL
  AND NOT EXISTS (
      SELECT FROM zhifu_peizhi AS peizhi
      WHERE peizhi.zhifu_leixing = fangshi.zhifu_leixing AND peizhi.zhanghu_haoma IS NULL);

UPDATE hetong_zhifu_fangshi AS fangshi
SET zhifu_peizhi_id = (
    SELECT min(peizhi.id)
    FROM zhifu_peizhi AS peizhi
    WHERE peizhi.zhifu_leixing = fangshi.zhifu_leixing
      AND peizhi.zhanghu_haoma IS NOT DISTINCT FROM fangshi.zhanghu_haoma
      AND (fangshi.zhanghu_haoma IS NULL
           OR (peizhi.zhanghu_mingcheng IS NOT DISTINCT FROM fangshi.zhanghu_mingcheng
               AND peizhi.kaihu_hang IS NOT DISTINCT FROM fangshi.kaihu_hang)));

-- 同一合同归并后重复的方式只留一条，优先保留默认的。
DELETE FROM hetong_zhifu_fangshi
WHERE id IN (
    SELECT id
    FROM (SELECT id, row_number() OVER (PARTITION BY hetong_id, zhifu_peizhi_id ORDER BY shi_moren DESC, id) AS cixu
          FROM hetong_zhifu_fangshi) AS paixu
    WHERE cixu > 1);

ALTER TABLE hetong_zhifu_fangshi
    ALTER COLUMN zhifu_peizhi_id SET NOT NULL,
    ADD CONSTRAINT hetong_zhifu_fangshi_peizhi_fkey FOREIGN KEY (zhifu_peizhi_id) REFERENCES zhifu_peizhi (id),
    ADD CONSTRAINT hetong_zhifu_fangshi_bu_chongfu UNIQUE (hetong_id, zhifu_peizhi_id),
    DROP COLUMN zhifu_leixing,
    DROP COLUMN zhanghu_mingcheng,
    DROP COLUMN zhanghu_haoma,
    DROP COLUMN kaihu_hang;

COMMENT ON COLUMN hetong_zhifu_fangshi.zhifu_peizhi_id IS '引用的支付配置';
-- 按合同查询由上面的唯一约束承担。
DROP INDEX idx_hetong_zhifu_fangshi_hetong;
CREATE INDEX idx_hetong_zhifu_fangshi_peizhi ON hetong_zhifu_fangshi (zhifu_peizhi_id);
