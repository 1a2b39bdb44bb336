import { createHash } from "node:crypto";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

/** Fonts come inside the style sheet as `data:` addresses, all of them loaded at once; as files a browser loads the weights it needs, and the policy `default-src 'self'` holds. */
const fontsAsFiles: Plugin = {
  name: "fonts-as-files",
  apply: "build",
  enforce: "post",
  generateBundle(_options, bundle) {
    for (const file of Object.values(bundle)) {
      if (file.type !== "asset" || !file.fileName.endsWith(".css")) continue;
      file.source = String(file.source).replace(
        /url\("?data:font\/woff2;base64,([A-Za-z0-9+/=]+)"?\)/g,
        (_whole, base64: string) => {
          const source = Buffer.from(base64, "base64");
          const hash = createHash("sha256").update(source).digest("hex").slice(0, 8);
          const fileName = `assets/font-${hash}.woff2`;
          this.emitFile({ type: "asset", fileName, source });
          return `url(/${fileName})`;
        },
      );
    }
  },
};

/** What the page asks while it is worked on: `millrace start`, or in `sst dev` the stage's own API. */
const API = process.env.MILLRACE_API_URL ?? "http://127.0.0.1:4004";

export default defineConfig(({ command }) => {
  // Vite keeps to what is set, such as by a test that builds: React would be the one for development, slow and twice as large.
  if (command === "build") process.env.NODE_ENV = "production";
  return {
    root: import.meta.dirname,
    plugins: [react(), fontsAsFiles],
    build: {
      target: "es2023",
      // A picture inside the script would need `img-src data:`.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      // What the first page loads has a check of its own, scripts/check-console.ts.
      chunkSizeWarningLimit: 2_000,
      manifest: true,
      emptyOutDir: true,
    },
    // The API of one machine answers a page of its own address alone.
    server: { proxy: { "/api": { target: API, changeOrigin: true, headers: { Origin: API } } } },
  };
});
