import { Readable } from "node:stream";
import { MillraceError } from "@millrace/core/error";
import { changedFields, type Lead, type LeadStore, type LeadVersion } from "@millrace/core/lead";
import type { ObjectStore } from "@millrace/core/object";
import { addUsage, type BatchRecord, type Run, type RunStore } from "@millrace/core/run";

/** Called before every operation: a simulation decides there who goes on, and who dies. */
export type Tick = () => Promise<void>;

/** What stores hold; several stores, each with a tick of its own, can share it. */
export interface Memory {
  leads: Map<string, Lead>;
  versions: Map<string, LeadVersion>;
  runs: Map<string, Run>;
  batches: Map<string, BatchRecord>;
  objects: Map<string, Buffer>;
}

export function emptyMemory(): Memory {
  return { leads: new Map(), versions: new Map(), runs: new Map(), batches: new Map(), objects: new Map() };
}

const leadKey = ({ tenantId, leadId }: { tenantId: string; leadId: string }) => `${tenantId} ${leadId}`;
const compare = (a: string, b: string) => (a < b ? -1 : Number(a > b));
const compareBytes = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));

/** Leads in memory, each operation one atomic step. */
export function memoryLeads(memory: Memory, tick: Tick): LeadStore {
  const { leads, versions } = memory;
  const historyOf = (lead: { tenantId: string; leadId: string }) =>
    [...versions.values()]
      .filter((version) => leadKey(version) === leadKey(lead))
      .sort((a, b) => compare(a.position, b.position));
  return {
    async putVersions({ versions: added }) {
      // One tick each: a crash may leave some of them behind, as a batch write does.
      for (const version of added) {
        await tick();
        const key = `${leadKey(version)} ${version.position}`;
        if (!versions.has(key)) versions.set(key, structuredClone(version));
      }
    },
    async advance({ versions: given, at }) {
      const before: (Lead | null)[] = [];
      for (const version of given) {
        await tick();
        const old = leads.get(leadKey(version)) ?? null;
        before.push(structuredClone(old));
        if (old !== null && old.position >= version.position) continue;
        const { tenantId, leadId, position, runId, row, sourceFile, fields } = version;
        const same = old !== null && changedFields(old.fields, fields).length === 0;
        leads.set(leadKey(version), {
          ...{ tenantId, leadId, position, runId, row, sourceFile, fields },
          createdAt: old?.createdAt ?? at,
          updatedAt: same ? old.updatedAt : at,
        });
      }
      return before;
    },
    async get(lead) {
      await tick();
      return structuredClone(leads.get(leadKey(lead)) ?? null);
    },
    async getMany({ tenantId, leadIds }) {
      const found: (Lead | null)[] = [];
      for (const leadId of leadIds) {
        await tick();
        found.push(structuredClone(leads.get(leadKey({ tenantId, leadId })) ?? null));
      }
      return found;
    },
    async newest({ below, ...lead }) {
      await tick();
      const found = historyOf(lead).filter(({ position }) => below === undefined || position < below);
      return structuredClone(found.at(-1) ?? null);
    },
    async history(lead) {
      await tick();
      return structuredClone(historyOf(lead));
    },
    async deleteVersion(version) {
      await tick();
      versions.delete(`${leadKey(version)} ${version.position}`);
    },
    async restore({ tenantId, leadId, expected, version, at }) {
      await tick();
      const key = leadKey({ tenantId, leadId });
      const old = leads.get(key);
      if ((old?.position ?? null) !== expected) return false;
      if (version === null) {
        leads.delete(key);
        return true;
      }
      const { position, runId, row, sourceFile, fields } = version;
      const same = old !== undefined && changedFields(old.fields, fields).length === 0;
      leads.set(key, {
        ...{ tenantId, leadId, position, runId, row, sourceFile, fields },
        createdAt: old?.createdAt ?? at,
        updatedAt: same ? old.updatedAt : at,
      });
      return true;
    },
    async list({ tenantId, after = "", limit }) {
      await tick();
      return structuredClone(
        [...leads.values()]
          .filter((lead) => lead.tenantId === tenantId && lead.leadId > after)
          .sort((a, b) => compare(a.leadId, b.leadId))
          .slice(0, limit),
      );
    },
    async erase(lead) {
      await tick();
      leads.delete(leadKey(lead));
      for (const [key, version] of versions) if (leadKey(version) === leadKey(lead)) versions.delete(key);
    },
  };
}

