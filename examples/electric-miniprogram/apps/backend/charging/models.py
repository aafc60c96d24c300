"""Charging stations, and the orders that are made at them."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils import timezone


def new_number() -> str:
    return f"{timezone.localtime():%Y%m%d}{uuid4().hex[:12]}"


class Station(models.Model):
    code = models.CharField("编号", max_length=32, unique=True)
    name = models.CharField("名称", max_length=100)
    address = models.CharField("地址", max_length=200)
    connectors = models.PositiveSmallIntegerField("充电枪", default=1)
    price = models.DecimalField("电价（元/度）", max_digits=6, decimal_places=2)
    online = models.BooleanField("在线", default=True)

    class Meta:
        ordering = ["code"]
        verbose_name = verbose_name_plural = "充电站"

    def __str__(self) -> str:
        return self.name


class Orders(models.QuerySet):
    def cancel_overdue(self) -> int:
        """Cancels what was not paid in time. Called before orders are read or paid, so nobody sees one that is overdue."""
        limit = timezone.now() - settings.ORDER_PAYMENT_TIMEOUT
        overdue = self.filter(status=Order.Status.UNPAID, created_at__lt=limit)
        return overdue.update(status=Order.Status.CANCELLED)


class Order(models.Model):
    class Status(models.TextChoices):
        UNPAID = "unpaid", "待支付"
        PAID = "paid", "已支付"
        CANCELLED = "cancelled", "已取消"

    number = models.CharField("订单号", max_length=32, unique=True, default=new_number, editable=False)
    station = models.ForeignKey(Station, models.PROTECT, verbose_name="充电站")
    customer = models.CharField("客户", max_length=64)
    kwh = models.DecimalField("电量（度）", max_digits=8, decimal_places=2, default=0)
    amount = models.DecimalField("金额（元）", max_digits=10, decimal_places=2, default=0)
    status = models.CharField("状态", max_length=10, choices=Status, default=Status.UNPAID)
    created_at = models.DateTimeField("下单时间", default=timezone.now, editable=False)
    paid_at = models.DateTimeField("支付时间", null=True, editable=False)

    objects = Orders.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [models.Index(fields=["status", "created_at"], name="order_status_created")]
        verbose_name = verbose_name_plural = "订单"

    def __str__(self) -> str:
        return self.number
