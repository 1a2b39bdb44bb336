import type { getSession } from "@millrace/api/contract";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { ask } from "../api/ask.ts";
import { useKey } from "./key.ts";

/** Asks what the key may do, once there is a key; for the shell, whose pages get it from `useSession`. */
export function useSessionQuery() {
  const key = useKey();
  const cache = useQueryClient();
  // What one key was answered is not another's to see.
  useEffect(() => {
    if (key === null) cache.clear();
  }, [key, cache]);
  return useQuery({
    queryKey: ["session"],
    queryFn: ({ signal }) => ask<typeof getSession>({ method: "get", path: "/api/session", signal }),
    staleTime: Number.POSITIVE_INFINITY,
    enabled: key !== null,
  });
}
