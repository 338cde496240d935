import { Alert, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { ApiError } from '../api/api-error.ts';
import { useErrorText } from './error-text.ts';

interface Props {
  readonly more: (() => void) | null;
  readonly loadingMore: boolean;
  readonly moreError: ApiError | null;
}

/** Under a list of which only a part is shown. */
export function MoreButton({ more, loadingMore, moreError }: Props) {
  const { t } = useTranslation();
  const errorText = useErrorText();
  return (
    <div className="more">
      {moreError !== null && <Alert type="error" showIcon title={errorText(moreError)} />}
      {more !== null && (
        <Button onClick={more} loading={loadingMore}>
          {t('common.more')}
        </Button>
      )}
    </div>
  );
}
