import type { Failure } from "@millrace/core/run";
import { type Told, told } from "@millrace/core/sentence";

/** A failure, with the code of what it says and what that was filled with. */
export function toldFailure(failure: Failure): Failure & Told {
  return { ...failure, ...told(failure.message) };
}

/** Why a row was rejected, with what that was filled with: it has its code by itself. */
export function rejection<Rejected extends { message: string }>(
  rejected: Rejected,
): Rejected & Pick<Told, "params"> {
  return { ...rejected, params: told(rejected.message).params };
}
