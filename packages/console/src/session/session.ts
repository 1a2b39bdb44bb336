import type { getSession } from "@millrace/api/contract";
import { createContext, use } from "react";
import type { AnswerOf } from "../api/route-types.ts";

/** What the key may do, and what can be chosen here. */
export type Session = AnswerOf<typeof getSession>;

export type Scope = Session["key"]["scopes"][number];

export const SessionContext = createContext<Session | null>(null);

/** The session; pages are shown inside of one only. */
export function useSession(): Session {
  const session = use(SessionContext);
  if (session === null) throw new Error("a page is shown inside of a session");
  return session;
}

/** Whether the key may do what needs one of these. */
export function useMay(...scopes: readonly Scope[]): boolean {
  const granted = useSession().key.scopes;
  return scopes.some((scope) => granted.includes(scope));
}
