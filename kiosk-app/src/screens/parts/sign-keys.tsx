import { CHECK_CODE_ALPHABET } from '@haizhu/shared/journal/check-code';
import { useUi } from '../ui-context.ts';
import { BigButton } from './big-button.tsx';

interface SignKeysProps {
  readonly onSign: (sign: string) => void;
  readonly onDelete: () => void;
  readonly isDisabled: boolean;
}

/** Keys for the 31 signs of codes: digits first, then letters in their order. */
export function SignKeys({ onSign, onDelete, isDisabled }: SignKeysProps) {
  const { t } = useUi();
  return (
    <div className="keys">
      {[...CHECK_CODE_ALPHABET].map((sign) => (
        <BigButton key={sign} className="key" isDisabled={isDisabled} onPress={() => onSign(sign)}>
          {sign}
        </BigButton>
      ))}
      <BigButton className="key key-delete" isDisabled={isDisabled} onPress={onDelete}>
        {t('check.delete')}
      </BigButton>
    </div>
  );
}

interface TypedCodeProps {
  readonly typed: string;
  readonly length: number;
  readonly label: string;
}

/** What was typed, in groups of four, with the places that are still empty. */
export function TypedCode({ typed, length, label }: TypedCodeProps) {
  const places = Array.from({ length }, (_, index) => ({ index, sign: typed[index] ?? '' }));
  return (
    <div className="typed tabular">
      <span className="only-read" role="status">{`${label} ${[...typed].join(' ')}`}</span>
      {places.map(({ index, sign }) => (
        <span
          key={index}
          aria-hidden="true"
          className={`typed-place${sign === '' ? ' typed-empty' : ''}${index === typed.length ? ' typed-next' : ''}`}
        >
          {sign}
        </span>
      ))}
    </div>
  );
}
