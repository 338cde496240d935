import type { ReactNode } from 'react';
import { Radio, RadioGroup } from 'react-aria-components/RadioGroup';
import { useUi } from '../ui-context.ts';
import { TickIcon } from './icons.tsx';
import { playTick } from './tick.ts';

export interface Choice {
  readonly value: string;
  readonly text: string;
  readonly side?: ReactNode;
  /** Over all columns, and lower: the choice of nothing. */
  readonly isWide?: boolean;
}

interface ChoiceGroupProps {
  readonly label: string;
  readonly showLabel?: boolean;
  readonly choices: readonly Choice[];
  readonly value: string | null;
  readonly onChange: (value: string) => void;
  /** Columns on the portrait screen. */
  readonly columns: 1 | 2;
}

/** One of several, as large tiles; the chosen one has a tick, not only a colour. */
export function ChoiceGroup({
  label,
  showLabel = true,
  choices,
  value,
  onChange,
  columns,
}: ChoiceGroupProps) {
  const { preferences } = useUi();
  return (
    <RadioGroup
      className="choices"
      value={value}
      onChange={(next) => {
        if (preferences.sound) playTick();
        onChange(next);
      }}
      aria-label={label}
    >
      {showLabel && (
        <div className="label" aria-hidden="true">
          {label}
        </div>
      )}
      <div className={`tiles tiles-${columns}`}>
        {choices.map((choice) => (
          <Radio
            key={choice.value}
            value={choice.value}
            className={choice.isWide === true ? 'tile tile-wide' : 'tile'}
          >
            <span className="tile-mark">
              <TickIcon />
            </span>
            <span className="tile-text">{choice.text}</span>
            {choice.side !== undefined && <span className="tile-side tabular">{choice.side}</span>}
          </Radio>
        ))}
      </div>
    </RadioGroup>
  );
}
