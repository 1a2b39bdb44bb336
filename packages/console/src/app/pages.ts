import { type ComponentType, type LazyExoticComponent, lazy } from "react";
import { matchPath } from "react-router";
import type { PlainKey } from "../i18n/i18n.ts";
import type { Scope } from "../session/session.ts";

/** A page of this site: its address, what it needs, and where it is loaded from when it is first shown. */
export interface Page {
  path: string;
  /** The page of the list at the side that it belongs to. */
  section: string;
  /** Any of them will do. */
  scopes: readonly Scope[];
  /** Its content, with a placeholder until it is loaded, which React shows for 300 ms even where that takes less. */
  Lazy: LazyExoticComponent<ComponentType>;
  /** Its content where it is loaded: needs no placeholder. */
  loaded: () => ComponentType | undefined;
  /** Begins to load it; the browser does so once. */
  load: () => Promise<unknown>;
}

const RUN_SCOPES: readonly Scope[] = ["leads:read", "catalogs:read"];

interface Entry extends Pick<Page, "path" | "section" | "scopes"> {
  load: () => Promise<{ default: ComponentType }>;
}

const ENTRIES: readonly Entry[] = [
  {
    ...{ path: "/drop", section: "/drop", scopes: ["leads:write", "catalogs:write"] },
    load: () => import("../pages/drop/drop-page.tsx"),
  },
  {
    ...{ path: "/runs", section: "/runs", scopes: RUN_SCOPES },
    load: () => import("../pages/runs/runs-page.tsx"),
  },
  {
    ...{ path: "/runs/:runId", section: "/runs", scopes: RUN_SCOPES },
    load: () => import("../pages/run/run-page.tsx"),
  },
  {
    ...{ path: "/leads", section: "/leads", scopes: ["leads:read"] },
    load: () => import("../pages/leads/leads-page.tsx"),
  },
  {
    ...{ path: "/leads/:leadId", section: "/leads", scopes: ["leads:read"] },
    load: () => import("../pages/lead/lead-page.tsx"),
  },
  {
    ...{ path: "/catalogs", section: "/catalogs", scopes: ["catalogs:read"] },
    load: () => import("../pages/catalogs/catalogs-page.tsx"),
  },
  {
    ...{ path: "/catalogs/:catalogId", section: "/catalogs", scopes: ["catalogs:read"] },
    load: () => import("../pages/catalog/catalog-page.tsx"),
  },
  {
    ...{ path: "/customers", section: "/customers", scopes: ["statistics:read"] },
    load: () => import("../pages/customers/customers-page.tsx"),
  },
  {
    ...{ path: "/health", section: "/health", scopes: ["operations:read"] },
    load: () => import("../pages/health/health-page.tsx"),
  },
];

export const PAGES: readonly Page[] = ENTRIES.map((entry) => {
  let content: ComponentType | undefined;
  const load = async () => {
    const module = await entry.load();
    content = module.default;
    return module;
  };
  return { ...entry, load, loaded: () => content, Lazy: lazy(load) };
});

/** Where `/` leads: what most come for. */
export const HOME = "/runs";

/** The page at an address, if there is one. */
export function pageAt(pathname: string): Page | undefined {
  const shown = pathname === "/" ? HOME : pathname;
  return PAGES.find(({ path }) => matchPath(path, shown) !== null);
}

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
