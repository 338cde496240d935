import type { PanelAction, PanelState } from '../src/panel-client.ts';
import type { Texts } from './texts.ts';

interface Props {
  readonly t: Texts;
  readonly world: PanelState;
  act(action: PanelAction): void;
}

/** What lies on, sticks in and came out of the machine. */
export function MachineFront({ t, world, act }: Props) {
  const nameOf = (id: string) => world.people.find((person) => person.id === id)?.name ?? id;
  const canTake = world.permit?.position === 'exit' || world.permit?.position === 'offered';
  const [slip] = world.slips;
  return (
    <section aria-labelledby="machine">
      <h2 id="machine">{t.machine}</h2>
      <dl className="front">
        <dt>{t.plate}</dt>
        <dd>
          {world.plate === null ? <span className="muted">{t.empty}</span> : <b>{nameOf(world.plate)}</b>}
        </dd>
        <dd>
          <button
            type="button"
            disabled={world.plate === null}
            onClick={() => act({ action: 'lift-id-card' })}
          >
            {t.lift}
          </button>
        </dd>
        <dt>{t.slot}</dt>
        <dd className={world.slotOpen ? 'lit' : 'muted'}>{world.slotOpen ? t.slotOpen : t.slotClosed}</dd>
        <dd />
        <dt>{t.permit}</dt>
        <dd>
          {world.permit === null ? (
            <span className="muted">{t.position.hand}</span>
          ) : (
            <>
              <b>{nameOf(world.permit.person)}</b> {t.position[world.permit.position]}
            </>
          )}
        </dd>
        <dd>
          <button
            type="button"
            className={world.permit?.position === 'exit' ? 'main' : undefined}
            disabled={!canTake}
            onClick={() => act({ action: 'take-card' })}
          >
            {t.take}
          </button>
        </dd>
        <dt>{t.bin}</dt>
        <dd>
          {world.binCount} {t.cards}
        </dd>
        <dd>
          <button type="button" disabled={world.binCount === 0} onClick={() => act({ action: 'empty-bin' })}>
            {t.emptyBin}
          </button>
        </dd>
      </dl>
      <h3>{t.slips}</h3>
      {slip === undefined ? (
        <p className="muted">{t.noSlips}</p>
      ) : (
        <div className="slip" data-testid="slip">
          {slip.map((line, at) => (
            // Lines have no name of their own and never move.
            // biome-ignore lint/suspicious/noArrayIndexKey: see above
            <div key={at} className={line.style}>
              {line.text}
            </div>
          ))}
        </div>
      )}
    </section>
  );
}
