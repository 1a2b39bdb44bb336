import Badge from "@cloudscape-design/components/badge";
import Box from "@cloudscape-design/components/box";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import Modal from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { Lines } from "../../component/lines.tsx";
import { useText } from "../../i18n/i18n.ts";
import { useFieldText } from "./field-text.ts";
import type { Product } from "./price.ts";
import { ProductStatus } from "./product-status.tsx";

type Field = keyof Product["fields"];

/** All that is known of a product; sample values say so. */
export default function ProductDetails({ product, onDismiss }: { product: Product; onDismiss: () => void }) {
  const t = useText();
  const textOf = useFieldText(product.fields);
  const { fields, sampled } = product;
  const shown = (Object.keys(fields) as Field[]).flatMap((name) => {
    const text = textOf(name);
    return text === "" ? [] : [{ name, text }];
  });
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
          items={shown.map(({ name, text }) => ({
            label: t(`product.${name}`),
            value: (
              <SpaceBetween size="xxs">
                <Lines text={text} label={t(`product.${name}`)} />
                {sampled.includes(name) && <Badge color="severity-medium">{t("catalog.sampled")}</Badge>}
              </SpaceBetween>
            ),
          }))}
        />
        {shown.length === 0 && <Box>–</Box>}
      </SpaceBetween>
    </Modal>
  );
}
