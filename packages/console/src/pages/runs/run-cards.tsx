import Cards from "@cloudscape-design/components/cards";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { PageLink } from "../../component/page-link.tsx";
import { RelativeTime } from "../../component/relative-time.tsx";
import { shownName } from "../../component/shown-name.ts";
import { RunStatusLabel } from "../../component/status-label.tsx";
import { useText } from "../../i18n/i18n.ts";
import { OutcomeCell } from "./outcome-cell.tsx";
import type { RunListProps } from "./run-table.tsx";

/** Runs as cards, on a phone. */
export default function RunCards({ runs, isLoading, filter, empty, footer }: RunListProps) {
  const t = useText();
  return (
    <SpaceBetween size="l">
      <Cards
        items={runs}
        trackBy="runId"
        loading={isLoading}
        loadingText={t("table.loading")}
        filter={filter}
        empty={empty}
        ariaLabels={{ itemSelectionLabel: () => "", selectionGroupLabel: "", cardsLabel: t("page.runs") }}
        cardsPerRow={[{ cards: 1 }]}
        cardDefinition={{
          header: (run) => <PageLink to={`/runs/${run.runId}`}>{shownName(run.sourceFile)}</PageLink>,
          sections: [
            {
              id: "status",
              content: (run) => (
                <SpaceBetween direction="horizontal" size="m">
                  <RunStatusLabel status={run.status} />
                  <span>{t(`run.flow.${run.flow}`)}</span>
                  <RelativeTime at={run.registeredAt} />
                </SpaceBetween>
              ),
            },
            { id: "outcome", content: (run) => <OutcomeCell run={run} /> },
          ],
        }}
      />
      {footer}
    </SpaceBetween>
  );
}
