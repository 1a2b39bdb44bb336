import { hash } from "node:crypto";
import { parse } from "uuid";

/** What makes a lead that lead within its tenant: its e-mail, or without one a hash of its row. */
export interface Identity {
  kind: "email" | "row";
  /** The normalised e-mail, or the SHA-256 of the row's fields in hexadecimal. */
  value: string;
}

/** Drawn once for Millrace. Changing it would give every stored lead a new id. */
const NAMESPACE = parse("5d0a4f0e-2f5c-4c0b-9d53-7a6f1f0b8e21");

/**
 * The id of a lead, the same for the same identity in every run, process and machine.
 *
 * @example
 * leadIdOf({ tenantId: "acme", identity: { kind: "email", value: "jane@example.com" } })
 */
export function leadIdOf({ tenantId, identity }: { tenantId: string; identity: Identity }): string {
  return nameBasedId(JSON.stringify([tenantId, identity.kind, identity.value]));
}

/** The two bits of the variant (RFC 9562, 4.1) in front of the two bits that are left of a digit. */
const VARIANT_DIGITS = "89ab";

/**
 * UUIDv5 (RFC 9562, 5.5), the same as of the package `uuid`, in less than half its time: it is made twice for every row of a
 * file, and takes more of the time than the rest of identifying a row.
 */
function nameBasedId(name: string): string {
  const digest = hash("sha1", Buffer.concat([NAMESPACE, Buffer.from(name)]), "hex");
  const variant = VARIANT_DIGITS.charAt(Number.parseInt(digest.charAt(16), 16) % 4);
  const groups = [
    digest.slice(0, 8),
    digest.slice(8, 12),
    `5${digest.slice(13, 16)}`,
    `${variant}${digest.slice(17, 20)}`,
    digest.slice(20, 32),
  ];
  return groups.join("-");
}
