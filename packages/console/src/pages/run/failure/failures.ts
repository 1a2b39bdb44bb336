import type { ErrorName } from "@millrace/api/contract";
import type { PlainKey } from "../../../i18n/i18n.ts";

/** Names that are recorded beside those of errors: of runs and batches, of Step Functions and of Lambda. */
type OtherName = "Run.CostCap" | "Run.Interrupted" | "Batch.Failed" | "States.Timeout" | "Sandbox.Timedout";

/** Names that there are words for; the engine's and Lambda's own are taken together. */
const KNOWN = {
  "LeadFile.Unsupported": ["failure.unsupported", "failure.unsupported.do"],
  "LeadFile.Malformed": ["failure.malformed", "failure.malformed.do"],
  "LeadFile.Empty": ["failure.empty", "failure.empty.do"],
  "LeadFile.TooLarge": ["failure.tooLarge", "failure.tooLarge.do"],
  "LeadFile.Encrypted": ["failure.encrypted", "failure.encrypted.do"],
  "Model.RateLimited": ["failure.modelBusy", "failure.modelBusy.do"],
  "Model.Unavailable": ["failure.modelDown", "failure.modelDown.do"],
  "Model.Rejected": ["failure.modelRejected", "failure.modelRejected.do"],
  "Model.OutOfCredit": ["failure.modelCredit", "failure.modelCredit.do"],
  "Model.Unauthorized": ["failure.modelKey", "failure.modelKey.do"],
  "Run.CostCap": ["failure.costCap", "failure.costCap.do"],
  "Run.Interrupted": ["failure.interrupted", "failure.interrupted.do"],
  "Run.Cancelled": ["failure.cancelled", "failure.cancelled.do"],
  "Keepa.OutOfTokens": ["failure.keepaTokens", "failure.keepaTokens.do"],
  "Keepa.Unavailable": ["failure.keepaDown", "failure.keepaDown.do"],
  "Keepa.InvalidRequest": ["failure.keepaRequest", "failure.keepaRequest.do"],
  "Keepa.PaymentRequired": ["failure.keepaPayment", "failure.keepaPayment.do"],
  "Keepa.OutOfRange": ["failure.keepaRequest", "failure.keepaRequest.do"],
  "Keepa.Rejected": ["failure.keepaKey", "failure.keepaKey.do"],
  "Object.NotFound": ["failure.gone", "failure.gone.do"],
  "Run.NotFound": ["failure.gone", "failure.gone.do"],
  "Run.Paused": ["failure.interrupted", "failure.interrupted.do"],
  "Run.Conflict": ["failure.interrupted", "failure.interrupted.do"],
  "Run.UndoExpired": ["failure.expired", "failure.expired.do"],
  "Store.Throttled": ["failure.storeBusy", "failure.storeBusy.do"],
  "Sql.Unavailable": ["failure.storeBusy", "failure.storeBusy.do"],
  "Cache.Unavailable": ["failure.storeBusy", "failure.storeBusy.do"],
  "Batch.Failed": ["failure.batches", "failure.batches.do"],
  "Input.Invalid": ["failure.input", "failure.input.do"],
  "States.Timeout": ["failure.timeout", "failure.timeout.do"],
  "Sandbox.Timedout": ["failure.timeout", "failure.timeout.do"],
} as const satisfies Record<ErrorName | OtherName, readonly [PlainKey, PlainKey]>;

const UNKNOWN = ["failure.unknown", "failure.unknown.do"] as const satisfies readonly [PlainKey, PlainKey];

/** The words for an error by its name: what happened, and what to do about it. */
export function wordsOf(name: string): { what: PlainKey; todo: PlainKey } {
  const [what, todo] = isKnown(name) ? KNOWN[name] : UNKNOWN;
  return { what, todo };
}

function isKnown(name: string): name is keyof typeof KNOWN {
  return Object.hasOwn(KNOWN, name);
}
