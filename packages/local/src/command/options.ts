import { COLUMN_TARGETS, Country } from "@millrace/core/lead";
import { ImportMode, type ImportOptions } from "@millrace/core/run";
import { type Command, InvalidArgumentError, Option } from "commander";
import { importDefaults } from "../defaults.ts";
import { wholeNumber } from "./context.ts";

/** The options of an import, as the command line gives them. */
export interface ImportFlags {
  country?: Country;
  mode?: ImportMode;
  batchSize: number;
  maxConcurrency: number;
  map: Record<string, string>;
  maxCost?: number;
}

const DEFAULTS = importDefaults({ hasModel: false });

function country(text: string): Country {
  const parsed = Country.safeParse(text.toUpperCase());
  if (parsed.success) return parsed.data;
  throw new InvalidArgumentError("a country's two letters, such as CO or ES");
}

function dollars(text: string): number {
  const amount = Number(text);
  if (Number.isFinite(amount) && amount > 0) return amount;
  throw new InvalidArgumentError("an amount in US dollars, such as 0.50");
}

function columnMap(text: string, before: Record<string, string>): Record<string, string> {
  const at = text.lastIndexOf("=");
  const [column, field] = [text.slice(0, at), text.slice(at + 1)];
  if (at > 0 && COLUMN_TARGETS.some((target) => target === field)) return { ...before, [column]: field };
  throw new InvalidArgumentError(`COLUMN=field, the field one of ${COLUMN_TARGETS.join(", ")}`);
}

/** The option that bounds what the model may cost. */
export function maxCostOption(): Option {
  return new Option("--max-cost <usd>", "pause once the model has cost this much").argParser(dollars);
}

/** Adds the options of an import to a command. */
export function withImportOptions(command: Command): Command {
  return command
    .addOption(
      new Option("--country <code>", "country of phone numbers written without a country code").argParser(
        country,
      ),
    )
    .addOption(
      new Option(
        "--mode <mode>",
        "rules; hybrid: rules, then the model for what they cannot settle; model: every row",
      ).choices(ImportMode.options),
    )
    .addOption(
      new Option("--batch-size <rows>", "rows in a batch")
        .default(DEFAULTS.batchSize)
        .argParser(wholeNumber({ min: 1, max: 100 })),
    )
    .addOption(
      new Option("--max-concurrency <batches>", "batches at once")
        .default(DEFAULTS.maxConcurrency)
        .argParser(wholeNumber({ min: 1, max: 1000 })),
    )
    .addOption(
      new Option("--map <column=field>", "put a column (or #3) where you want it; can be repeated")
        .default({}, "as detected")
        .argParser(columnMap),
    )
    .addOption(maxCostOption());
}

/**
 * What a run is told, from the flags.
 *
 * @param hasModel - whether a model is configured: then the mode is hybrid where none is given
 */
export function importOptions({ flags, hasModel }: { flags: ImportFlags; hasModel: boolean }): ImportOptions {
  const defaults = importDefaults({ hasModel });
  return {
    country: flags.country ?? defaults.country,
    mode: flags.mode ?? defaults.mode,
    batchSize: flags.batchSize,
    maxConcurrency: flags.maxConcurrency,
    columns: flags.map,
    maxCostUsd: flags.maxCost ?? defaults.maxCostUsd,
  };
}
