import type { getHealth } from "@millrace/api/contract";
import { useQuery } from "@tanstack/react-query";
import { ask } from "./ask.ts";
import type { AnswerOf } from "./route-types.ts";

export type Health = AnswerOf<typeof getHealth>;

/** On AWS each look asks SQS and CloudWatch: often enough for somebody who watches, and cheap. */
const LOOK_AGAIN_MS = 15_000;

/** How Millrace stands, looked at again as long as the page is seen. */
export function useHealth(input: { isAllowed?: boolean } = {}) {
  return useQuery({
    queryKey: ["health"],
    queryFn: ({ signal }) => ask<typeof getHealth>({ method: "get", path: "/api/health", signal }),
    refetchInterval: LOOK_AGAIN_MS,
    enabled: input.isAllowed ?? true,
  });
}
