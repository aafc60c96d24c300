"""Django's own administration, at /api/admin/; its pages need the collected static files."""

from django.contrib import admin

from .models import Order, Station

admin.site.site_header = "充电运营管理"


@admin.register(Station)
class StationAdmin(admin.ModelAdmin):
    list_display = ["code", "name", "connectors", "price", "online"]
    search_fields = ["code", "name"]


@admin.register(Order)
class OrderAdmin(admin.ModelAdmin):
    list_display = ["number", "station", "customer", "kwh", "amount", "status", "created_at"]
    list_filter = ["status", "station"]
    search_fields = ["number", "customer"]
