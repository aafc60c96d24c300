"""The backend of order-system: users, products and orders over PostgreSQL."""
