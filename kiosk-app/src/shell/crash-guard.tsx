import { Component, type ReactNode } from 'react';

interface CrashGuardProps {
  readonly children: ReactNode;
  /** What is shown in place of a screen that crashed. */
  readonly instead: ReactNode;
  readonly onCrash: (error: unknown) => void;
}

/** A screen that crashes must leave neither a blank machine nor a citizen's data: the page is loaded again. */
export class CrashGuard extends Component<CrashGuardProps, { readonly crashed: boolean }> {
  override state = { crashed: false };

  static getDerivedStateFromError(): { readonly crashed: boolean } {
    return { crashed: true };
  }

  override componentDidCatch(error: unknown): void {
    this.props.onCrash(error);
  }

  override render(): ReactNode {
    return this.state.crashed ? this.props.instead : this.props.children;
  }
}
