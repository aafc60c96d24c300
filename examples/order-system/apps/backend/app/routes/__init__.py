"""One module for each group of routes. Nginx serves them below /api/, which it takes away first."""
