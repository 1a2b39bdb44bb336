import FormField from "@cloudscape-design/components/form-field";
import Grid from "@cloudscape-design/components/grid";
import Select from "@cloudscape-design/components/select";
import type { RunView } from "../../api/views.ts";
import { type PlainKey, useText } from "../../i18n/i18n.ts";
import type { RunFilter } from "./merge.ts";

const FLOWS = {
  "lead-import": "run.flow.lead-import",
  "catalog-enrichment": "run.flow.catalog-enrichment",
} as const satisfies Record<RunView["flow"], PlainKey>;

const STATUSES = {
  REGISTERED: "run.status.REGISTERED",
  RUNNING: "run.status.RUNNING",
  PAUSED: "run.status.PAUSED",
  COMPLETED: "run.status.COMPLETED",
  COMPLETED_WITH_ERRORS: "run.status.COMPLETED_WITH_ERRORS",
  FAILED: "run.status.FAILED",
  CANCELLED: "run.status.CANCELLED",
  UNDOING: "run.status.UNDOING",
  UNDONE: "run.status.UNDONE",
} as const satisfies Record<RunView["status"], PlainKey>;

export function isFlow(value: string): value is RunView["flow"] {
  return Object.hasOwn(FLOWS, value);
}

export function isStatus(value: string): value is RunView["status"] {
  return Object.hasOwn(STATUSES, value);
}

/** Chooses which runs are shown: by kind and by status. */
export function FilterBar({
  filter,
  onChange,
}: {
  filter: RunFilter;
  onChange: (filter: RunFilter) => void;
}) {
  const t = useText();
  const { flow, status } = filter;
  return (
    <Grid gridDefinition={[{ colspan: { default: 6, m: 3 } }, { colspan: { default: 6, m: 3 } }]}>
      <Choice
        label={t("runs.flow")}
        all={t("runs.flow.all")}
        texts={FLOWS}
        value={flow ?? ""}
        onChange={(value) => onChange({ status, flow: isFlow(value) ? value : undefined })}
      />
      <Choice
        label={t("runs.status")}
        all={t("runs.status.all")}
        texts={STATUSES}
        value={status ?? ""}
        onChange={(value) => onChange({ flow, status: isStatus(value) ? value : undefined })}
      />
    </Grid>
  );
}

function Choice(props: {
  label: string;
  all: string;
  texts: Readonly<Record<string, PlainKey>>;
  value: string;
  onChange: (value: string) => void;
}) {
  const { label, all, texts, value, onChange } = props;
  const t = useText();
  const options = [
    { value: "", label: all },
    ...Object.entries(texts).map(([each, key]) => ({ value: each, label: t(key) })),
  ];
  return (
    <FormField label={label}>
      <Select
        options={options}
        selectedOption={options.find((option) => option.value === value) ?? null}
        onChange={({ detail }) => onChange(detail.selectedOption.value ?? "")}
      />
    </FormField>
  );
}
