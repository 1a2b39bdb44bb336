import type { DatabaseSync, SQLInputValue } from "node:sqlite";
import {
  LEAD_FIELDS,
  type Lead,
  type LeadField,
  type LeadFields,
  type LeadStore,
  type LeadVersion,
} from "@millrace/core/lead";
import * as z from "zod";
import { emptyLog, fromJson, json, places, transaction } from "./database.ts";

const COLUMN_OF = {
  firstName: "first_name",
  lastName: "last_name",
  title: "title",
  company: "company",
  email: "email",
  phone: "phone",
  remarks: "remarks",
} as const satisfies Record<LeadField, string>;

const FIELD_COLUMNS = LEAD_FIELDS.map((field) => COLUMN_OF[field]);

/** Columns that a lead and a version share, in the order in which `shared` gives their values. */
const SHARED_COLUMNS = ["tenant_id", "lead_id", "position", "run_id", "row", "source_file", ...FIELD_COLUMNS];
const LEAD_COLUMNS = [...SHARED_COLUMNS, "created_at", "updated_at"];
const VERSION_COLUMNS = [...SHARED_COLUMNS, "batch_id", "by", "issues", "model_key", "at"];

const SharedRow = z.object({
  tenant_id: z.string(),
  lead_id: z.string(),
  position: z.string(),
  run_id: z.string(),
  row: z.number(),
  source_file: z.string(),
  first_name: z.string(),
  last_name: z.string(),
  title: z.string(),
  company: z.string(),
  email: z.string(),
  phone: z.string(),
  remarks: z.string(),
});

const LeadRow = SharedRow.extend({ created_at: z.number(), updated_at: z.number() });

const VersionRow = SharedRow.extend({
  batch_id: z.string(),
  by: fromJson(z.partialRecord(z.enum(LEAD_FIELDS), z.string())),
  issues: fromJson(z.array(z.string())),
  model_key: z.string().nullable(),
  at: z.number(),
});

/** Replaces a lead where its position is lower. The row values compare field by field. */
const ADVANCE = `
  INSERT INTO leads (${LEAD_COLUMNS}) VALUES (${places(LEAD_COLUMNS.length)})
  ON CONFLICT DO UPDATE SET
    position = excluded.position, run_id = excluded.run_id, row = excluded.row, source_file = excluded.source_file,
    ${FIELD_COLUMNS.map((column) => `${column} = excluded.${column}`)},
    updated_at = iif(
      (${FIELD_COLUMNS.map((column) => `leads.${column}`)}) = (${FIELD_COLUMNS.map((column) => `excluded.${column}`)}),
      leads.updated_at, excluded.updated_at)
  WHERE leads.position < excluded.position`;

/**
 * Leads in SQLite.
 *
 * Every row read back passes a schema: it costs about a microsecond, and a database changed by hand or by another
 * version is found out where it is read.
 */
