import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import ProgressBar from "@cloudscape-design/components/progress-bar";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Spinner from "@cloudscape-design/components/spinner";
import { type ReactNode, useEffect, useState } from "react";
import { ApiProblem } from "../../api/problem.ts";
import { ProblemAlert } from "../../component/problem-alert.tsx";
import { shownName } from "../../component/shown-name.ts";
import { useDescribe } from "../../component/use-describe.ts";
import { useFormat, useText } from "../../i18n/i18n.ts";
import { useMay } from "../../session/session.ts";
import { CatalogPreviewParts } from "./catalog-preview.tsx";
import type { FileKind } from "./drop-page.tsx";
import { LeadPreviewParts } from "./lead-preview.tsx";
import {
  type CatalogChoice,
  discard,
  type LeadChoice,
  type Preview,
  useReading,
  useStart,
  useUpload,
} from "./use-preview.ts";

interface FileCardProps {
  id: string;
  file: File;
  kind: FileKind;
  onKind: (kind: FileKind) => void;
  onDiscard: () => void;
  /** Told what starts the file, whenever it can be started as it stands; null while it cannot. */
  onReady: (id: string, start: (() => void) | null) => void;
  onStarted: (runId: string) => void;
}

/** One dropped file on its way to a run: sent, read, looked at, changed, started. */
export function FileCard(props: FileCardProps) {
  const { id, file, kind, onDiscard } = props;
  const t = useText();
  const { previewId, share, error, again } = useUpload({ id, file, kind });
  if (previewId !== undefined) return <SentFile {...props} previewId={previewId} />;
  return (
    <Container
      header={<FileHeader file={file} actions={<DiscardButton file={file} onDiscard={onDiscard} />} />}
    >
      {error === null ? (
        <ProgressBar value={share * 100} label={t("drop.uploading")} />
      ) : (
        <ProblemAlert error={error} onRetry={again} />
      )}
    </Container>
  );
}

function SentFile(props: FileCardProps & { previewId: string }) {
  const { id, file, kind, previewId, onKind, onDiscard, onReady, onStarted } = props;
  const t = useText();
  const [choice, setChoice] = useState<LeadChoice | CatalogChoice>({ kind });
  const reading = useReading({ previewId, choice });
  const start = useStart({ previewId, onStarted });
  const isReady = reading.data !== undefined && !reading.isError && start.isIdle;
  const { mutate } = start;
  useEffect(() => {
    onReady(id, isReady ? () => mutate(choice) : null);
    return () => onReady(id, null);
  }, [id, isReady, mutate, choice, onReady]);
  const drop = () => {
    void discard(previewId);
    onDiscard();
  };
  const actions = (
    <SpaceBetween direction="horizontal" size="xs">
      <DiscardButton file={file} onDiscard={drop} />
      <OtherKind kind={kind} onKind={onKind} />
      <Button
        variant="primary"
        disabled={reading.data === undefined || reading.isError}
        loading={start.isPending || start.isSuccess}
        onClick={() => start.mutate(choice)}
      >
        {t(`drop.start.${kind}`)}
      </Button>
    </SpaceBetween>
  );
  return (
    <Container header={<FileHeader file={file} actions={actions} />}>
      <SpaceBetween size="l">
        {start.error !== null && <ProblemAlert error={start.error} />}
        {reading.error !== null && <NotRead error={reading.error} onRetry={() => void reading.refetch()} />}
        {reading.isPending && (
          <Box>
            <Spinner /> {t("drop.reading")}
          </Box>
        )}
        {reading.data !== undefined && (
          <PreviewParts
            preview={reading.data}
            choice={choice}
            isOld={reading.isPlaceholderData}
            onChoice={setChoice}
          />
        )}
      </SpaceBetween>
    </Container>
  );
}

/** Why a file cannot be read. What is wrong with the file itself is no better by another try. */
function NotRead({ error, onRetry }: { error: Error; onRetry: () => void }) {
  const t = useText();
  const describe = useDescribe();
  const isFault = error instanceof ApiProblem && error.status === 422;
  if (!isFault) return <ProblemAlert error={error} onRetry={onRetry} />;
  const { detail, fields } = describe(error);
  return (
    <Alert type="error" header={t("drop.refused")}>
      {detail}
      {fields.map((field) => (
        <div key={field}>{field}</div>
      ))}
    </Alert>
  );
}

function PreviewParts(props: {
  preview: Preview;
  choice: LeadChoice | CatalogChoice;
  isOld: boolean;
  onChoice: (choice: LeadChoice | CatalogChoice) => void;
}) {
  const { preview, choice, isOld, onChoice } = props;
  if (preview.kind === "leads" && choice.kind === "leads")
    return <LeadPreviewParts {...{ preview, choice, isOld, onChoice }} />;
  if (preview.kind === "catalog" && choice.kind === "catalog")
    return <CatalogPreviewParts {...{ preview, choice, isOld, onChoice }} />;
  return null;
}

function FileHeader({ file, actions }: { file: File; actions: ReactNode }) {
  const format = useFormat();
  return (
    <Header variant="h2" description={format.bytes(file.size)} actions={actions}>
      {shownName(file.name)}
    </Header>
  );
}

function DiscardButton({ file, onDiscard }: { file: File; onDiscard: () => void }) {
  const t = useText();
  return (
    <Button ariaLabel={t("drop.discard.file", { name: shownName(file.name) })} onClick={onDiscard}>
      {t("drop.discard")}
    </Button>
  );
}

/** Takes a file for the other kind. */
function OtherKind({ kind, onKind }: { kind: FileKind; onKind: (kind: FileKind) => void }) {
  const t = useText();
  const mayLeads = useMay("leads:write");
  const mayCatalogs = useMay("catalogs:write");
  if (!mayLeads || !mayCatalogs) return null;
  const other = kind === "leads" ? "catalog" : "leads";
  return (
    <Button onClick={() => onKind(other)}>
      {t(other === "catalog" ? "drop.asCatalog" : "drop.asLeads")}
    </Button>
  );
}
