/** A state machine as its `.asl.json` file has it, as far as a drawing needs it. */
export interface MachineDefinition {
  StartAt: string;
  States: Readonly<Record<string, StateDefinition>>;
}

export interface StateDefinition {
  Type: string;
  Comment?: string;
  Next?: string;
  End?: boolean;
  /** Of a Choice: where it goes when no condition holds. */
  Default?: string;
  Choices?: readonly { Condition: string; Next: string }[];
  Catch?: readonly { ErrorEquals: readonly string[]; Next: string }[];
  /** Of a Map: what is done with each item. */
  ItemProcessor?: MachineDefinition;
}
