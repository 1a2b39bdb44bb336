import { createHash } from "node:crypto";
import { LEAD_FIELDS, type Lead, LeadFields, type LeadVersion } from "@millrace/core/lead";
import * as z from "zod";
import type { Item, Key } from "../dynamo/index.ts";
import { versionsPk } from "./keys.ts";

/** Whose an item is. Keys say it, and items do not say it again: they should stay below 1 KB, which is one write unit. */
export interface LeadName {
  tenantId: string;
  leadId: string;
}

const Shared = z.object({ runId: z.string(), row: z.number(), sourceFile: z.string(), fields: LeadFields });

const VersionItem = Shared.extend({
  /** The position. */
  sk: z.string(),
  batchId: z.string(),
  by: z.partialRecord(z.enum(LEAD_FIELDS), z.string()),
  issues: z.array(z.string()),
  modelKey: z.string().nullable(),
  at: z.number(),
});

/** A current item; see {@link leadUpdate} for how it comes to be. */
const LeadItem = Shared.extend({
  /** The leadId. */
  sk: z.string(),
  position: z.string(),
  createdAt: z.number(),
  /** When the fields became others, in order. */
  changedAt: z.array(z.number()).min(1),
  /** The hash of the fields. */
  content: z.record(z.string(), z.tuple([])),
});

/** From so many changes on all but the last are forgotten: 9 bytes each, in an item that should stay below 1 KB. */
export const MOST_CHANGES = 40;

/** A version as it is stored. */
export function itemOfVersion({ tenantId, leadId, position, ...rest }: LeadVersion): Item {
  return { ...versionKey({ tenantId, leadId, position }), ...rest };
}

/** @throws ZodError where the item is not a version */
export function versionOf({ item, tenantId, leadId }: LeadName & { item: Item }): LeadVersion {
  const { sk: position, ...rest } = VersionItem.parse(item);
  return { tenantId, leadId, position, ...rest };
}

/** @throws ZodError where the item is not a lead */
export function leadOf({ item, tenantId }: { item: Item; tenantId: string }): Lead {
  const { sk: leadId, changedAt, content: _, ...rest } = LeadItem.parse(item);
  return { tenantId, leadId, ...rest, updatedAt: changedAt.at(-1) ?? rest.createdAt };
}

/** When the fields of a lead became others, once `version` has replaced the current item `before`. */
export function changesAfter(input: { before: Item; version: LeadVersion; at: number }): number[] {
  const { changedAt, content } = LeadItem.parse(input.before);
  return contentHash(input.version.fields) in content ? changedAt : [...changedAt, input.at];
}

const COPIED = ["position", "runId", "row", "sourceFile", "fields"] as const;

/** The clauses of the update that makes a version its lead's current item, whatever was there before. */
export interface LeadUpdate {
  UpdateExpression: string;
  ExpressionAttributeNames: Record<string, string>;
  ExpressionAttributeValues: Record<string, unknown>;
}

/**
 * The update that makes `version` the current item.
 *
 * `createdAt` is kept. `updatedAt` must become `at` only where a field differs, which no expression can compare; so the
 * item carries `content`, a map whose one key is the hash of its fields and whose value is the empty list. What is appended
 * to `changedAt` is the value under the new hash, where it is there (the fields are the same: nothing is appended), else
 * `[at]`. All right-hand sides read the item as it was, so one request does both, without a read and for any interleaving.
 */
export function leadUpdate({ version, at }: { version: LeadVersion; at: number }): LeadUpdate {
  const hash = contentHash(version.fields);
  const copied = COPIED.map((name) => `#${name} = :${name}`);
  return {
    UpdateExpression: `SET ${copied.join()}, #createdAt = if_not_exists(#createdAt, :at),
      #changedAt = list_append(if_not_exists(#changedAt, :none), if_not_exists(#content.#hash, :now)),
      #content = :content`,
    ExpressionAttributeNames: {
      ...Object.fromEntries(COPIED.map((name) => [`#${name}`, name])),
      "#createdAt": "createdAt",
      "#changedAt": "changedAt",
      "#content": "content",
      "#hash": hash,
    },
    ExpressionAttributeValues: {
      ...Object.fromEntries(COPIED.map((name) => [`:${name}`, version[name]])),
      ":at": at,
      ":now": [at],
      ":none": [],
      ":content": { [hash]: [] },
    },
  };
}

/** 96 bits: among a lead's versions no two different contents will ever share it. */
function contentHash(fields: LeadFields): string {
  const text = JSON.stringify(LEAD_FIELDS.map((field) => fields[field]));
  return createHash("sha256").update(text).digest("base64url").slice(0, 16);
}

/** The key of a version. */
export function versionKey(version: LeadName & { position: string }): Key {
  return { pk: versionsPk(version), sk: version.position };
}
