import type { Json } from "./json.ts";

/** The language a state's expressions are written in; JSONPath where neither state nor machine says. */
export type QueryLanguage = "JSONPath" | "JSONata";

/** A template: any JSON, in which some strings are expressions. */
export type Template = Json;

/** A number, or a JSONata expression that gives one. */
export type NumberOrExpression = number | string;

export type Retrier = {
  ErrorEquals: string[];
  IntervalSeconds?: number;
  MaxAttempts?: number;
  BackoffRate?: number;
  MaxDelaySeconds?: number;
  JitterStrategy?: "FULL" | "NONE";
  Comment?: string;
};

export type Catcher = {
  ErrorEquals: string[];
  Next: string;
  /** JSONPath only; null drops the error and keeps the input. */
  ResultPath?: string | null;
  /** JSONata only. */
  Output?: Template;
  Assign?: { [name: string]: Template };
  Comment?: string;
};

type Common = { Comment?: string; QueryLanguage?: QueryLanguage };
type Following = { Next?: string; End?: boolean };
type InputOutput = {
  /** JSONPath. */
  InputPath?: string | null;
  OutputPath?: string | null;
  /** JSONata. */
  Output?: Template;
};
type Assigning = { Assign?: { [name: string]: Template } };
type Arguments = {
  /** JSONPath. */
  Parameters?: Template;
  /** JSONata. */
  Arguments?: Template;
};
type Result = { ResultSelector?: Template; ResultPath?: string | null };
type ErrorHandling = { Retry?: Retrier[]; Catch?: Catcher[] };

export type PassState = Common &
  Following &
  InputOutput &
  Assigning & {
    Type: "Pass";
    Parameters?: Template;
    Result?: Json;
    ResultPath?: string | null;
  };

export type TaskState = Common &
  Following &
  InputOutput &
  Assigning &
  Arguments &
  Result &
  ErrorHandling & {
    Type: "Task";
    Resource: string;
    TimeoutSeconds?: NumberOrExpression;
    TimeoutSecondsPath?: string;
    HeartbeatSeconds?: NumberOrExpression;
    HeartbeatSecondsPath?: string;
    Credentials?: Template;
  };

/** A JSONPath comparison or combination, or a JSONata rule with Condition. */
export type ChoiceRule = {
  Condition?: string | boolean;
  Variable?: string;
  And?: ChoiceRule[];
  Or?: ChoiceRule[];
  Not?: ChoiceRule;
  Next?: string;
  Output?: Template;
  Assign?: { [name: string]: Template };
  Comment?: string;
  [comparator: string]: unknown;
};

export type ChoiceState = Common &
  InputOutput &
  Assigning & {
    Type: "Choice";
    Choices: ChoiceRule[];
    Default?: string;
  };

export type WaitState = Common &
  Following &
  InputOutput &
  Assigning & {
    Type: "Wait";
    Seconds?: NumberOrExpression;
    SecondsPath?: string;
    Timestamp?: string;
    TimestampPath?: string;
  };

export type SucceedState = Common & InputOutput & { Type: "Succeed" };

export type FailState = Common & {
  Type: "Fail";
  Error?: string;
  ErrorPath?: string;
  Cause?: string;
  CausePath?: string;
};

/** StartAt and States: a machine, a branch of Parallel, or what a Map runs for each item. */
export type StateGraph = { StartAt: string; States: { [name: string]: State }; Comment?: string };

export type ParallelState = Common &
  Following &
  InputOutput &
  Assigning &
  Arguments &
  Result &
  ErrorHandling & { Type: "Parallel"; Branches: StateGraph[] };

export type ProcessorConfig = { Mode?: "INLINE" | "DISTRIBUTED"; ExecutionType?: "STANDARD" | "EXPRESS" };

export type ItemReader = {
  Resource: string;
  Parameters?: Template;
  Arguments?: Template;
  ReaderConfig?: {
    InputType?: "CSV" | "JSON" | "JSONL" | "MANIFEST" | "PARQUET";
    CSVHeaderLocation?: "FIRST_ROW" | "GIVEN";
    CSVHeaders?: string[];
    CSVDelimiter?: "COMMA" | "PIPE" | "SEMICOLON" | "SPACE" | "TAB";
    MaxItems?: NumberOrExpression;
    MaxItemsPath?: string;
    ManifestType?: "S3_INVENTORY" | "ATHENA_DATA";
    ItemsPointer?: string;
    Transformation?: "NONE" | "LOAD_AND_FLATTEN";
  };
};

export type ItemBatcher = {
  BatchInput?: Template;
  MaxItemsPerBatch?: NumberOrExpression;
  MaxItemsPerBatchPath?: string;
  MaxInputBytesPerBatch?: NumberOrExpression;
  MaxInputBytesPerBatchPath?: string;
};

export type ResultWriter = {
  Resource?: string;
  Parameters?: Template;
  Arguments?: Template;
  WriterConfig?: { OutputType?: "JSON" | "JSONL"; Transformation?: "NONE" | "COMPACT" | "FLATTEN" };
};

export type MapState = Common &
  Following &
  InputOutput &
  Assigning &
  Result &
  ErrorHandling & {
    Type: "Map";
    /** JSONata: an array, or an expression that gives one. */
    Items?: Json[] | string;
    /** JSONPath. */
    ItemsPath?: string;
    ItemSelector?: Template;
    /** The older name of ItemSelector; JSONPath only. */
    Parameters?: Template;
    ItemProcessor?: StateGraph & { ProcessorConfig?: ProcessorConfig };
    /** The older name of ItemProcessor. */
    Iterator?: StateGraph & { ProcessorConfig?: ProcessorConfig };
    ItemReader?: ItemReader;
    ItemBatcher?: ItemBatcher;
    ResultWriter?: ResultWriter;
    MaxConcurrency?: NumberOrExpression;
    MaxConcurrencyPath?: string;
    ToleratedFailureCount?: NumberOrExpression;
    ToleratedFailureCountPath?: string;
    ToleratedFailurePercentage?: NumberOrExpression;
    ToleratedFailurePercentagePath?: string;
    Label?: string;
  };

export type State =
  | PassState
  | TaskState
  | ChoiceState
  | WaitState
  | SucceedState
  | FailState
  | ParallelState
  | MapState;

export type StateMachine = StateGraph & {
  Version?: string;
  TimeoutSeconds?: number;
  QueryLanguage?: QueryLanguage;
};
