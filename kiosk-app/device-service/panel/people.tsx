import type { PanelAction, PanelState } from '../src/panel-client.ts';
import type { Language, Texts } from './texts.ts';

interface Props {
  readonly t: Texts;
  readonly language: Language;
  readonly world: PanelState;
  act(action: PanelAction): void;
}

/** The made-up people, each with the two cards in hand. */
export function People({ t, language, world, act }: Props) {
  return (
    <section aria-labelledby="people">
      <h2 id="people">{t.people}</h2>
      <ul className="people">
        {world.people.map((person) => (
          <li key={person.id} data-person={person.id}>
            <div className="who">
              <b>{person.name}</b>
              <span>{person.about[language]}</span>
            </div>
            <div className="buttons">
              <button
                type="button"
                aria-pressed={world.plate === person.id}
                onClick={() => act({ action: 'lay-id-card', person: person.id })}
              >
                {t.layId}
              </button>
              {person.hasPermit ? (
                <button
                  type="button"
                  aria-pressed={world.permit?.person === person.id}
                  onClick={() => act({ action: 'insert-permit', person: person.id })}
                >
                  {t.insertPermit}
                </button>
              ) : (
                <span className="muted">{t.noPermit}</span>
              )}
            </div>
            {person.endorsements.map((endorsement) => (
              <small key={endorsement.number}>
                {t.printed}
                {endorsement.place} {endorsement.group}×{endorsement.entries} {endorsement.validFrom} –{' '}
                {endorsement.validUntil} {endorsement.number}
              </small>
            ))}
          </li>
        ))}
      </ul>
    </section>
  );
}
