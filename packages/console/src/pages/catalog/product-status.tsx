import Badge from "@cloudscape-design/components/badge";
import Box from "@cloudscape-design/components/box";
import { useNow } from "../../component/relative-time.tsx";
import { ProductStatusLabel } from "../../component/status-label.tsx";
import { useFormat, useTell, useText } from "../../i18n/i18n.ts";
import { wordsOf } from "../run/failure/failures.ts";
import type { Product } from "./price.ts";

/** How a product stands: why it is not enriched, until when it waits, and whether any of it is a sample. */
export function ProductStatus({ product }: { product: Product }) {
  const t = useText();
  const tell = useTell();
  const format = useFormat();
  const time = useNow();
  const { status, why, pendingUntil, sampled } = product;
  return (
    <div>
      <ProductStatusLabel status={status} />
      {why !== null && (
        <Box variant="small" display="block">
          {why.code === null ? t(wordsOf(why.message).what) : tell(why)}
        </Box>
      )}
      {pendingUntil !== null && (
        <Box variant="small" display="block">
          {t("catalog.until", { when: format.relative(pendingUntil, time) })}
        </Box>
      )}
      {sampled.length > 0 && (
        <Badge color="severity-medium">{t("catalog.sampled.some", { count: sampled.length })}</Badge>
      )}
    </div>
  );
}
