import Badge from "@cloudscape-design/components/badge";
import Box from "@cloudscape-design/components/box";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import Modal from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { Lines } from "../../component/lines.tsx";
import { useI18n, useText } from "../../i18n/i18n.ts";
import { money, type Product } from "./price.ts";
import { ProductStatus } from "./product-status.tsx";

type Field = keyof Product["fields"];

/** All that is known of a product, under the names that the API and the export use; sample values say so. */
export default function ProductDetails({ product, onDismiss }: { product: Product; onDismiss: () => void }) {
  const t = useText();
  const { language } = useI18n();
  const { fields, sampled } = product;
  const names = (Object.keys(fields) as Field[]).filter((name) => fields[name] !== undefined);
  return (
    <Modal
      visible
      size="large"
      onDismiss={onDismiss}
      closeAriaLabel={t("catalog.close")}
      header={fields.title ?? t("catalog.product", { code: product.code })}
    >
      <SpaceBetween size="l">
        <ProductStatus product={product} />
        <KeyValuePairs
          columns={2}
          items={names.map((name) => ({
            label: name,
            value: (
              <SpaceBetween size="xxs">
                <Lines text={valueText({ value: fields[name], currency: fields.currency, language })} />
                {sampled.includes(name) && <Badge color="severity-medium">{t("catalog.sampled")}</Badge>}
              </SpaceBetween>
            ),
          }))}
        />
        {names.length === 0 && <Box>–</Box>}
      </SpaceBetween>
    </Modal>
  );
}

/** Lists line by line; prices, which are numbers by kind, in their currency. */
function valueText(input: { value: unknown; currency: string | undefined; language: string }): string {
  const { value, currency, language } = input;
  if (Array.isArray(value)) return value.join("\n");
  if (typeof value !== "object" || value === null) return String(value);
  return Object.entries(value)
    .map(([kind, amount]) => {
      if (typeof amount !== "number") return `${kind}: –`;
      return `${kind}: ${currency === undefined ? amount : money({ amount, currency, language })}`;
    })
    .join("\n");
}
