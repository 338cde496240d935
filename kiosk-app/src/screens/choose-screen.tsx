import { type EndorsementPlace, offeredFor } from '@haizhu/shared/catalogue/endorsement';
import { feeFor, yuan } from '@haizhu/shared/catalogue/fees';
import { beijingDay } from '@haizhu/shared/time/beijing';
import { useState } from 'react';
import type { SessionScreen } from '../machines/session-view.ts';
import { termText } from './endorsement-text.ts';
import { BigButton } from './parts/big-button.tsx';
import { BackButton, ExitButton } from './parts/buttons.tsx';
import { ChoiceGroup } from './parts/choice-group.tsx';
import { Frame } from './parts/frame.tsx';
import { Words } from './parts/words.tsx';
import { useUi } from './ui-context.ts';

type Choose = Extract<SessionScreen, { screen: 'choose' }>;
type Part = 'group' | EndorsementPlace;

const PARTS = ['group', 'HKG', 'MAC'] as const satisfies readonly Part[];

/** All on one screen; for elders one question after another. */
export function ChooseScreen(view: Choose) {
  const { t, send, preferences } = useUi();
  const [at, setAt] = useState(0);
  const part = PARTS[at] ?? 'group';
  const [answered, setAnswered] = useState<ReadonlySet<Part>>(new Set());
  const isLast = !preferences.elder || at === PARTS.length - 1;
  // One question after another, and nothing is answered beforehand.
  const isAnswered = !preferences.elder || answered.has(part);
  const canGoOn = isAnswered && (!isLast || view.fee !== null);
  const onAnswer = (each: Part) => setAnswered((before) => new Set(before).add(each));
  return (
    <Frame
      title={t(preferences.elder ? PART_TITLES[part] : 'choose.title')}
      middle={preferences.elder ? 'message' : 'choices'}
      note={
        !isAnswered || (part === 'group' && preferences.elder) ? undefined : canGoOn ? (
          <Total {...view} />
        ) : (
          <span className="note-why">{t('choose.nothing')}</span>
        )
      }
      leave={
        <>
          <ExitButton />
          {preferences.elder && at > 0 && <BackButton onPress={() => setAt(at - 1)} />}
        </>
      }
      act={
        <BigButton
          look="main"
          isDisabled={!canGoOn}
          onPress={() => (isLast ? send({ type: 'NEXT' }) : setAt(at + 1))}
        >
          {t('act.next')}
        </BigButton>
      }
    >
      {(preferences.elder ? [part] : PARTS).map((each) =>
        each === 'group' ? (
          <GroupChoice
            key={each}
            view={view}
            isOpen={preferences.elder && !answered.has(each)}
            onAnswer={onAnswer}
          />
        ) : (
          <PlaceChoice
            key={each}
            place={each}
            view={view}
            isOpen={preferences.elder && !answered.has(each)}
            onAnswer={onAnswer}
          />
        ),
      )}
      <p className="soft">
        <Words text={t('choose.stay')} />
      </p>
    </Frame>
  );
}

const PART_TITLES = {
  group: 'choose.elder.group',
  HKG: 'choose.elder.HKG',
  MAC: 'choose.elder.MAC',
} as const;

interface QuestionProps {
  readonly view: Choose;
  /** Not answered yet, and nothing is proposed. */
  readonly isOpen: boolean;
  readonly onAnswer: (part: Part) => void;
}

function GroupChoice({ view: { group }, isOpen, onAnswer }: QuestionProps) {
  const { t, send } = useUi();
  return (
    <ChoiceGroup
      label={t('choose.group')}
      value={isOpen ? null : group}
      choices={(['G', 'L'] as const).map((value) => ({ value, text: t(`choose.group.${value}`) }))}
      onChange={(value) => {
        onAnswer('group');
        send({ type: 'CHOOSE_GROUP', group: value === 'L' ? 'L' : 'G' });
      }}
    />
  );
}

interface PlaceProps extends QuestionProps {
  readonly place: EndorsementPlace;
}

function PlaceChoice({ place, view, isOpen, onAnswer }: PlaceProps) {
  const { t, send, shell } = useUi();
  const { group, choices } = view;
  const chosen = choices[place];
  const offered = offeredFor(place).map((offer) => ({ place, group, ...offer }));
  const key = (choice: { months: number; entries: number }) => `${choice.months}/${choice.entries}`;
  return (
    <ChoiceGroup
      label={t(`choose.to.${place}`)}
      value={isOpen ? null : chosen === undefined ? 'none' : key(chosen)}
      choices={[
        ...offered.map((choice) => {
          const fee = feeFor([choice], beijingDay(shell.now()));
          return {
            value: key(choice),
            text: termText(t, choice),
            ...(fee === null ? {} : { side: t('choose.each-fee', { yuan: yuan(fee.totalFen) }) }),
          };
        }),
        { value: 'none', text: t('choose.none'), isWide: true },
      ]}
      onChange={(value) => {
        onAnswer(place);
        send({ type: 'CHOOSE', place, choice: offered.find((choice) => key(choice) === value) ?? null });
      }}
    />
  );
}

function Total({ fee }: Choose) {
  const { t } = useUi();
  if (fee === null) return null;
  return (
    <span className="total" role="status">
      {t('choose.total')} <b className="tabular">{t('yuan', { yuan: yuan(fee.totalFen) })}</b>
    </span>
  );
}
