import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Spinner from "@cloudscape-design/components/spinner";
import { Suspense, useState } from "react";
import { useLocation } from "react-router";
import { Page } from "../component/page.tsx";
import { useText } from "../i18n/i18n.ts";
import { useMay } from "../session/session.ts";
import { ErrorBoundary } from "./error-boundary.tsx";
import type { Page as PageEntry } from "./pages.ts";

/** Shows a page while it loads, when it fails, and when the key may not see it. */
export function PageFrame({ page }: { page: PageEntry }) {
  const { scopes } = page;
  const t = useText();
  const mayRead = useMay(...scopes);
  const { pathname } = useLocation();
  if (!mayRead)
    return (
      <Page title={t("page.forbidden")}>
        <Alert type="warning">{t("page.forbidden.what", { scopes: scopes.join(", ") })}</Alert>
      </Page>
    );
  return (
    <ErrorBoundary key={pathname} fallback={(error) => <Broken error={error} />}>
      <Suspense fallback={<Loading />}>
        <Content page={page} />
      </Suspense>
    </ErrorBoundary>
  );
}

function Content({ page }: { page: PageEntry }) {
  // The same one as long as it is shown: another would begin anew.
  const [Shown] = useState(() => page.loaded() ?? page.Lazy);
  return <Shown />;
}

export function Loading() {
  const t = useText();
  return (
    <Box textAlign="center" padding="xxl">
      <Spinner size="large" /> <Box variant="span">{t("shell.loading")}</Box>
    </Box>
  );
}

export function MissingPage() {
  const t = useText();
  return (
    <Page title={t("page.missing")}>
      <Alert type="info">{t("page.missing.what")}</Alert>
    </Page>
  );
}

function Broken({ error }: { error: Error }) {
  const t = useText();
  // Browsers have no name for it, each its own sentence; all of them speak of the module.
  const isChunk = /module|preload/i.test(error.message);
  return (
    <Alert
      type="error"
      header={t(isChunk ? "page.outdated" : "page.broken")}
      action={<Button onClick={() => location.reload()}>{t("page.reload")}</Button>}
    >
      {t(isChunk ? "page.outdated.what" : "page.broken.what")}
    </Alert>
  );
}
