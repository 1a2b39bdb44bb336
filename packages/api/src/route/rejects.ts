import { exportsOf, listRejects, rejectsAsCsv, summarizeRejects } from "@millrace/core/run-file";
import { say } from "@millrace/core/sentence";
import * as contract from "../contract/rejects.ts";
import type { Api, RouteDeps } from "../deps.ts";
import { answerCsv, safeName } from "../download.ts";
import { runOfKey } from "../middleware/run-access.ts";
import { Problem } from "../problem.ts";
import { rejection } from "../told.ts";

export function rejectRoutes(api: Api, deps: RouteDeps): void {
  api.openapi(contract.summarizeRejects, async (c) => {
    const run = await runOfKey(c, { ...c.req.valid("param"), access: "read" }, deps);
    const { reasons, ...summary } = await summarizeRejects(run, deps);
    return c.json({ ...summary, reasons: reasons.map(rejection) }, 200);
  });

  api.openapi(contract.listRejects, async (c) => {
    const run = await runOfKey(c, { ...c.req.valid("param"), access: "read" }, deps);
    const page = await listRejects({ run, ...c.req.valid("query") }, deps);
    return c.json({ ...page, items: page.items.map(rejection) }, 200);
  });

  api.openapi(contract.downloadRejects, async (c) => {
    const { runId, tenantId, sourceFile, parse } = await runOfKey(
      c,
      { ...c.req.valid("param"), access: "read" },
      deps,
    );
    if (parse === null) throw new Problem("not-found", { detail: say("run.unread") });
    // Made of the rows that were rejected, which are there once the file has been read: the run need not have ended.
    const texts = rejectsAsCsv({ objects: deps.objects, runId, parse });
    const fileName = `rejects-${safeName(sourceFile).replace(/\.[^.]*$/, "")}.csv`;
    const key = `${exportsOf(tenantId)}rejects-${runId}.csv`;
    return answerCsv(c, { texts, key, fileName }, deps);
  });
}
