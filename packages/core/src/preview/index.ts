export type { UploadForm, Uploads } from "./uploads.ts";
