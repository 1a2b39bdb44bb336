import Badge from "@cloudscape-design/components/badge";
import Box from "@cloudscape-design/components/box";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Table from "@cloudscape-design/components/table";
import type { LeadHistory } from "../../api/views.ts";
import { Lines } from "../../component/lines.tsx";
import { PageLink } from "../../component/page-link.tsx";
import { RelativeTime } from "../../component/relative-time.tsx";
import { shownName } from "../../component/shown-name.ts";
import { type Say, useTell, useText } from "../../i18n/i18n.ts";
import { FIELDS } from "./fields.ts";

type Version = LeadHistory[number];

/** What one row said of a lead, and what it changed. @param props.before - the version that spoke before this one */
export function VersionCard({ version, before }: { version: Version; before: Version | undefined }) {
  const t = useText();
  const tell = useTell();
  const { sourceFile, row, runId, at, current, issues } = version;
  return (
    <Container
      header={
        <Header
          variant="h3"
          description={<RelativeTime at={at} />}
          info={current ? <Badge color="green">{t("lead.current")}</Badge> : undefined}
          actions={<PageLink to={`/runs/${runId}`}>{t("lead.run")}</PageLink>}
        >
          {t("lead.row", { row, file: shownName(sourceFile) })}
        </Header>
      }
    >
      <SpaceBetween size="s">
        <Fields version={version} before={before} />
        {issues.length > 0 && (
          <Box color="text-body-secondary">
            {t("lead.issues")}: {issues.map(tell).join(". ")}
          </Box>
        )}
      </SpaceBetween>
    </Container>
  );
}

function Fields({ version, before }: { version: Version; before: Version | undefined }) {
  const t = useText();
  const { fields, by, fieldsChanged } = version;
  const shown = FIELDS.filter(({ field }) => fields[field] !== "" || fieldsChanged.includes(field));
  return (
    <Table
      variant="embedded"
      items={shown}
      trackBy="field"
      wrapLines
      ariaLabels={{ tableLabel: t("lead.row", { row: version.row, file: shownName(version.sourceFile) }) }}
      columnDefinitions={[
        { id: "field", header: t("lead.column.field"), isRowHeader: true, cell: ({ key }) => t(key) },
        {
          id: "value",
          header: t("lead.column.value"),
          cell: ({ field, key }) => <Lines text={fields[field] || t("lead.none")} label={t(key)} />,
        },
        { id: "by", header: t("lead.column.by"), cell: ({ field }) => giverText(by[field], t) },
        {
          id: "change",
          header: t("lead.column.change"),
          cell: ({ field }) => (fieldsChanged.includes(field) ? changeOf({ before, field, t }) : ""),
        },
      ]}
    />
  );
}

/** Who gave a field: `column:E-Mail`, `model:deepseek-flash` or `rule:name.lastFirst`, as the lead's history has it. */
function giverText(by: string | undefined, t: Say): string {
  const [, kind, name = ""] = /^(column|model|rule):(.*)$/s.exec(by ?? "") ?? [];
  if (kind === "column") return t("lead.by.column", { name });
  if (kind === "model") return t("lead.by.model", { name });
  return kind === "rule" ? t("lead.by.rule", { name }) : "";
}

function changeOf(input: { before: Version | undefined; field: keyof Version["fields"]; t: Say }): string {
  const { before, field, t } = input;
  return before === undefined || before.fields[field] === "" ? t("lead.new") : t("lead.changed");
}
