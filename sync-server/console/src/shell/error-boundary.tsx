import { Button, Result } from 'antd';
import { Component, type ReactNode } from 'react';
import { Translation } from 'react-i18next';

interface Props {
  readonly children: ReactNode;
}

interface State {
  readonly failed: string | null;
}

/** A page that cannot be drawn says so; menu and the other pages stay usable. */
export class ErrorBoundary extends Component<Props, State> {
  override state: State = { failed: null };

  static getDerivedStateFromError(error: unknown): State {
    return { failed: error instanceof Error ? error.message : String(error) };
  }

  override render() {
    const { failed } = this.state;
    if (failed === null) return this.props.children;
    return (
      <Translation>
        {(t) => (
          <Result
            status="error"
            title={t('errors.page')}
            subTitle={t('errors.pageHelp')}
            extra={
              <Button type="primary" onClick={() => window.location.reload()}>
                {t('errors.reload')}
              </Button>
            }
          >
            <code>{failed}</code>
          </Result>
        )}
      </Translation>
    );
  }
}
