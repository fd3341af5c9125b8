import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { VitePWA } from "vite-plugin-pwa";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

/** The server that `npm run dev` talks to. */
const backend = process.env["FLAMINGO_URL"] ?? "http://127.0.0.1:8080";

/**
 * emoji-picker-element puts a style element into its shadow root and sets style
 * attributes, which the Content-Security-Policy forbids; a constructed style
 * sheet and the style property are allowed. The build fails when the package
 * does it in another way.
 */
const pickerStyles: Plugin = {
  name: "picker-styles",
  transform(code, id) {
    if (!/emoji-picker-element\/picker\.js/u.test(id)) return undefined;
    const inline = /const style = document\.createElement\('style'\);\s*style\.textContent = ([^;]+);\s*this\.shadowRoot\.appendChild\(style\);/u;
    const attribute = "targetNode.setAttribute(attributeName, newValue);";
    if (!inline.test(code) || !code.includes(attribute)) throw new Error("emoji-picker-element adds its styles in another way now");
    const constructed = "const sheet = new CSSStyleSheet(); sheet.replaceSync($1); this.shadowRoot.adoptedStyleSheets = [sheet];";
    const property = `if (attributeName === "style") targetNode.style.cssText = newValue; else ${attribute}`;
    return { code: code.replace(inline, constructed).replace(attribute, property), map: null };
  },
};

/**
 * What the first page and the messenger need at once are two scripts and two style
 * sheets, not the thirty small ones that sharing with later views would make of
 * them: over HTTP/1.1 a browser asks for six things at a time, and each of the
 * others waits for a round trip.
 */
const together: [name: string, root: string][] = [
  ["first", resolve(import.meta.dirname, "src/main.ts")],
  ["messenger", resolve(import.meta.dirname, "src/views/MessengerView.svelte")],
];

/** What a module needs at once, itself included. */
function neededBy(root: string, graph: { getModuleInfo(id: string): { importedIds: readonly string[] } | null }): Set<string> {
  const all = new Set([root]);
  for (const id of all) graph.getModuleInfo(id)?.importedIds.forEach((other) => all.add(other)); // a set that grows is gone through to its end
  return all;
}

const parts = new Map<string, Set<string>>();

function partOf(id: string, graph: Parameters<typeof neededBy>[1]): string | null {
  for (const [name, root] of together) {
    let part = parts.get(name);
    if (part === undefined) parts.set(name, (part = neededBy(root, graph)));
    if (part.has(id)) return name;
  }
  return null;
}

const { version } = JSON.parse(readFileSync(new URL("package.json", import.meta.url), "utf8")) as { version: string };

export default defineConfig({
  define: { __VERSION__: JSON.stringify(version) },
  plugins: [
    pickerStyles,
    svelte(),
    VitePWA({
      strategies: "injectManifest",
      srcDir: "src",
      filename: "sw.ts",
      registerType: "prompt",
      injectRegister: false, // state/update.ts does, when the first view is there
      injectManifest: { globPatterns: ["**/*.{js,css,html,svg}"] },
      manifest: {
        name: "flamingo",
        short_name: "flamingo",
        description: "Your conversations, on your own server.",
        start_url: "/",
        display: "standalone",
        background_color: "#eef0f4",
        theme_color: "#84406f",
        icons: [
          { src: "/icon-192.png", sizes: "192x192", type: "image/png" },
          { src: "/icon-512.png", sizes: "512x512", type: "image/png" },
          { src: "/icon-maskable-512.png", sizes: "512x512", type: "image/png", purpose: "maskable" },
        ],
      },
    }),
  ],
  // Vitest runs in Node, where packages would otherwise give their server half.
  resolve: process.env["VITEST"] ? { conditions: ["browser"] } : {},
  build: {
    outDir: "../static/dist",
    emptyOutDir: true,
    target: "es2022",
    // light-dark() is what the theme is made of; older targets would have it rewritten.
    cssTarget: ["chrome123", "firefox120", "safari17.5"],
    // The Content-Security-Policy is default-src 'self': no data: URLs, no inline code.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: partOf }] } } },
  },
  server: {
    proxy: {
      "/api": backend,
      "/ws": { target: backend, ws: true },
    },
  },
  test: { include: ["{src,scripts}/**/*.test.ts"], restoreMocks: true },
});
