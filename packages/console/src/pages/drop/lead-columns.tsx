import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import Header from "@cloudscape-design/components/header";
import Select from "@cloudscape-design/components/select";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import Table from "@cloudscape-design/components/table";
import { columnReason } from "../../component/column-reason.ts";
import { targetText } from "../../component/target-text.ts";
import { useText } from "../../i18n/i18n.ts";
import { useSession } from "../../session/session.ts";
import type { LeadChoice, LeadPreview } from "./use-preview.ts";

type Column = LeadPreview["columns"][number] & { index: number };
type Target = NonNullable<LeadChoice["columns"]>[string];

const SURE = {
  certain: ["success", "drop.sure.certain"],
  likely: ["info", "drop.sure.likely"],
  unsure: ["warning", "drop.sure.unsure"],
} as const;

/** Where each column of the file goes, to be changed. */
export function LeadColumns(props: {
  preview: LeadPreview;
  choice: LeadChoice;
  onChoice: (choice: LeadChoice) => void;
}) {
  const { preview, choice, onChoice } = props;
  const t = useText();
  const { imports } = useSession();
  const chosen = choice.columns ?? targetsIn(preview.remembered ?? {}, imports.targets);
  const isUnsure = preview.columns.some(({ confidence }) => confidence === "unsure");
  const nameOf = ({ header, index }: Column) => header || t("drop.columns.number", { number: index + 1 });
  const labelOf = (target: string) => targetText(target, t);
  const send = ({ index }: Column, target: string | undefined) => {
    if (!isTarget(target, imports.targets)) return;
    // By number: two columns may have one name, and one may have none.
    onChoice({ ...choice, columns: { ...chosen, [`#${index + 1}`]: target } });
  };
  return (
    <ExpandableSection
      headerText={t("drop.columns")}
      headerDescription={preview.remembered === null ? t("drop.columns.what") : t("drop.columns.remembered")}
      defaultExpanded={isUnsure}
      headerActions={
        Object.keys(chosen).length > 0 && (
          <Button onClick={() => onChoice({ ...choice, columns: {} })}>{t("drop.columns.reset")}</Button>
        )
      }
    >
      <Table
        variant="borderless"
        items={preview.columns.map((column, index) => ({ ...column, index }))}
        trackBy={({ index }) => String(index)}
        wrapLines
        header={<Header variant="h3" counter={`(${preview.columns.length})`} />}
        ariaLabels={{ tableLabel: t("drop.columns") }}
        columnDefinitions={[
          { id: "name", header: t("drop.columns.name"), isRowHeader: true, minWidth: 160, cell: nameOf },
          {
            id: "examples",
            header: t("drop.columns.examples"),
            cell: ({ examples }) => examples.join(" · "),
          },
          {
            id: "target",
            header: t("drop.columns.target"),
            minWidth: 220,
            cell: (column) => (
              <Select
                ariaLabel={t("drop.columns.target.of", { column: nameOf(column) })}
                options={imports.targets.map((value) => ({ value, label: labelOf(value) }))}
                selectedOption={
                  column.target === null
                    ? { value: "", label: t("target.none") }
                    : { value: column.target, label: labelOf(column.target) }
                }
                onChange={({ detail }) => send(column, detail.selectedOption.value)}
                expandToViewport
              />
            ),
          },
          {
            id: "why",
            header: t("drop.columns.why"),
            minWidth: 160,
            cell: ({ confidence, reason }) => (
              <div>
                <StatusIndicator type={SURE[confidence][0]}>{t(SURE[confidence][1])}</StatusIndicator>
                <Box variant="small" display="block">
                  {columnReason(reason, t)}
                </Box>
              </div>
            ),
          },
        ]}
      />
    </ExpandableSection>
  );
}

/** What was chosen for an earlier run, but for targets that are no longer there. */
function targetsIn(columns: Record<string, string>, targets: readonly string[]): Record<string, Target> {
  return Object.fromEntries(
    Object.entries(columns).flatMap(([column, target]) =>
      isTarget(target, targets) ? [[column, target]] : [],
    ),
  );
}

function isTarget(value: string | undefined, targets: readonly string[]): value is Target {
  return value !== undefined && targets.includes(value);
}
