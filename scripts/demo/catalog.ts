import { startKeepaServer } from "../../test/equipment/keepa-server.ts";

/** Codes that end so are unknown to the demo's server. */
const UNKNOWN = "7";

/**
 * Lets commands look up products at a local server that speaks Keepa's protocol: no account is needed, no token paid, and no
 * product is real.
 */
export async function withLocalKeepa(work: () => Promise<void>): Promise<void> {
  const server = await startKeepaServer({ now: Date.now, unknown: (code) => code.endsWith(UNKNOWN) });
  console.log(
    `No product here is real, and Keepa is not asked: a server on this machine, ${server.url}, speaks its protocol and makes products up.`,
  );
  // The process's own; whatever key its user has is not used.
  Object.assign(process.env, { MILLRACE_KEEPA_KEY: "test-key", MILLRACE_KEEPA_URL: server.url });
  try {
    await work();
  } finally {
    await server.close();
  }
}
