import "@cloudscape-design/global-styles/index.css";
import "./app/tones.css";
import { QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { BrowserRouter } from "react-router";
import { createQueryClient } from "./api/query-client.ts";
import { ErrorBoundary } from "./app/error-boundary.tsx";
import { NotLoaded } from "./app/not-loaded.tsx";
import { pageAt } from "./app/pages.ts";
import { Shell } from "./app/shell.tsx";
import { applyTheme } from "./app/theme.ts";
import { I18nProvider } from "./i18n/i18n-provider.tsx";
import { takeKeyFromAddress } from "./session/key.ts";

takeKeyFromAddress();
// Another link with a key, followed in a tab that is open already: begins anew with it.
addEventListener("hashchange", () => takeKeyFromAddress() && location.reload());
applyTheme();
// Meanwhile texts and session are asked for. Where it cannot be loaded the page says so when it is shown.
pageAt(location.pathname)
  ?.load()
  .catch(() => {});

const root = document.getElementById("root");
if (root === null) throw new Error("index.html has #root");
createRoot(root).render(
  <StrictMode>
    <ErrorBoundary fallback={() => <NotLoaded />}>
      <I18nProvider>
        <QueryClientProvider client={createQueryClient()}>
          <BrowserRouter>
            <Shell />
          </BrowserRouter>
        </QueryClientProvider>
      </I18nProvider>
    </ErrorBoundary>
  </StrictMode>,
);
