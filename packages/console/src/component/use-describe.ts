import type { ProblemName } from "@millrace/api/contract";
import { useCallback } from "react";
import { ApiProblem, NotReached, StoreRefused } from "../api/problem.ts";
import { type Say, useTell, useText } from "../i18n/i18n.ts";

/** An error in words. */
export interface Described {
  title: string;
  what: string;
  /** What the API says of this very case; empty where it says nothing. */
  detail: string;
  /** What is wrong with single fields. */
  fields: string[];
  requestId?: string;
}

/** What is said of a problem, by the status that most of its kind have. */
const KINDS = {
  "malformed-request": "400",
  "malformed-json": "400",
  unauthorized: "401",
  "insufficient-scope": "403",
  "tenant-mismatch": "403",
  "foreign-request": "403",
  "not-found": "404",
  "customer-not-found": "404",
  "method-not-allowed": "400",
  conflict: "409",
  "payload-too-large": "413",
  "unsupported-media-type": "400",
  "invalid-request": "422",
  "rate-limited": "429",
  "internal-error": "500",
  unavailable: "503",
} as const satisfies Record<ProblemName, string>;

type Kind = (typeof KINDS)[ProblemName];

/** A problem of a proxy has a status alone. */
const STATUSES: ReadonlyMap<number, Kind> = new Map([
  ...Object.values(KINDS).map((kind): [number, Kind] => [Number(kind), kind]),
  [502, "503"],
  [504, "503"],
]);

/** @returns what says what happened and what to try, for any error of `ask`, `download` or `upload` */
export function useDescribe(): (error: Error) => Described {
  const t = useText();
  const tell = useTell();
  return useCallback(
    (error) => {
      const nothing = { detail: "", fields: [] };
      if (error instanceof NotReached)
        return { title: t("problem.network"), what: t("problem.network.what"), ...nothing };
      if (error instanceof StoreRefused) return { ...wordsOfStore(error, t), ...nothing };
      if (!(error instanceof ApiProblem))
        return { title: t("problem.unknown"), what: t("problem.unknown.what"), ...nothing };
      const kind = kindOf(error);
      const seconds = Math.ceil((error.retryAfterMs ?? 60_000) / 1000);
      const advice = kind === "429" ? t("problem.429.what", { seconds }) : t(`problem.${kind}.what`);
      const detail = error.detail === undefined ? "" : tell(error.detail);
      const { requestId } = error;
      return {
        title: t(`problem.${kind}`),
        // Of too many requests both say when to try again.
        what: detail === "" || kind === "429" ? advice : `${detail} — ${advice}`,
        detail,
        fields: error.errors.map(({ field, ...told }) =>
          field === "" ? tell(told) : t("problem.field", { field, message: tell(told) }),
        ),
        ...(requestId === undefined ? {} : { requestId }),
      };
    },
    [t, tell],
  );
}

/** What it refuses for size is too large; for anything else there is nothing but another try, or somebody who knows its codes. */
function wordsOfStore({ status, code }: StoreRefused, t: Say): { title: string; what: string } {
  if (code === "EntityTooLarge") return { title: t("problem.413"), what: t("problem.413.what") };
  if (status >= 500) return { title: t("problem.503"), what: t("problem.503.what") };
  return { title: t("problem.store"), what: t("problem.store.what", { code: code ?? String(status) }) };
}

function kindOf({ problem, status }: ApiProblem): Kind {
  if (isKnown(problem)) return KINDS[problem];
  return STATUSES.get(status) ?? (status >= 500 ? "500" : "400");
}

function isKnown(problem: string): problem is ProblemName {
  return Object.hasOwn(KINDS, problem);
}
