import { decodeCursor, encodeCursor, type Page } from "../shop/list.ts";
import { fold } from "../shop/search.ts";
import { isEmail, normaliseEmail } from "./email.ts";
import { LEAD_FIELDS } from "./fields.ts";
import { leadIdOf } from "./identity.ts";
import type { Lead, LeadStore } from "./store.ts";

/** Leads read from the store at once where only some are wanted. */
const READ_AT_ONCE = 500;
/** So many are looked through for one page: some tenths of a second. */
const MOST_READ = 5_000;

/** Words beyond these narrow a search no further. */
const MOST_WORDS = 5;

const PHONE_LIKE = /^\+?[\d ()./-]*\d[\d ()./-]*$/;
/** Fewer digits are as likely part of something else. */
const PHONE_DIGITS = 4;

/** A page of leads. */
export interface LeadPage extends Page<Lead> {
  /** How many were looked through for it. */
  looked: number;
}

/**
 * A page of a tenant's leads, in order of leadId. Where only some are wanted it may hold fewer than `limit`, or none, though another
 * follows.
 *
 * @param input.search - only leads that have every word of it in one of their fields, whatever the case and accents, or its digits in
 *   their phone. A whole e-mail address of a lead is answered by that lead at once
 * @param input.runId - only leads whose newest row is of this run
 * @throws Input.Invalid where the cursor is none of such a list
 */
export async function listLeads(
  input: {
    tenantId: string;
    search?: string | undefined;
    runId?: string | undefined;
    cursor?: string | undefined;
    limit: number;
  },
  { leads }: { leads: Pick<LeadStore, "get" | "list"> },
): Promise<LeadPage> {
  const { tenantId, search = "", runId, cursor, limit } = input;
  const isOfRun = (lead: Lead) => runId === undefined || lead.runId === runId;
  const owner = cursor === undefined ? await leadOfEmail({ tenantId, search }, { leads }) : null;
  if (owner !== null) return { items: isOfRun(owner) ? [owner] : [], nextCursor: null, looked: 1 };

  const isMatch = matcherOf(search);
  const isPicky = search !== "" || runId !== undefined;
  const size = isPicky ? READ_AT_ONCE : limit + 1;
  const items: Lead[] = [];
  let after = cursor === undefined ? "" : decodeCursor(cursor).id;
  let looked = 0;
  while (looked < MOST_READ) {
    const page = await leads.list({ tenantId, after, limit: size });
    for (const lead of page) {
      // Only now: another one follows.
      if (items.length === limit) return { items, nextCursor: cursorAt(after), looked };
      looked++;
      after = lead.leadId;
      if (isOfRun(lead) && isMatch(lead)) items.push(lead);
    }
    if (page.length < size) return { items, nextCursor: null, looked };
  }
  return { items, nextCursor: cursorAt(after), looked };
}

async function leadOfEmail(
  { tenantId, search }: { tenantId: string; search: string },
  { leads }: { leads: Pick<LeadStore, "get"> },
): Promise<Lead | null> {
  const email = normaliseEmail(search);
  if (!isEmail(email)) return null;
  return leads.get({ tenantId, leadId: leadIdOf({ tenantId, identity: { kind: "email", value: email } }) });
}

function matcherOf(search: string): (lead: Lead) => boolean {
  const words = fold(search)
    .split(/\s+/)
    .filter((word) => word !== "")
    .slice(0, MOST_WORDS);
  const digits = PHONE_LIKE.test(search) ? search.replace(/\D/g, "").replace(/^00/, "") : "";
  return ({ fields }) => {
    if (digits.length >= PHONE_DIGITS && fields.phone.replace(/\D/g, "").includes(digits)) return true;
    const text = fold(LEAD_FIELDS.map((field) => fields[field]).join("\n"));
    return words.every((word) => text.includes(word));
  };
}

/** The id alone says where a lead stands. */
function cursorAt(leadId: string): string {
  return encodeCursor({ at: 0, id: leadId });
}