export function sqliteLeads(db: DatabaseSync): LeadStore {
  const insertVersion = db.prepare(
    `INSERT INTO lead_versions (${VERSION_COLUMNS}) VALUES (${places(VERSION_COLUMNS.length)}) ON CONFLICT DO NOTHING`,
  );
  const advance = db.prepare(ADVANCE);
  const select = db.prepare("SELECT * FROM leads WHERE tenant_id = ? AND lead_id = ?");
  const selectMany = db.prepare(
    "SELECT * FROM leads WHERE tenant_id = ? AND lead_id IN (SELECT value FROM json_each(?))",
  );
  const selectNewest = db.prepare(
    "SELECT * FROM lead_versions WHERE tenant_id = ? AND lead_id = ? ORDER BY position DESC LIMIT 1",
  );
  const selectNewestBelow = db.prepare(
    "SELECT * FROM lead_versions WHERE tenant_id = ? AND lead_id = ? AND position < ? ORDER BY position DESC LIMIT 1",
  );
  const selectHistory = db.prepare(
    "SELECT * FROM lead_versions WHERE tenant_id = ? AND lead_id = ? ORDER BY position",
  );
  const selectPage = db.prepare(
    "SELECT * FROM leads WHERE tenant_id = ? AND lead_id > ? ORDER BY lead_id LIMIT ?",
  );
  const deleteVersion = db.prepare(
    "DELETE FROM lead_versions WHERE tenant_id = ? AND lead_id = ? AND position = ?",
  );
  const deleteVersions = db.prepare("DELETE FROM lead_versions WHERE tenant_id = ? AND lead_id = ?");
  const deleteLead = db.prepare("DELETE FROM leads WHERE tenant_id = ? AND lead_id = ?");

  const read = (tenantId: string, leadId: string): Lead | null => {
    const row = select.get(tenantId, leadId);
    return row === undefined ? null : leadOf(row);
  };

  return {
    async putVersions({ versions }) {
      transaction(db, () => {
        for (const version of versions) {
          const { batchId, by, issues, modelKey, at } = version;
          insertVersion.run(...shared(version), batchId, json(by), json(issues), modelKey, at);
        }
      });
    },

    async advance({ versions, at }) {
      return transaction(db, () =>
        versions.map((version) => {
          const before = read(version.tenantId, version.leadId);
          advance.run(...shared(version), at, at);
          return before;
        }),
      );
    },

    async get({ tenantId, leadId }) {
      return read(tenantId, leadId);
    },

    async getMany({ tenantId, leadIds }) {
      const found = selectMany.all(tenantId, JSON.stringify(leadIds)).map(leadOf);
      const byId = new Map(found.map((lead) => [lead.leadId, lead]));
      return leadIds.map((leadId) => byId.get(leadId) ?? null);
    },

    async newest({ tenantId, leadId, below }) {
      const row =
        below === undefined
          ? selectNewest.get(tenantId, leadId)
          : selectNewestBelow.get(tenantId, leadId, below);
      return row === undefined ? null : versionOf(row);
    },

    async history({ tenantId, leadId }) {
      return selectHistory.all(tenantId, leadId).map(versionOf);
    },

    async deleteVersion({ tenantId, leadId, position }) {
      transaction(db, () => deleteVersion.run(tenantId, leadId, position));
    },

    async restore({ tenantId, leadId, expected, version, at }) {
      return transaction(db, () => {
        const before = read(tenantId, leadId);
        if ((before?.position ?? null) !== expected) return false;
        // Deleted and advanced from nothing, the lead can also go back to a lower position.
        deleteLead.run(tenantId, leadId);
        if (version === null) return true;
        advance.run(...shared(version), before?.createdAt ?? at, updatedAt(before, version, at));
        return true;
      });
    },

    async list({ tenantId, after = "", limit }) {
      return selectPage.all(tenantId, after, limit).map(leadOf);
    },

    async erase({ tenantId, leadId }) {
      transaction(db, () => {
        deleteVersions.run(tenantId, leadId);
        deleteLead.run(tenantId, leadId);
      });
      emptyLog(db);
    },
  };
}

function updatedAt(before: Lead | null, version: LeadVersion, at: number): number {
  if (before === null) return at;
  const same = LEAD_FIELDS.every((field) => before.fields[field] === version.fields[field]);
  return same ? before.updatedAt : at;
}

function shared(version: LeadVersion): SQLInputValue[] {
  const { tenantId, leadId, position, runId, row, sourceFile, fields } = version;
  return [tenantId, leadId, position, runId, row, sourceFile, ...LEAD_FIELDS.map((field) => fields[field])];
}

function leadOf(row: unknown): Lead {
  const columns = LeadRow.parse(row);
  return { ...sharedOf(columns), createdAt: columns.created_at, updatedAt: columns.updated_at };
}

function versionOf(row: unknown): LeadVersion {
  const columns = VersionRow.parse(row);
  return {
    ...sharedOf(columns),
    batchId: columns.batch_id,
    by: columns.by,
    issues: columns.issues,
    modelKey: columns.model_key,
    at: columns.at,
  };
}

function sharedOf(row: z.output<typeof SharedRow>): Omit<Lead, "createdAt" | "updatedAt"> {
  const fields: LeadFields = {
    firstName: row.first_name,
    lastName: row.last_name,
    title: row.title,
    company: row.company,
    email: row.email,
    phone: row.phone,
    remarks: row.remarks,
  };
  return {
    tenantId: row.tenant_id,
    leadId: row.lead_id,
    position: row.position,
    runId: row.run_id,
    row: row.row,
    sourceFile: row.source_file,
    fields,
  };
}
