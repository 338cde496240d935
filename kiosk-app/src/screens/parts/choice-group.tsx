import { type ReactNode, useId } from 'react';
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
  readonly choices: readonly Choice[];
  readonly value: string | null;
  readonly onChange: (value: string) => void;
}

/** One of several, as large tiles; the chosen one has a tick, not only a colour. */
export function ChoiceGroup({ label, choices, value, onChange }: ChoiceGroupProps) {
  const { preferences } = useUi();
  const name = useId();
  return (
    <div
      className="choices"
      role="radiogroup"
      aria-labelledby={`${name}-label`}
      onPointerDown={() => {
        if (preferences.sound) playTick();
      }}
    >
      <legend className="label" id={`${name}-label`}>
        {label}
      </legend>
      <div className="tiles">
        {choices.map((choice) => (
          <label key={choice.value} className={choice.isWide === true ? 'tile tile-wide' : 'tile'}>
            <input
              className="only-read"
              type="radio"
              name={name}
              value={choice.value}
              checked={choice.value === value}
              onChange={() => onChange(choice.value)}
            />
            <span className="tile-mark">
              <TickIcon />
            </span>
            <span className="tile-text">{choice.text}</span>
            {choice.side !== undefined && <span className="tile-side tabular">{choice.side}</span>}
          </label>
        ))}
      </div>
    </div>
  );
}
