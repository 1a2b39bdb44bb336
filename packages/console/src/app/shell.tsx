import AppLayoutToolbar from "@cloudscape-design/components/app-layout-toolbar";
import { type ReactNode, useState } from "react";
import { Navigate, Route, Routes } from "react-router";
import { ProblemAlert } from "../component/problem-alert.tsx";
import { useText } from "../i18n/i18n.ts";
import { useKey } from "../session/key.ts";
import { KeyForm } from "../session/key-form.tsx";
import { SessionContext } from "../session/session.ts";
import { useSessionQuery } from "../session/session-query.ts";
import { Navigation } from "./navigation.tsx";
import { NotificationsProvider } from "./notifications-provider.tsx";
import { Loading, MissingPage, PageFrame } from "./page-frame.tsx";
import { HOME, PAGES } from "./pages.ts";
import { TopBar } from "./top-bar.tsx";

/** Below it the list of pages covers the page: closed until asked for. */
const isNarrow = matchMedia("(max-width: 688px)");

/** What is around every page. */
export function Shell() {
  const t = useText();
  const key = useKey();
  const session = useSessionQuery();
  const [isOpen, setOpen] = useState(!isNarrow.matches);
  const hasSession = key !== null && session.data !== undefined;
  return (
    <NotificationsProvider>
      {(bar) => (
        <>
          <a className="skip-link" href="#content">
            {t("shell.skip")}
          </a>
          <div id="top-bar">
            <TopBar session={hasSession ? session.data : undefined} />
          </div>
          <AppLayoutToolbar
            headerSelector="#top-bar"
            toolsHide
            navigationHide={!hasSession}
            navigationOpen={isOpen}
            onNavigationChange={({ detail }) => setOpen(detail.open)}
            navigation={<Navigation onLeave={() => isNarrow.matches && setOpen(false)} />}
            notifications={bar}
            ariaLabels={{
              navigation: t("shell.nav"),
              navigationToggle: t("shell.nav.open"),
              navigationClose: t("shell.nav.close"),
              notifications: t("shell.notifications"),
            }}
            content={
              <div id="content" tabIndex={-1}>
                {key === null ? <KeyForm /> : <Session query={session}>{<Pages />}</Session>}
              </div>
            }
          />
        </>
      )}
    </NotificationsProvider>
  );
}

function Session({ query, children }: { query: ReturnType<typeof useSessionQuery>; children: ReactNode }) {
  if (query.data !== undefined) return <SessionContext value={query.data}>{children}</SessionContext>;
  if (query.error !== null) return <ProblemAlert error={query.error} onRetry={() => void query.refetch()} />;
  return <Loading />;
}

function Pages() {
  return (
    <Routes>
      <Route path="/" element={<Navigate to={HOME} replace />} />
      {PAGES.map((page) => (
        <Route key={page.path} path={page.path} element={<PageFrame page={page} />} />
      ))}
      <Route path="*" element={<MissingPage />} />
    </Routes>
  );
}
