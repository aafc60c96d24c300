// Codes of the database, as users read them.

const PAYMENT_TYPES: Record<string, string> = {
  weixin: "微信支付",
  zhifubao: "支付宝",
  yinhang_zhuanzhang: "银行转账",
  xianjin: "现金",
  zhipiao: "支票",
  chengdui_huipiao: "承兑汇票",
};

export const OFFICE_TABLES: [table: string, name: string][] = [
  ["baoxiao_shenqing", "报销申请"],
  ["qingjia_shenqing", "请假申请"],
  ["caigou_shenqing", "采购申请"],
  ["duiwai_fukuan_shenqing", "对外付款"],
  ["gongzuo_jiaojie", "工作交接"],
];

/** A type that this release does not know yet is shown as its code. */
export function paymentTypeName(type: string): string {
  return PAYMENT_TYPES[type] ?? type;
}
