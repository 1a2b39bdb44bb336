export const catalogs = {
  "catalogs.what": "Products by their codes, with what Keepa knows of them.",
  "catalogs.empty": "No catalogs yet",
  "catalogs.empty.what":
    "Drop a CSV or Excel file with a column of ASINs, UPCs, EANs or ISBNs, and say that it is a catalog.",
  "catalogs.column.id": "Catalog",
  "catalogs.column.status": "Last run",
  "catalogs.column.file": "From",
  "catalogs.column.when": "Begun",
  "catalogs.tokens": "Keepa tokens",
  "catalogs.tokens.what": "One account, shared by all catalogs. A product costs about one token.",
  "catalogs.tokens.left": "Left",
  "catalogs.tokens.rate": "More each minute",
  "catalogs.tokens.waiting": "Waited for",
  "catalogs.tokens.ready": "All served",
  "catalogs.tokens.ready.now": "Nobody waits",
  "catalogs.tokens.unknown": "Known after the first call",
} as const;
