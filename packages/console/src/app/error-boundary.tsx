import { Component, type ReactNode } from "react";

interface Props {
  children: ReactNode;
  fallback: (error: Error) => ReactNode;
}

/** Shows something else where what is inside fails while it is drawn. React has no hook for this. */
export class ErrorBoundary extends Component<Props, { error: Error | null }> {
  static getDerivedStateFromError(thrown: unknown): { error: Error } {
    return { error: thrown instanceof Error ? thrown : new Error(String(thrown)) };
  }

  override state: { error: Error | null } = { error: null };

  override render(): ReactNode {
    const { error } = this.state;
    return error === null ? this.props.children : this.props.fallback(error);
  }
}
