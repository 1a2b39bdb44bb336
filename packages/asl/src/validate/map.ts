import { type Shape, shaped } from "./fields.ts";
import { below, type Field, isRecord, report } from "./report.ts";
import {
  anything,
  type Check,
  jsonata,
  number,
  oneOf,
  orExpression,
  path,
  payloadTemplate,
  template,
  text,
  textList,
} from "./values.ts";

const COUNT = orExpression(number({ least: 0, most: Number.MAX_SAFE_INTEGER }));
const POSITIVE = orExpression(number({ least: 1, most: Number.MAX_SAFE_INTEGER }));
/** A batch's input is a state's input, at most 256 KiB. */
const BATCH_BYTES = orExpression(number({ least: 1, most: 262_144 }));

const READER_CONFIG: Shape = {
  both: {
    InputType: oneOf("CSV", "JSON", "JSONL", "MANIFEST", "PARQUET"),
    CSVHeaderLocation: oneOf("FIRST_ROW", "GIVEN"),
    CSVHeaders: textList,
    CSVDelimiter: oneOf("COMMA", "PIPE", "SEMICOLON", "SPACE", "TAB"),
    ManifestType: oneOf("S3_INVENTORY", "ATHENA_DATA"),
    Transformation: oneOf("NONE", "LOAD_AND_FLATTEN"),
    ItemsPointer: text,
    MaxItems: COUNT,
  },
  JSONPath: { MaxItemsPath: path },
  exclusive: [["MaxItems", "MaxItemsPath"]],
};

const readerConfig: Check = (field) => {
  shaped(READER_CONFIG)(field);
  if (!isRecord(field.value)) return;
  const given = field.value.CSVHeaderLocation === "GIVEN";
  if (given !== Object.hasOwn(field.value, "CSVHeaders")) {
    report(field, "INVALID_VALUE", "CSVHeaders stand exactly where CSVHeaderLocation is GIVEN");
  }
};

/** One of S3's actions, in any of AWS's partitions. */
function s3Action(...actions: string[]): Check {
  return (field) => {
    const [, action = ""] = /^arn:aws[a-z-]*:states:::s3:(\w+)$/.exec(String(field.value)) ?? [];
    if (!actions.includes(action)) {
      report(field, "INVALID_RESOURCE", `must be arn:aws:states:::s3: with ${actions.join(" or ")}`);
    }
  };
}

const ITEM_READER: Shape = {
  both: { Resource: s3Action("getObject", "listObjectsV2"), ReaderConfig: readerConfig },
  JSONPath: { Parameters: payloadTemplate },
  JSONata: { Arguments: jsonata },
  required: ["Resource"],
};

const itemReader: Check = (field) => {
  shaped(ITEM_READER)(field);
  if (!isRecord(field.value) || !String(field.value.Resource).endsWith(":getObject")) return;
  const config = field.value.ReaderConfig;
  if (!isRecord(config) || !Object.hasOwn(config, "InputType")) {
    report(
      below(field, "ReaderConfig"),
      "MISSING_FIELD",
      "InputType is missing: an object's format is not guessed",
    );
  }
};

const ITEM_BATCHER: Shape = {
  both: { BatchInput: template, MaxItemsPerBatch: POSITIVE, MaxInputBytesPerBatch: BATCH_BYTES },
  JSONPath: { MaxItemsPerBatchPath: path, MaxInputBytesPerBatchPath: path },
  exclusive: [
    ["MaxItemsPerBatch", "MaxItemsPerBatchPath"],
    ["MaxInputBytesPerBatch", "MaxInputBytesPerBatchPath"],
  ],
};

const itemBatcher: Check = (field) => {
  shaped(ITEM_BATCHER)(field);
  const limits = [
    "MaxItemsPerBatch",
    "MaxItemsPerBatchPath",
    "MaxInputBytesPerBatch",
    "MaxInputBytesPerBatchPath",
  ];
  if (
    isRecord(field.value) &&
    !limits.some((name) => isRecord(field.value) && Object.hasOwn(field.value, name))
  ) {
    report(field, "MISSING_FIELD", "a limit in items or bytes is missing");
  }
};

