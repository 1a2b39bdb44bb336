import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import type { ReactNode } from "react";
import { Listing } from "../../component/listing.tsx";
import { RelativeTime } from "../../component/relative-time.tsx";
import { useFormat, useI18n, useText } from "../../i18n/i18n.ts";
import { type Product, priceOf } from "./price.ts";
import { ProductStatus } from "./product-status.tsx";

/** Products with what says most of them; a click on the code shows the rest. */
export function ProductTable(props: {
  products: readonly Product[];
  isLoading: boolean;
  filter: ReactNode;
  empty: ReactNode;
  footer: ReactNode;
  onShow: (product: Product) => void;
}) {
  const { products, isLoading, filter, empty, footer, onShow } = props;
  const t = useText();
  const format = useFormat();
  const { locale: language } = useI18n();
  return (
    <Listing
      {...{ items: products, loading: isLoading, filter, empty, footer, label: t("catalog.products") }}
      trackBy={({ code }) => code}
      fields={[
        {
          ...{ id: "code", header: t("catalog.column.code"), minWidth: 140 },
          cell: (product) => <Code product={product} onShow={onShow} />,
        },
        {
          ...{ id: "status", header: t("catalog.column.status"), minWidth: 170 },
          cell: (product) => <ProductStatus product={product} />,
        },
        {
          ...{ id: "title", header: t("catalog.column.title"), minWidth: 220 },
          cell: ({ fields }) => fields.title ?? "",
        },
        {
          ...{ id: "brand", header: t("catalog.column.brand"), minWidth: 100 },
          cell: ({ fields }) => fields.brand ?? "",
        },
        {
          ...{ id: "price", header: t("catalog.column.price"), minWidth: 90 },
          cell: (product) => priceOf(product, language),
        },
        {
          ...{ id: "rank", header: t("catalog.column.rank"), minWidth: 100 },
          cell: ({ fields }) => (fields.salesRank === undefined ? "" : format.number(fields.salesRank)),
        },
        {
          ...{ id: "rating", header: t("catalog.column.rating"), minWidth: 80 },
          cell: ({ fields }) => (fields.rating === undefined ? "" : format.number(fields.rating)),
        },
        {
          ...{ id: "enriched", header: t("catalog.column.enriched"), minWidth: 150 },
          cell: ({ enrichedAt }) => <RelativeTime at={enrichedAt} />,
        },
      ]}
    />
  );
}

/** The code, which shows the product. A row without one is named by its place. */
function Code({ product, onShow }: { product: Product; onShow: (product: Product) => void }) {
  const t = useText();
  if (product.reason === "code.missing")
    return <Box color="text-body-secondary">{t("catalog.row", { row: product.row })}</Box>;
  return (
    <Button
      variant="inline-link"
      ariaLabel={t("catalog.product.show", { code: product.code })}
      onClick={() => onShow(product)}
    >
      {product.code}
    </Button>
  );
}
