export { type ParamsOf, SENTENCES, type SentenceCode, say } from "./say.ts";
export { Told, told, toldByCode } from "./told.ts";
