import { Failure } from "@millrace/core/run";
import { Told } from "@millrace/core/sentence";

export type { ErrorName } from "@millrace/core/error";
export type { ColumnReason } from "@millrace/core/lead";
export type { SENTENCES, SentenceCode } from "@millrace/core/sentence";
export type { ProblemName } from "../problem.ts";
export { Told };

/** Why something failed: the error's name, and what it says. */
export const ToldFailure = Failure.extend(Told.shape).meta({ id: "Failure" });
