export { openLegacyWorkbook } from "./legacy.ts";
export { openXlsx } from "./xlsx.ts";