const RESULT_WRITER: Shape = {
  both: {
    Resource: s3Action("putObject"),
    WriterConfig: shaped({
      both: { OutputType: oneOf("JSON", "JSONL"), Transformation: oneOf("NONE", "COMPACT", "FLATTEN") },
    }),
  },
  JSONPath: { Parameters: payloadTemplate },
  JSONata: { Arguments: jsonata },
};

/** AWS: at most 40 characters, none of them white space, a wildcard, a bracket or other punctuation. */
const LABEL = /^[^\s?*<>{}[\]:;,\\|^~$#%&`"\p{Cc}]{1,40}$/u;

const label: Check = (field) => {
  if (typeof field.value !== "string" || !LABEL.test(field.value)) {
    report(field, "INVALID_VALUE", "must have 1 to 40 characters, without spaces and punctuation");
  }
};

const items: Check = (field) => {
  if (Array.isArray(field.value) || typeof field.value === "string") return jsonata(field);
  report(field, "INVALID_TYPE", "must be an array or an expression");
};

/** The fields of a Map beyond those of every state; what it runs is checked with the other graphs. */
export const MAP: Shape = {
  both: {
    ItemProcessor: anything,
    Iterator: anything,
    ItemSelector: template,
    ItemReader: itemReader,
    ItemBatcher: itemBatcher,
    ResultWriter: shaped(RESULT_WRITER),
    MaxConcurrency: COUNT,
    ToleratedFailureCount: COUNT,
    ToleratedFailurePercentage: orExpression(number({ least: 0, most: 100, whole: false })),
    Label: label,
  },
  JSONPath: {
    ItemsPath: path,
    Parameters: payloadTemplate,
    MaxConcurrencyPath: path,
    ToleratedFailureCountPath: path,
    ToleratedFailurePercentagePath: path,
  },
  JSONata: { Items: items },
  exclusive: [
    ["ItemProcessor", "Iterator"],
    ["ItemSelector", "Parameters"],
    ["MaxConcurrency", "MaxConcurrencyPath"],
    ["ToleratedFailureCount", "ToleratedFailureCountPath"],
    ["ToleratedFailurePercentage", "ToleratedFailurePercentagePath"],
  ],
};

const PROCESSOR_CONFIG: Shape = {
  both: { Mode: oneOf("INLINE", "DISTRIBUTED"), ExecutionType: oneOf("STANDARD", "EXPRESS") },
};

const DISTRIBUTED_ONLY = [
  "ItemReader",
  "ItemBatcher",
  "ResultWriter",
  "Label",
  "ToleratedFailureCount",
  "ToleratedFailureCountPath",
  "ToleratedFailurePercentage",
  "ToleratedFailurePercentagePath",
];

/** Whether a Map runs its items as child executions. */
export function isDistributed(map: Record<string, unknown>): boolean {
  const config = processorConfig(map);
  return isRecord(config) && config.Mode === "DISTRIBUTED";
}

/** What a Map's mode asks for and forbids. */
export function checkMapMode(field: Field & { value: Record<string, unknown> }): void {
  const { value } = field;
  const name = Object.hasOwn(value, "Iterator") ? "Iterator" : "ItemProcessor";
  const processor = value[name];
  if (!isRecord(processor)) {
    report(field, "MISSING_FIELD", "ItemProcessor is missing, or is no object");
    return;
  }
  const config = processor.ProcessorConfig;
  const place = below(field, name, "ProcessorConfig");
  if (config !== undefined) shaped(PROCESSOR_CONFIG)({ ...place, value: config, language: field.language });
  if (!isDistributed(value)) {
    for (const only of DISTRIBUTED_ONLY.filter((each) => Object.hasOwn(value, each))) {
      report(below(field, only), "DISTRIBUTED_ONLY", `${only} needs ProcessorConfig.Mode DISTRIBUTED`);
    }
  } else if (isRecord(config) && !Object.hasOwn(config, "ExecutionType")) {
    report(place, "MISSING_FIELD", "ExecutionType is missing: STANDARD or EXPRESS");
  }
}

function processorConfig(map: Record<string, unknown>): unknown {
  const processor = map.ItemProcessor ?? map.Iterator;
  return isRecord(processor) ? processor.ProcessorConfig : undefined;
}
