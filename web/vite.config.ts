import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vitest/config";

/** The server that `npm run dev` talks to. */
const backend = process.env["FLAMINGO_URL"] ?? "http://127.0.0.1:8080";

export default defineConfig({
  plugins: [svelte()],
  // Vitest runs in Node, where packages would otherwise give their server half.
  resolve: process.env["VITEST"] ? { conditions: ["browser"] } : {},
  build: {
    outDir: "../static/dist",
    emptyOutDir: true,
    target: "es2022",
    // The Content-Security-Policy is default-src 'self': no data: URLs, no inline code.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: {
    proxy: {
      "/api": backend,
      "/ws": { target: backend, ws: true },
    },
  },
  test: { include: ["src/**/*.test.ts"], restoreMocks: true },
});
