import StatusIndicator, { type StatusIndicatorProps } from "@cloudscape-design/components/status-indicator";
import type { BatchView, ProductPage, RunView } from "../api/views.ts";
import { type PlainKey, useText } from "../i18n/i18n.ts";

type Look = [StatusIndicatorProps.Type, PlainKey];

const RUN: Record<RunView["status"], Look> = {
  REGISTERED: ["pending", "run.status.REGISTERED"],
  RUNNING: ["in-progress", "run.status.RUNNING"],
  PAUSED: ["warning", "run.status.PAUSED"],
  COMPLETED: ["success", "run.status.COMPLETED"],
  COMPLETED_WITH_ERRORS: ["warning", "run.status.COMPLETED_WITH_ERRORS"],
  FAILED: ["error", "run.status.FAILED"],
  CANCELLED: ["stopped", "run.status.CANCELLED"],
  UNDOING: ["in-progress", "run.status.UNDOING"],
  UNDONE: ["stopped", "run.status.UNDONE"],
};

const BATCH: Record<BatchView["status"], Look> = {
  COMPLETED: ["success", "batch.status.COMPLETED"],
  FAILED: ["error", "batch.status.FAILED"],
  PENDING: ["pending", "batch.status.PENDING"],
};

const PRODUCT: Record<ProductPage["items"][number]["status"], Look> = {
  pending: ["pending", "product.status.pending"],
  enriched: ["success", "product.status.enriched"],
  noData: ["info", "product.status.noData"],
  rejected: ["error", "product.status.rejected"],
};

export function RunStatusLabel({ status }: { status: RunView["status"] }) {
  return <Label look={RUN[status]} />;
}

export function BatchStatusLabel({ status }: { status: BatchView["status"] }) {
  return <Label look={BATCH[status]} />;
}

export function ProductStatusLabel({ status }: { status: ProductPage["items"][number]["status"] }) {
  return <Label look={PRODUCT[status]} />;
}

function Label({ look: [type, key] }: { look: Look }) {
  return <StatusIndicator type={type}>{useText()(key)}</StatusIndicator>;
}
