import type { Scope } from "@millrace/core/api-key";
import { FLOWS_OF_RUNS, type FlowOfRun, flowOf, type Run, type RunStore } from "@millrace/core/run";
import type { Context } from "hono";
import type { ApiEnv } from "../deps.ts";
import { Problem } from "../problem.ts";
import { refuseScope } from "./authentication.ts";

/** What a key needs to read runs of a flow and what they made, and to act on them. */
const SCOPES = {
  "lead-import": { read: "leads:read", write: "leads:write" },
  "catalog-enrichment": { read: "catalogs:read", write: "catalogs:write" },
} as const satisfies Record<FlowOfRun, Record<Access, Scope>>;

type Access = "read" | "write";

/** The flows whose runs a key may read, or act on. @throws Problem where there is none */
export function flowsOfKey(c: Context<ApiEnv>, access: Access): FlowOfRun[] {
  const { scopes } = c.var.apiKey;
  const flows = FLOWS_OF_RUNS.filter((flow) => scopes.includes(SCOPES[flow][access]));
  if (flows.length === 0) refuseScope(c, ...FLOWS_OF_RUNS.map((flow) => SCOPES[flow][access]));
  return flows;
}

/**
 * A run that the request's key may read, or act on. Another tenant's run, or one of a kind that the key may do nothing with, is as unknown as
 * one that is nowhere.
 *
 * @throws Problem
 */
export async function runOfKey(
  c: Context<ApiEnv>,
  { runId, access }: { runId: string; access: Access },
  { runs }: { runs: Pick<RunStore, "get"> },
): Promise<Run> {
  const flows = flowsOfKey(c, access);
  const run = await runs.get({ runId });
  const { tenantId, scopes } = c.var.apiKey;
  if (run === null || run.tenantId !== tenantId) throw new Problem("not-found");
  const flow = flowOf(run.options);
  if (flows.includes(flow)) return run;
  if (scopes.includes(SCOPES[flow].read)) refuseScope(c, SCOPES[flow][access]);
  throw new Problem("not-found");
}
