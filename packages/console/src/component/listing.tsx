import Cards from "@cloudscape-design/components/cards";
import Table, { type TableProps } from "@cloudscape-design/components/table";
import type { ReactNode } from "react";
import { useText } from "../i18n/i18n.ts";
import { useIsNarrow } from "./use-is-narrow.ts";

/** A column of a wide page, and a line of a card on a phone. */
export interface Field<Item> {
  id: string;
  header: string;
  cell: (item: Item) => ReactNode;
  /** Pixels; words in it are not broken then. */
  minWidth?: number;
}

/**
 * A list: a table, or on a phone a card for each entry, with the first field as its heading.
 *
 * @param props.header - a `Header` of the second level
 * @param props.empty - an `Empty`
 */
export function Listing<Item>(props: {
  items: readonly Item[];
  fields: readonly [Field<Item>, ...Field<Item>[]];
  header: ReactNode;
  empty: ReactNode;
  trackBy?: (item: Item) => string;
  loading?: boolean;
  footer?: ReactNode;
}) {
  const { items, fields, header, empty, loading = false, footer, trackBy } = props;
  const t = useText();
  const isNarrow = useIsNarrow();
  const common = { items, header, empty, loading, loadingText: t("table.loading") };
  const tracked = trackBy === undefined ? {} : { trackBy };
  const [first, ...others] = fields;
  if (isNarrow)
    return (
      <>
        <Cards
          {...common}
          {...tracked}
          cardsPerRow={[{ cards: 1 }]}
          cardDefinition={{
            header: first.cell,
            sections: others.map(({ id, header: name, cell }) => ({ id, header: name, content: cell })),
          }}
        />
        {footer}
      </>
    );
  const columns: TableProps.ColumnDefinition<Item>[] = fields.map(({ id, header: name, cell, minWidth }) => ({
    ...{ id, header: name, cell, isRowHeader: id === first.id },
    ...(minWidth === undefined ? {} : { minWidth }),
  }));
  return <Table {...common} {...tracked} columnDefinitions={columns} wrapLines footer={footer} />;
}
