import { useSyncExternalStore } from "react";

/** Kept as long as the browser's tab: a key is worth as much as a password. */
const ITEM = "millrace.key";

/** Where a link brings the key: a fragment stays in the browser, and is in no log and no `Referer`. */
const FRAGMENT = /^#key=(.+)$/;

const listeners = new Set<() => void>();

let refused = false;

/** The API key of this tab; null where none was entered. */
export function currentKey(): string | null {
  return sessionStorage.getItem(ITEM);
}

export function keepKey(key: string): void {
  sessionStorage.setItem(ITEM, key);
  tell(false);
}

/** @param isRefused - by the API: the page then says so, and asks for another */
export function dropKey(isRefused: boolean): void {
  if (currentKey() === null) return;
  sessionStorage.removeItem(ITEM);
  tell(isRefused);
}

/**
 * Takes the key out of the address, where a link brought one: before anything else can read or keep the address.
 *
 * @returns whether there was one
 */
export function takeKeyFromAddress(): boolean {
  const [, encoded] = FRAGMENT.exec(location.hash) ?? [];
  if (encoded === undefined) return false;
  history.replaceState(history.state, "", location.pathname + location.search);
  keepKey(decoded(encoded));
  return true;
}

export function useKey(): string | null {
  return useSyncExternalStore(subscribe, currentKey);
}

/** Whether the API has refused the key that was there before. */
export function useWasRefused(): boolean {
  return useSyncExternalStore(subscribe, () => refused);
}

/** What is no encoding was not written by us, and is refused by the API. */
function decoded(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch {
    return encoded;
  }
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function tell(isRefused: boolean): void {
  refused = isRefused;
  for (const listener of listeners) listener();
}
