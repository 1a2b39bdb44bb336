export { type CatalogPreview, previewCatalog } from "./catalog-preview.ts";
export type { IntakeSettings, PreviewDeps } from "./deps.ts";
export { type LeadPreview, previewLeads, type Refusal } from "./lead-preview.ts";
export type { CatalogChoice, LeadChoice, PreviewChoice } from "./options.ts";
export {
  createPreview,
  deletePreview,
  findPreview,
  type Preview,
  PreviewKind,
  previewKeys,
  removeOldPreviews,
} from "./preview.ts";
export { startPreview } from "./start.ts";
export type { UploadForm, Uploads } from "./uploads.ts";
