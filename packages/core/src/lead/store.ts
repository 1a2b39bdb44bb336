import type { LeadField, LeadFields } from "./fields.ts";

/** What one row of one upload says about a lead. */
export interface LeadVersion {
  tenantId: string;
  leadId: string;
  /** (upload order, row) as text; see `positionOf`. */
  position: string;
  runId: string;
  batchId: string;
  row: number;
  sourceFile: string;
  fields: LeadFields;
  /** The rule, column or model that gave each field. */
  by: Partial<Record<LeadField, string>>;
  /** Codes of what was found wrong with the row. */
  issues: string[];
  /** Where the model's answer for this row is cached, so that erasure finds it; null where no model was asked. */
  modelKey: string | null;
  /** When it was recorded, in ms. */
  at: number;
}

/** A lead as it stands: its newest version. */
export interface Lead {
  tenantId: string;
  leadId: string;
  position: string;
  runId: string;
  row: number;
  sourceFile: string;
  fields: LeadFields;
  createdAt: number;
  updatedAt: number;
}

/**
 * Leads and their versions. A lead is keyed by tenant and leadId; it has one version per position that ever spoke for it
 * and one current item, which equals the newest version once no upload or undo is under way.
 */
export interface LeadStore {
  /**
   * Stores versions, at most one per lead in a call. Storing one again changes nothing but, where the store overwrites,
   * the time it was recorded at.
   */
  putVersions(input: { versions: LeadVersion[] }): Promise<void>;
  /**
   * Makes each version its lead's current item if the lead is new or its position lower: fields, position, run, row and
   * file are the version's. At most one version per lead in a call. `createdAt` stays as it was; `updatedAt` becomes `at` only where a field differs.
   *
   * @returns for each version the current item as it was before, whether it was replaced or not; null where there was none
   */
  advance(input: { versions: LeadVersion[]; at: number }): Promise<(Lead | null)[]>;
  get(input: { tenantId: string; leadId: string }): Promise<Lead | null>;
  /**
   * Looks up any number of a tenant's leads; each is as it stood at some time during the call.
   *
   * @returns one for each of the ids, in their order, also where an id is given twice; null where there is no such lead
   */
  getMany(input: { tenantId: string; leadIds: readonly string[] }): Promise<(Lead | null)[]>;
  /** The newest version, or the newest below a position; null where there is none. */
  newest(input: { tenantId: string; leadId: string; below?: string }): Promise<LeadVersion | null>;
  /** All versions of a lead, oldest first. */
  history(input: { tenantId: string; leadId: string }): Promise<LeadVersion[]>;
  deleteVersion(input: { tenantId: string; leadId: string; position: string }): Promise<void>;
  /**
   * Makes the current item equal `version`, or deletes it where that is null, if its position is still `expected`
   * (null: if there is no current item). `createdAt` stays as it was; `updatedAt` becomes `at` only where a field differs.
   *
   * @returns false where the position was another: read again
   */
  restore(input: {
    tenantId: string;
    leadId: string;
    expected: string | null;
    version: LeadVersion | null;
    at: number;
  }): Promise<boolean>;
  /** Leads of a tenant in order of leadId, from just after `after` on. */
  list(input: { tenantId: string; after?: string; limit: number }): Promise<Lead[]>;
  /** Erases a lead and all its versions. */
  erase(input: { tenantId: string; leadId: string }): Promise<void>;
}
