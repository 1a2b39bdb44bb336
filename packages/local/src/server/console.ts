import { readFileSync } from "node:fs";
import { join } from "node:path";
import { builtFiles } from "@millrace/console/built-files";
import { Hono } from "hono";
import { secureHeaders } from "hono/secure-headers";

/** Where `npm run build` puts the page. */
export const CONSOLE_DIST = join(import.meta.dirname, "../../../console/dist");

/** No page of the console is below it: what is not there is a file of another build. */
const ASSETS = "/assets/";

/** A year, as long as caches keep anything. */
const FOR_EVER = "public, max-age=31536000, immutable";

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
  const files = new Map(
    builtFiles(input).map((file) => [`/${file.key}`, { ...file, body: readFileSync(file.path) }]),
  );
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
    if (file === undefined && c.req.path.startsWith(ASSETS)) return c.text("There is no such file", 404);
    const { body, type, isHashed } = file ?? index;
    return c.body(body, 200, {
      "Content-Type": type,
      "Cache-Control": isHashed ? FOR_EVER : "no-cache",
    });
  });
  app.all("*", (c) => c.text("A page is read", 405, { Allow: "GET, HEAD" }));
  return app;
}
