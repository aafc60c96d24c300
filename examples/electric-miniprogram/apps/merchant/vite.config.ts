import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

// In development the API comes from a backend on this machine; in production from the same origin, through Nginx.
export default defineConfig({
  plugins: [react()],
  server: { port: 3001, proxy: { "/api": "http://127.0.0.1:8000" } },
});
