import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

// The edge Nginx serves this app below /mobile/ and strips that prefix before it asks the container.
export default defineConfig({
  base: "/mobile/",
  plugins: [react()],
  server: { port: 5175, proxy: { "/api": "http://127.0.0.1:8000" } },
});
