/** A message received: to be deleted by its `receipt` when done, or seen again after the visibility timeout. */
export interface QueueMessage {
  id: string;
  body: string;
  receipt: string;
  /** How often it has been received, this time included. */
  receives: number;
}

/** A queue that delivers at least once, in any order (SQS standard, or a table on one machine). */
export interface Queue {
  send(input: { body: string }): Promise<{ id: string }>;
  /** Takes up to `limit` messages that nobody holds; each stays hidden for `visibilitySeconds`. */
  receive(input: { limit: number; visibilitySeconds: number }): Promise<QueueMessage[]>;
  delete(input: { receipt: string }): Promise<void>;
  /** How many messages are waiting, hidden ones not counted; on SQS an estimate. */
  depth(): Promise<number>;
}
