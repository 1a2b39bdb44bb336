import Box from "@cloudscape-design/components/box";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { Counts } from "../../component/counts.tsx";
import { useFormat, useText } from "../../i18n/i18n.ts";
import { useSession } from "../../session/session.ts";
import { LeadColumns } from "./lead-columns.tsx";
import { LeadHints } from "./lead-hints.tsx";
import { LeadOptions } from "./lead-options.tsx";
import { LeadRows } from "./lead-rows.tsx";
import { Notes } from "./notes.tsx";
import { Reading } from "./reading.tsx";
import type { LeadChoice, LeadPreview } from "./use-preview.ts";

/** What a file of leads would become, and what can be chosen about it. @param props.isOld - while another choice is being tried */
export function LeadPreviewParts(props: {
  preview: LeadPreview;
  choice: LeadChoice;
  isOld: boolean;
  onChoice: (choice: LeadChoice) => void;
}) {
  const { preview, choice, isOld, onChoice } = props;
  const t = useText();
  const { reading, counts, rows } = preview;
  const { created, updated, unchanged, duplicates, rejected } = counts;
  return (
    <SpaceBetween size="l">
      <Notes notes={reading.notes} />
      <LeadHints preview={preview} choice={choice} />
      <div aria-busy={isOld}>
        <SpaceBetween size="s">
          <Header
            variant="h3"
            description={t(counts.complete ? "drop.outcome.all" : "drop.outcome.first", {
              count: counts.rows,
            })}
          >
            {t("drop.outcome")}
          </Header>
          <Counts
            parts={[
              { key: "count.created", count: created, tone: "success" },
              { key: "count.updated", count: updated, tone: "info" },
              { key: "count.unchanged", count: unchanged, tone: "neutral" },
              { key: "count.duplicates", count: duplicates, tone: "warning" },
              { key: "count.rejected", count: rejected, tone: "error" },
            ]}
            whole={counts.rows}
          />
          <ModelCost preview={preview} choice={choice} />
        </SpaceBetween>
      </div>
      {rows.length > 0 && <LeadRows rows={rows} columns={preview.columns} />}
      <LeadColumns preview={preview} choice={choice} onChoice={onChoice} />
      <LeadOptions preview={preview} choice={choice} onChoice={onChoice} />
      <Reading reading={reading} />
    </SpaceBetween>
  );
}

function ModelCost({ preview, choice }: { preview: LeadPreview; choice: LeadChoice }) {
  const { model, counts } = preview;
  const t = useText();
  const format = useFormat();
  const { imports } = useSession();
  if (model === null) return null;
  const cost = format.usd(model.costUsd);
  const isForEveryRow = (choice.mode ?? imports.mode) === "model";
  return (
    <Box color="text-body-secondary">
      {isForEveryRow
        ? t("drop.model.every", { model: model.name, cost })
        : t("drop.model.open", { count: counts.open, model: model.name, cost })}
    </Box>
  );
}
