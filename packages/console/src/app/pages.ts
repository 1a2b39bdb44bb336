import { type ComponentType, type LazyExoticComponent, lazy } from "react";
import type { PlainKey } from "../i18n/i18n.ts";
import type { Scope } from "../session/session.ts";

/** A page of this site: its address, what it needs, and where it is loaded from when it is first shown. */
export interface Page {
  path: string;
  /** The page of the list at the side that it belongs to. */
  section: string;
  /** Any of them will do. */
  scopes: readonly Scope[];
  Content: LazyExoticComponent<ComponentType>;
}

const RUN_SCOPES: readonly Scope[] = ["leads:read", "catalogs:read"];

export const PAGES: readonly Page[] = [
  {
    ...{ path: "/drop", section: "/drop", scopes: ["leads:write", "catalogs:write"] },
    Content: lazy(() => import("../pages/drop/drop-page.tsx")),
  },
  {
    ...{ path: "/runs", section: "/runs", scopes: RUN_SCOPES },
    Content: lazy(() => import("../pages/runs/runs-page.tsx")),
  },
  {
    ...{ path: "/runs/:runId", section: "/runs", scopes: RUN_SCOPES },
    Content: lazy(() => import("../pages/run/run-page.tsx")),
  },
  {
    ...{ path: "/leads", section: "/leads", scopes: ["leads:read"] },
    Content: lazy(() => import("../pages/leads/leads-page.tsx")),
  },
  {
    ...{ path: "/leads/:leadId", section: "/leads", scopes: ["leads:read"] },
    Content: lazy(() => import("../pages/lead/lead-page.tsx")),
  },
  {
    ...{ path: "/catalogs", section: "/catalogs", scopes: ["catalogs:read"] },
    Content: lazy(() => import("../pages/catalogs/catalogs-page.tsx")),
  },
  {
    ...{ path: "/catalogs/:catalogId", section: "/catalogs", scopes: ["catalogs:read"] },
    Content: lazy(() => import("../pages/catalog/catalog-page.tsx")),
  },
  {
    ...{ path: "/customers", section: "/customers", scopes: ["statistics:read"] },
    Content: lazy(() => import("../pages/customers/customers-page.tsx")),
  },
  {
    ...{ path: "/health", section: "/health", scopes: ["operations:read"] },
    Content: lazy(() => import("../pages/health/health-page.tsx")),
  },
];

/** Where `/` leads: what most come for. */
export const HOME = "/runs";

/** The list at the side. */
export const SECTIONS: readonly { title: PlainKey; pages: readonly { to: string; text: PlainKey }[] }[] = [
  {
    title: "page.import",
    pages: [
      { to: "/drop", text: "page.drop" },
      { to: "/runs", text: "page.runs" },
    ],
  },
  {
    title: "page.data",
    pages: [
      { to: "/leads", text: "page.leads" },
      { to: "/catalogs", text: "page.catalogs" },
      { to: "/customers", text: "page.customers" },
    ],
  },
  { title: "page.operate", pages: [{ to: "/health", text: "page.health" }] },
];
