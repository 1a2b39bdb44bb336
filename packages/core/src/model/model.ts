/** Tokens of one answer, as the provider counted them. */
export interface TokenUsage {
  promptTokens: number;
  /** The part of `promptTokens` the provider had cached, which it bills at a lower rate. */
  cachedTokens: number;
  completionTokens: number;
}

/** What a model answered. */
export interface Completion {
  /** The answer's text; may be empty: JSON modes are known to answer nothing now and then. */
  content: string;
  /** `length`: cut off at `maxTokens`. `other`: filtered or interrupted. */
  finishReason: "stop" | "length" | "other";
  usage: TokenUsage;
  costUsd: number;
}

export interface CompletionRequest {
  /** Fixed text first: providers cache byte-identical beginnings. Holds the word JSON, which JSON modes ask for. */
  system: string;
  user: string;
  /** Upper bound of the answer, in tokens. */
  maxTokens: number;
  signal?: AbortSignal;
}

/** A language model that answers in JSON. */
export interface Model {
  /** The model's name; part of cache keys and of provenance. */
  readonly id: string;
  /**
   * Asks once.
   *
   * @throws Model.RateLimited (with `retryAfterMs` where the provider gave one) and Model.Unavailable: worth another try
   * @throws Model.OutOfCredit and Model.Unauthorized: nobody need ask again before the account or key is put right
   * @throws Model.Rejected: the provider refuses this request whenever it is sent
   * @throws the signal's reason once it aborts
   */
  complete(request: CompletionRequest): Promise<Completion>;
}
