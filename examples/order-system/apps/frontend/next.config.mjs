// The framework puts small scripts into its pages itself.
const policy =
  "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; " +
  "img-src 'self' data:; frame-ancestors 'self'";

/** @type {import("next").NextConfig} */
export default {
  // A server with only what it needs, for an image without node_modules.
  output: "standalone",
  poweredByHeader: false,
  // Nginx does it.
  compress: false,
  headers: async () => [
    { source: "/:path*", headers: [{ key: "Content-Security-Policy", value: policy }] },
    // Files there have their content in their names. Pages name them: one that a cache kept would miss those of its release.
    { source: "/((?!_next/).*)", headers: [{ key: "Cache-Control", value: "no-cache" }] },
  ],
};
