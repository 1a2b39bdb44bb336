import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Modal from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { ReactNode } from "react";
import { ProblemAlert } from "../../../component/problem-alert.tsx";
import { useText } from "../../../i18n/i18n.ts";

/** Asks before something is done that cannot be taken back at once. */
export function Confirm(props: {
  title: string;
  children: ReactNode;
  /** The text of the button that does it. */
  act: string;
  isReady?: boolean;
  isBusy: boolean;
  error: Error | null;
  onAct: () => void;
  onClose: () => void;
}) {
  const { title, children, act, isReady = true, isBusy, error, onAct, onClose } = props;
  const t = useText();
  return (
    <Modal
      visible
      header={title}
      closeAriaLabel={t("shell.close")}
      onDismiss={onClose}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={onClose}>
              {t("action.leave")}
            </Button>
            <Button variant="primary" loading={isBusy} disabled={!isReady} onClick={onAct}>
              {act}
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <SpaceBetween size="m">
        {children}
        {error !== null && <ProblemAlert error={error} />}
      </SpaceBetween>
    </Modal>
  );
}
