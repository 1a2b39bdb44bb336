import type { getCachedMetrics, getMetricsByPhone } from "@millrace/api/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { ask, askAll } from "../../api/ask.ts";
import { ApiProblem } from "../../api/problem.ts";
import type { AnswerOf } from "../../api/route-types.ts";

export type Cached = AnswerOf<typeof getCachedMetrics>;

/** What is known, and who answered: the cache (`hit`, or `stale` where no longer fresh) or the database (`miss`). */
export interface Found {
  statistics: AnswerOf<typeof getMetricsByPhone>;
  source: "hit" | "stale" | "miss";
}

/** What a look-up gave. */
export interface LookedUp {
  phone: string;
  /** null: nobody knows the phone. */
  found: Found | null;
  /** The entry in the cache as the look-up has left it. */
  cached: Cached;
}

/** Looks a phone up; `fresh`: computed now. Each is asked for by somebody, and changes the cache: nothing is repeated by itself. */
export function useLookUp() {
  const cache = useQueryClient();
  const [last, setLast] = useState<LookedUp>();
  const lookUp = useMutation({
    mutationFn: async ({ phone, fresh }: { phone: string; fresh: boolean }): Promise<LookedUp> => {
      const found = await find(phone, fresh);
      const cached = await ask<typeof getCachedMetrics>({
        method: "get",
        path: "/api/cache/metrics/byPhone/{phone}",
        params: { phone },
      });
      return { phone, found, cached };
    },
    onSuccess: (lookedUp) => {
      setLast(lookedUp);
      // The hit rate has moved.
      return cache.invalidateQueries({ queryKey: ["health"] });
    },
  });
  // What was found before stays to be seen while it is looked up again.
  return { ...lookUp, data: lookUp.isPending ? last : lookUp.data };
}

async function find(phone: string, fresh: boolean): Promise<Found | null> {
  try {
    const { answer, headers } = await askAll<typeof getMetricsByPhone>({
      method: "get",
      path: "/api/b2b/orderLogistics/customer/metrics/byPhone/{phone}",
      params: { phone },
      query: fresh ? { withoutCache: "1" } : {},
    });
    return { statistics: answer, source: sourceOf(headers.get("X-Cache")) };
  } catch (error) {
    if (error instanceof ApiProblem && error.problem === "customer-not-found") return null;
    throw error;
  }
}

function sourceOf(header: string | null): Found["source"] {
  return header === "hit" || header === "stale" ? header : "miss";
}
