import Box from "@cloudscape-design/components/box";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs, { type KeyValuePairsProps } from "@cloudscape-design/components/key-value-pairs";
import ProgressBar from "@cloudscape-design/components/progress-bar";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { CatalogRunView, LeadRunView, RunView } from "../../../api/views.ts";
import { type CountPart, Counts } from "../../../component/counts.tsx";
import { PageLink } from "../../../component/page-link.tsx";
import { RelativeTime, useNow } from "../../../component/relative-time.tsx";
import { isMoving, partsOf, partText, progressOf, tookOf, wholeOf } from "../../../component/run-counts.ts";
import { RunStatusLabel } from "../../../component/status-label.tsx";
import type { Formats } from "../../../i18n/format.ts";
import { type Say, useFormat, useText } from "../../../i18n/i18n.ts";
import { equationOf } from "../equation.ts";

/** A run at a glance: how it stands, whose it is, what it cost, and what became of its rows. */
export function Summary({ run }: { run: RunView }) {
  const t = useText();
  const format = useFormat();
  const time = useNow();
  const { status, registeredAt, startedAt, finishedAt, attempt, bytes } = run;
  const isActive = isMoving(run);
  const took = tookOf(run);
  const isCounting = run.status === "RUNNING" && startedAt !== null;
  const items: KeyValuePairsProps.Item[] = [
    { label: t("runs.status"), value: <RunStatusLabel status={status} /> },
    { label: t("runs.flow"), value: `${t(`run.flow.${run.flow}`)} · ${format.bytes(bytes)}` },
    { label: t("runs.column.registered"), value: <RelativeTime at={registeredAt} /> },
    {
      label: t("runs.column.took"),
      value: format.duration(isCounting ? Math.max(time - startedAt, took ?? 0) : took),
    },
    { label: t("summary.finished"), value: format.dateTime(finishedAt) },
    ...(attempt === 1 ? [] : [{ label: t("summary.attempts"), value: format.number(attempt) }]),
    ...(run.flow === "lead-import" ? leadItems(run, t, format) : catalogItems(run, t, format)),
  ];
  return (
    <SpaceBetween size="l">
      <Container header={<Header variant="h2">{t("summary.rows")}</Header>}>
        <SpaceBetween size="m">
          {isActive && <Progress run={run} />}
          <Outcome run={run} />
        </SpaceBetween>
      </Container>
      <Container header={<Header variant="h2">{t("summary.title")}</Header>}>
        <KeyValuePairs columns={4} minColumnWidth={180} items={items} />
      </Container>
    </SpaceBetween>
  );
}

function Progress({ run }: { run: RunView }) {
  const t = useText();
  const { done, all } = progressOf(run);
  if (run.status === "UNDOING" || all === 0) {
    return (
      <Box color="text-body-secondary">
        {t(run.status === "UNDOING" ? "summary.undoing" : "runs.reading")}
      </Box>
    );
  }
  return (
    <ProgressBar
      value={(done / all) * 100}
      label={t("summary.progress")}
      additionalInfo={t("runs.batches", { done, count: all })}
    />
  );
}

/** Every row with what became of it, as a sentence and as a bar. */
function Outcome({ run }: { run: RunView }) {
  const t = useText();
  if (run.counts === null) return <Box color="text-body-secondary">{t("summary.unread")}</Box>;
  const parts = partsOf(run);
  const whole = wholeOf(run);
  const unit = run.flow === "lead-import" ? "summary.whole.rows" : "summary.whole.products";
  const equation = equationOf({
    parts,
    whole: t(unit, { count: whole }),
    text: (part) => partText(part, t),
  });
  return (
    <SpaceBetween size="s">
      <Box variant="p">
        {equation}
        <Aside run={run} />
      </Box>
      <Counts parts={parts.filter(isShown)} whole={whole} />
    </SpaceBetween>
  );
}

/** Parts that are rare are shown where there are any. */
const RARE: readonly CountPart["key"][] = ["count.superseded", "count.failed", "count.pending"];

function isShown({ key, count }: CountPart): boolean {
  return count > 0 || !RARE.includes(key);
}

/** What is outside of the sum. */
function Aside({ run }: { run: RunView }) {
  const t = useText();
  if (run.counts === null) return null;
  const text =
    run.flow === "lead-import"
      ? run.counts.skipped > 0 && t("summary.skipped", { count: run.counts.skipped })
      : t("summary.codes", { rows: run.counts.rows, count: run.counts.duplicates });
  return (
    text !== false && (
      <Box variant="span" color="text-body-secondary">
        {" · "}
        {text}
      </Box>
    )
  );
}

function leadItems(run: LeadRunView, t: Say, format: Formats): KeyValuePairsProps.Item[] {
  const { options, model } = run;
  const { calls, promptTokens, completionTokens, costUsd } = model;
  const limit = options.maxCostUsd;
  return [
    {
      label: t("summary.mode"),
      value: `${t(`summary.mode.${options.mode}`)}${options.country === null ? "" : ` · ${options.country}`}`,
    },
    {
      label: t("summary.model"),
      value:
        calls === 0
          ? t(options.mode === "rules" ? "summary.model.none" : "summary.model.unanswered")
          : t("summary.model.value", {
              count: calls,
              tokens: promptTokens + completionTokens,
              cost: format.usd(costUsd),
            }),
    },
    ...(limit === null ? [] : [{ label: t("summary.limit"), value: format.usd(limit) }]),
  ];
}

function catalogItems(run: CatalogRunView, t: Say, format: Formats): KeyValuePairsProps.Item[] {
  const { tokens, expectedAt, catalogId, marketplace } = run;
  return [
    {
      label: t("summary.catalog"),
      value: <PageLink to={`/catalogs/${encodeURIComponent(catalogId)}`}>{catalogId}</PageLink>,
    },
    { label: t("summary.marketplace"), value: `amazon.${marketplace}` },
    { label: t("summary.tokens"), value: format.number(tokens.spent) },
    {
      label: t("summary.tokens.left"),
      value:
        tokens.perMinute === null
          ? format.number(tokens.left)
          : t("summary.tokens.left.value", {
              left: format.number(tokens.left),
              perMinute: format.number(tokens.perMinute),
            }),
    },
    ...(isMoving(run) ? [{ label: t("summary.expected"), value: <RelativeTime at={expectedAt} /> }] : []),
  ];
}
