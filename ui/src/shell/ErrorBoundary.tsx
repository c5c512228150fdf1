// A fault of ours in one screen: the rest of the window stays. Nothing of the fault is shown.
import { Component, type ReactNode } from 'react';
import { copy } from '../copy';
import { FailureNote } from '../design';

type State = { broken: boolean };

export class ErrorBoundary extends Component<{ children: ReactNode }, State> {
  override state: State = { broken: false };

  static getDerivedStateFromError(): State {
    return { broken: true };
  }

  override render(): ReactNode {
    if (!this.state.broken) return this.props.children;
    return (
      <FailureNote
        layout="page"
        failure={{
          code: 'internal',
          what: copy.trouble.screen,
          remedy: copy.trouble.screenBody,
          retry: true,
        }}
        onRetry={() => this.setState({ broken: false })}
      />
    );
  }
}
