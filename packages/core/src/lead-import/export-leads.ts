import { leadsAsCsv } from "../export/index.ts";
import { type Lead, leadPages } from "../lead/index.ts";
import { objectWriter } from "../object/index.ts";
import { exportsOf } from "../run-file/keys.ts";
import type { ImportDeps } from "./deps.ts";

/** An export that was written. */
export interface LeadExport {
  /** Where it is: `exports/{tenant}/{time}.csv`. */
  key: string;
  leads: number;
  bytes: number;
}

/** Writes all leads of a tenant as a CSV object, in order of leadId. It appears whole, or not at all. */
export async function exportLeads(
  { tenantId }: { tenantId: string },
  { leads, objects, clock, log }: Pick<ImportDeps, "leads" | "objects" | "clock" | "log">,
): Promise<LeadExport> {
  const time = new Date(clock.now()).toISOString().replace(/[:.]/g, "-");
  const written: LeadExport = { key: `${exportsOf(tenantId)}${time}.csv`, leads: 0, bytes: 0 };
  const pages = async function* (): AsyncGenerator<Lead[]> {
    for await (const page of leadPages({ leads, tenantId })) {
      written.leads += page.length;
      yield page;
    }
  };
  const writer = objectWriter({ objects, key: written.key });
  try {
    for await (const text of leadsAsCsv(pages())) {
      written.bytes += Buffer.byteLength(text);
      await writer.write(text);
    }
    await writer.close();
  } catch (error) {
    await writer.abort();
    throw error;
  }
  log.info("leads exported", { tenantId, rows: written.leads, bytes: written.bytes });
  return written;
}
