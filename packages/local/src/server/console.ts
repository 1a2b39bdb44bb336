import { existsSync, readdirSync, readFileSync } from "node:fs";
import { extname, join, sep } from "node:path";
import { Hono } from "hono";
import { secureHeaders } from "hono/secure-headers";

/** Where `npm run build` puts the page. */
export const CONSOLE_DIST = join(import.meta.dirname, "../../../console/dist");

/** Files whose names hold a hash of their content. */
const HASHED = "/assets/";

/** A year, as long as caches keep anything. */
const FOR_EVER = "public, max-age=31536000, immutable";

/** What the build makes; nothing else is served. */
const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
};

interface PageFile {
  body: Uint8Array<ArrayBuffer>;
  type: string;
}

/**
 * The console's page, as it was built when this is called: all of it is in memory, 3 MB, so that a path is looked up and never opened, and
 * a build meanwhile does not take away what an open page has yet to load.
 *
 * Paths that are no file are pages of the console, which its script tells apart.
 *
 * @param input.folder - what `vite build` has written
 * @returns null where the page was not built
 */
export function consolePage(input: { folder: string }): Hono | null {
  const files = pageFiles(input.folder);
  const index = files.get("/index.html");
  if (index === undefined) return null;
  const app = new Hono();
  app.use(
    secureHeaders({
      // Cloudscape and React set styles by script, which `style-src 'self'` allows; fonts and pictures are files.
      contentSecurityPolicy: {
        defaultSrc: ["'self'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        objectSrc: ["'none'"],
      },
      xFrameOptions: "DENY",
      // Over HTTP on one machine there is nothing to be strict about.
      strictTransportSecurity: false,
    }),
  );
  app.get("*", (c) => {
    const file = files.get(c.req.path);
    const isHashed = c.req.path.startsWith(HASHED);
    if (file === undefined && isHashed) return c.text("There is no such file", 404);
    const { body, type } = file ?? index;
    return c.body(body, 200, {
      "Content-Type": type,
      "Cache-Control": isHashed ? FOR_EVER : "no-cache",
    });
  });
  app.all("*", (c) => c.text("A page is read", 405, { Allow: "GET, HEAD" }));
  return app;
}

/** By their paths. */
function pageFiles(folder: string): Map<string, PageFile> {
  const files = new Map<string, PageFile>();
  if (!existsSync(folder)) return files;
  for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    const type = TYPES[extname(name)];
    if (type === undefined) continue;
    files.set(`/${name.split(sep).join("/")}`, { body: readFileSync(join(folder, name)), type });
  }
  return files;
}
