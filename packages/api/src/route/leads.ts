import { basename } from "node:path/posix";
import { type Lead, leadHistory, listLeads } from "@millrace/core/lead";
import { exportLeads } from "@millrace/core/lead-import";
import { exportsOf } from "@millrace/core/run-file";
import { toldByCode } from "@millrace/core/sentence";
import type * as z from "zod";
import { found } from "../cached.ts";
import * as contract from "../contract/leads.ts";
import type { Api, RouteDeps } from "../deps.ts";
import { answerStoredCsv } from "../download.ts";

export function leadRoutes(api: Api, deps: RouteDeps): void {
  const { downloads } = deps;

  api.openapi(contract.listLeads, async (c) => {
    const { tenantId } = c.var.apiKey;
    const { items, ...page } = await listLeads({ tenantId, ...c.req.valid("query") }, deps);
    return c.json({ items: items.map(shownLead), ...page }, 200);
  });

  api.openapi(contract.getLead, async (c) => {
    const { tenantId } = c.var.apiKey;
    const { lead, changes } = found(await leadHistory({ tenantId, ...c.req.valid("param") }, deps));
    const history = changes.map(({ version, fieldsChanged, current }) => {
      const { at, runId, sourceFile, row, fields, by, issues } = version;
      const noticed = issues.map(toldByCode);
      return { at, runId, sourceFile, row, fields, by, issues: noticed, fieldsChanged, current };
    });
    return c.json({ lead: shownLead(lead), history }, 200);
  });

  api.openapi(contract.exportLeads, async (c) => {
    const { tenantId } = c.var.apiKey;
    const { key, leads } = await exportLeads({ tenantId }, deps);
    const name = basename(key);
    const fileName = `leads-${name}`;
    const url =
      downloads === undefined ? `/api/leads/exports/${name}` : await downloads.urlOf({ key, fileName });
    return c.json({ url, fileName, leads }, 200);
  });

  if (downloads === undefined) {
    api.openapi(contract.downloadExport, async (c) => {
      const { fileName: name } = c.req.valid("param");
      const key = `${exportsOf(c.var.apiKey.tenantId)}${name}`;
      return answerStoredCsv(c, { key, fileName: `leads-${name}` }, deps);
    });
  }
}

function shownLead(lead: Lead): z.infer<typeof contract.LeadView> {
  const { tenantId: _, position: __, ...shown } = lead;
  return shown;
}
