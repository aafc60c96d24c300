"""The backend of proxy-system: payments and office management over PostgreSQL."""