/** Runs in memory. */
export function memoryRuns(memory: Memory, tick: Tick): RunStore {
  const { runs, batches } = memory;
  const batchesOf = (runId: string) =>
    [...batches.values()]
      .filter((batch) => batch.runId === runId)
      .sort((a, b) => compare(a.batchId, b.batchId));
  return {
    async register(run) {
      await tick();
      if (!runs.has(run.runId)) runs.set(run.runId, structuredClone(run));
      return structuredClone(runs.get(run.runId) ?? run);
    },
    async get({ runId }) {
      await tick();
      return structuredClone(runs.get(runId) ?? null);
    },
    async list({ tenantId, before, limit }) {
      await tick();
      return structuredClone(
        [...runs.values()]
          .filter((run) => run.tenantId === tenantId && (before === undefined || run.order < before))
          .sort((a, b) => compare(b.order, a.order))
          .slice(0, limit),
      );
    },
    async update({ runId, from, set }) {
      await tick();
      const run = runs.get(runId);
      if (run === undefined || (from !== undefined && !from.includes(run.status))) return null;
      Object.assign(run, structuredClone(set));
      return structuredClone(run);
    },
    async spend({ runId, usage }) {
      await tick();
      const run = runs.get(runId);
      if (run === undefined) throw new MillraceError("Run.NotFound", `there is no run ${runId}`);
      run.model = addUsage(run.model, usage);
      return { ...run.model };
    },
    async putBatch(record) {
      await tick();
      const key = `${record.runId} ${record.batchId}`;
      if (batches.get(key)?.status === "COMPLETED" && record.status !== "COMPLETED") return;
      batches.set(key, structuredClone(record));
    },
    async getBatch({ runId, batchId }) {
      await tick();
      return structuredClone(batches.get(`${runId} ${batchId}`) ?? null);
    },
    async batches({ runId, status, after = "", limit }) {
      await tick();
      return structuredClone(
        batchesOf(runId)
          .filter((batch) => batch.batchId > after && (status === undefined || batch.status === status))
          .slice(0, limit),
      );
    },
    async batchStatuses({ runId, after = "", limit }) {
      await tick();
      const page = batchesOf(runId).filter(({ batchId }) => batchId > after);
      return page.slice(0, limit).map(({ batchId, status }) => ({ batchId, status }));
    },
    async totals({ runId }) {
      await tick();
      const all = batchesOf(runId);
      const sum = (count: (batch: BatchRecord) => number) =>
        all.reduce((total, batch) => total + count(batch), 0);
      const is = (status: BatchRecord["status"]) => (batch: BatchRecord) => Number(batch.status === status);
      return {
        created: sum(({ created }) => created),
        updated: sum(({ updated }) => updated),
        unchanged: sum(({ unchanged }) => unchanged),
        superseded: sum(({ superseded }) => superseded),
        completed: sum(is("COMPLETED")),
        failed: sum(is("FAILED")),
        pending: sum(is("PENDING")),
        failedRows: sum((batch) => is("FAILED")(batch) * batch.rows),
        pendingRows: sum((batch) => is("PENDING")(batch) * batch.rows),
        products: {
          enriched: sum(({ products }) => products?.enriched ?? 0),
          noData: sum(({ products }) => products?.noData ?? 0),
          rejected: sum(({ products }) => products?.rejected ?? 0),
          tokens: sum(({ products }) => products?.tokens ?? 0),
        },
      };
    },
  };
}

/** Objects in memory; each appears whole or not at all. */
export function memoryObjects(memory: Memory, tick: Tick): ObjectStore {
  const { objects } = memory;
  return {
    async put({ key, body, ifAbsent = false }) {
      const chunks: Uint8Array[] = [];
      if (typeof body === "string") chunks.push(Buffer.from(body));
      else if (body instanceof Uint8Array) chunks.push(body);
      else for await (const chunk of body) chunks.push(chunk);
      await tick();
      if (ifAbsent && objects.has(key)) return false;
      objects.set(key, Buffer.concat(chunks));
      return true;
    },
    async get({ key, range }) {
      await tick();
      const object = objects.get(key);
      if (object === undefined) throw new MillraceError("Object.NotFound", `there is no object ${key}`);
      return Readable.from([object.subarray(range?.start, range?.end)], { objectMode: false });
    },
    async size({ key }) {
      await tick();
      return objects.get(key)?.length ?? null;
    },
    async list({ prefix, after = "", limit }) {
      await tick();
      const keys = [...objects.keys()].filter(
        (key) => key.startsWith(prefix) && compareBytes(key, after) > 0,
      );
      return keys.sort(compareBytes).slice(0, limit);
    },
    async delete({ key }) {
      await tick();
      objects.delete(key);
    },
  };
}
