import { useSyncExternalStore } from "react";

/** Where Cloudscape's own layouts go from several columns to one. */
const narrow = matchMedia("(max-width: 688px)");

/** Whether the page is as narrow as a phone. */
export function useIsNarrow(): boolean {
  return useSyncExternalStore(subscribe, () => narrow.matches);
}

function subscribe(listener: () => void): () => void {
  narrow.addEventListener("change", listener);
  return () => narrow.removeEventListener("change", listener);
}
