export const catalogs = {} as const;
