import type { listProducts } from "@millrace/api/contract";
import { useInfiniteQuery } from "@tanstack/react-query";
import { ask } from "../../api/ask.ts";
import { useLookOn } from "../../component/use-look-on.ts";
import type { Product } from "./price.ts";

const PAGE_SIZE = 50;

/** Products of a catalog that have a status, by pages. Where the first ones hold none, it looks on by itself. */
export function useProducts(input: { catalogId: string; status: Product["status"] | undefined }) {
  const { catalogId, status } = input;
  const query = useInfiniteQuery({
    queryKey: ["products", catalogId, status],
    queryFn: ({ signal, pageParam }) =>
      ask<typeof listProducts>({
        ...{ method: "get", path: "/api/catalogs/{catalogId}/products", params: { catalogId }, signal },
        query: { limit: PAGE_SIZE, cursor: pageParam, status },
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  });
  const products = query.data?.pages.flatMap(({ items }) => items) ?? [];
  const isLooking = useLookOn({ query, found: products.length });
  return { query, products, isLooking };
}
