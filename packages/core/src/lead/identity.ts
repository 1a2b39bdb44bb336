import { parse as uuidBytes, v5 as uuidv5 } from "uuid";

/** What makes a lead that lead within its tenant: its e-mail, or without one a hash of its row. */
export interface Identity {
  kind: "email" | "row";
  /** The normalised e-mail, or the SHA-256 of the row's fields in hexadecimal. */
  value: string;
}

/** Drawn once for Millrace. Changing it would give every stored lead a new id. */
const NAMESPACE = uuidBytes("5d0a4f0e-2f5c-4c0b-9d53-7a6f1f0b8e21");

/**
 * The id of a lead, the same for the same identity in every run, process and machine.
 *
 * @example
 * leadIdOf({ tenantId: "acme", identity: { kind: "email", value: "jane@example.com" } })
 */
export function leadIdOf({ tenantId, identity }: { tenantId: string; identity: Identity }): string {
  // As bytes: of a string, uuid would make them one by one.
  return uuidv5(Buffer.from(JSON.stringify([tenantId, identity.kind, identity.value])), NAMESPACE);
}
