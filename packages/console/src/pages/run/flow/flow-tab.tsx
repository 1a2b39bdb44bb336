import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { lazy, Suspense, useState } from "react";
import { Loading } from "../../../app/page-frame.tsx";
import { Empty } from "../../../component/empty.tsx";
import { type Say, useText } from "../../../i18n/i18n.ts";
import { useSession } from "../../../session/session.ts";
import type { Execution } from "../queries.ts";
import { DEFINITIONS } from "../state-machine/definitions.ts";
import { untoldStates } from "../state-machine/untold.ts";
import { EventTable } from "./event-table.tsx";
import { ExecutionSummary } from "./execution-summary.tsx";
import { StateDetail } from "./state-detail.tsx";
import { useEvents } from "./use-events.ts";

/** Draws graphs: large, and only here. */
const StateMachine = lazy(() => import("../state-machine/state-machine.tsx"));

/** One machine tells of every state. */
const NONE: ReadonlySet<string> = new Set();

/** What executes a run: its state machine with live state, and the events. @param props.executions - newest first */
export function FlowTab({ runId, executions }: { runId: string; executions: readonly Execution[] }) {
  const t = useText();
  const [chosen, setChosen] = useState<string | null>(null);
  const execution = executions.find((each) => idOf(each) === chosen) ?? executions[0];
  if (execution === undefined) {
    return (
      <Container>
        <Empty title={t("flow.execution.none")} what={t("flow.execution.none.what")} />
      </Container>
    );
  }
  return (
    <SpaceBetween size="l">
      {executions.length > 1 && (
        <ExecutionChoice executions={executions} chosen={execution} onChoose={setChosen} />
      )}
      <OneExecution key={idOf(execution)} runId={runId} execution={execution} />
    </SpaceBetween>
  );
}

function OneExecution({ runId, execution }: { runId: string; execution: Execution }) {
  const t = useText();
  const [selected, setSelected] = useState<string | null>(null);
  const events = useEvents({ runId, execution });
  const isOnAws = useSession().place === "aws";
  const { flow, states } = execution;
  const untold = isOnAws ? untoldStates({ definition: DEFINITIONS[flow], states }) : NONE;
  return (
    <SpaceBetween size="l">
      <ExecutionSummary execution={execution} />
      <SpaceBetween size="xs">
        <Suspense fallback={<Loading />}>
          <StateMachine
            flow={flow}
            states={states}
            untold={untold}
            selected={selected}
            onSelect={setSelected}
            detail={
              selected !== null && (
                <StateDetail
                  name={selected}
                  isUntold={untold.has(selected)}
                  execution={execution}
                  events={events.data ?? []}
                  onClose={() => setSelected(null)}
                />
              )
            }
          />
        </Suspense>
        <small>{t(isOnAws ? "flow.legend.aws" : "flow.legend")}</small>
      </SpaceBetween>
      <EventTable
        query={events}
        startedAt={execution.startedAt}
        state={selected}
        onShowAll={() => setSelected(null)}
      />
    </SpaceBetween>
  );
}

function ExecutionChoice(props: {
  executions: readonly Execution[];
  chosen: Execution;
  onChoose: (id: string) => void;
}) {
  const { executions, chosen, onChoose } = props;
  const t = useText();
  const options = executions.map((each) => ({
    value: idOf(each),
    label: executionText(each, t),
    description: t(`flow.status.${each.status}`),
  }));
  return (
    <FormField label={t("flow.execution")}>
      <Select
        options={options}
        selectedOption={options.find(({ value }) => value === idOf(chosen)) ?? null}
        onChange={({ detail }) => onChoose(detail.selectedOption.value ?? "")}
      />
    </FormField>
  );
}

/** Names are unique among the executions of a flow. */
function idOf({ flow, name }: Execution): string {
  return `${flow}/${name}`;
}

/** Retries carry their number at the end of their name: `{runId}-r{n}`. */
function executionText({ flow, name }: Execution, t: Say): string {
  if (flow === "lead-undo") return t("flow.execution.undo");
  const number = /-r(\d+)$/.exec(name)?.[1];
  return number === undefined
    ? t("flow.execution.first")
    : t("flow.execution.retry", { number: Number(number) });
}
