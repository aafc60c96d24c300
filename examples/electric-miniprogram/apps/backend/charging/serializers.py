"""How stations and orders are written as JSON."""

from rest_framework import serializers

from .models import Order, Station


class StationSerializer(serializers.ModelSerializer):
    class Meta:
        model = Station
        fields = ["id", "code", "name", "address", "connectors", "price", "online"]


class OrderSerializer(serializers.ModelSerializer):
    station_name = serializers.CharField(source="station.name", read_only=True)

    class Meta:
        model = Order
        fields = [
            "id",
            "number",
            "station",
            "station_name",
            "customer",
            "kwh",
            "amount",
            "status",
            "created_at",
            "paid_at",
        ]
        read_only_fields = ["kwh", "amount", "status", "created_at", "paid_at"]
