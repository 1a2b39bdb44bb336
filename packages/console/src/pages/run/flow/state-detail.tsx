import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useText } from "../../../i18n/i18n.ts";
import type { Execution, FlowEvent } from "../queries.ts";
import { stateText } from "../state-machine/state-text.ts";
import { JsonText } from "./json-text.tsx";

/** What a state was given and what it gave, from its newest events. */
export function StateDetail(props: {
  name: string;
  /** Nobody tells whether it was entered. */
  isUntold: boolean;
  execution: Execution;
  events: readonly FlowEvent[];
  onClose: () => void;
}) {
  const { name, isUntold, execution, events, onClose } = props;
  const t = useText();
  const progress = execution.states.find((state) => state.name === name);
  const own = events.filter(({ state }) => state === name);
  const input = own.findLast((event) => event.type.endsWith("StateEntered"))?.input;
  const output = own.findLast((event) => event.type.endsWith("StateExited"))?.output;
  const failure = own.findLast(({ error }) => error !== null);
  return (
    <Container
      header={
        <Header
          variant="h3"
          actions={
            <Button variant="icon" iconName="close" ariaLabel={t("flow.detail.close")} onClick={onClose} />
          }
        >
          {name}
        </Header>
      }
    >
      <SpaceBetween size="s">
        <Box>{isUntold ? t("flow.state.untold") : stateText(progress, t)}</Box>
        {failure !== undefined && (
          <div>
            <Box variant="awsui-key-label">{t("flow.error")}</Box>
            {failure.cause === null ? failure.error : `${failure.error}: ${failure.cause}`}
          </div>
        )}
        <JsonText title={t("flow.input")} value={input} />
        <JsonText title={t("flow.output")} value={output} />
        {progress !== undefined && own.length === 0 && (
          <Box color="text-body-secondary">{t("flow.detail.within")}</Box>
        )}
      </SpaceBetween>
    </Container>
  );
}
