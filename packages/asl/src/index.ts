export type { Clock } from "./clock.ts";
export type { QueryLanguage, State, StateMachine } from "./definition.ts";
export {
  createEngine,
  type Engine,
  type EngineOptions,
  type ExecutionHandle,
  type ExecutionOptions,
} from "./engine.ts";
export { StatesError } from "./error.ts";
export type { ExecutionResult } from "./execution.ts";
export type { EventDetails, EventListener, EventType, ExecutionEvent, ExecutionIdentity } from "./history.ts";
export type { Json } from "./json.ts";
export type { ListedObject, ObjectStore } from "./map/object-store.ts";
export { systemClock, systemRandom, systemUuid } from "./system.ts";
export type {
  ActivityCall,
  FunctionCall,
  HttpAnswer,
  HttpCall,
  MessageCall,
  OtherCall,
  TaskCall,
  TaskRunner,
} from "./task/runner.ts";
export { type ValidationIssue, validate } from "./validate/index.ts";
export { type VirtualClock, virtualClock } from "./virtual-clock.ts";
