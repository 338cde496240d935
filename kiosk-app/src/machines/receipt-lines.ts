import type { EndorsementChoice } from '@haizhu/shared/catalogue/endorsement';
import { yuan } from '@haizhu/shared/catalogue/fees';
import { showCheckCode } from '@haizhu/shared/journal/check-code';
import { beijingMinute } from '@haizhu/shared/time/beijing';
import type { CardOutcome } from '../card/card-types.ts';
import type { ReceiptLine } from '../ports/devices.ts';
import type { ResultKind } from './session-view.ts';

export interface ReceiptFacts {
  readonly result: Exclude<ResultKind, 'not-stored'>;
  readonly language: 'zh' | 'en';
  readonly station: { readonly zh: string; readonly en: string } | null;
  /** ms since 1970 UTC. */
  readonly at: number;
  readonly choices: readonly EndorsementChoice[];
  readonly feeFen: number;
  readonly code: string;
  readonly card: CardOutcome;
}

type Words = Readonly<Record<'zh' | 'en', string>>;

const RESULT: Readonly<Record<ReceiptFacts['result'], { readonly title: Words; readonly next: Words }>> = {
  completed: {
    title: { zh: '签注已办好', en: 'Endorsement completed' },
    next: { zh: '签注已印在您的通行证上。', en: 'The endorsement is on your permit card.' },
  },
  stored: {
    title: { zh: '申请已存在本机，尚未送达', en: 'Stored here, not yet received' },
    next: {
      zh: '还没有送到公安机关。网络恢复后自动送达；受理后请凭本单到窗口继续办理。',
      en: 'It has not reached the bureau yet. It is sent by itself; once accepted, go on at a counter with this slip.',
    },
  },
  undecided: {
    title: { zh: '申请已收到，尚无结果', en: 'Received, not decided yet' },
    next: {
      zh: '请稍后凭查询码查看；同意后请到窗口继续办理。',
      en: 'Check later with the code; once approved, go on at a counter.',
    },
  },
  'not-accepted': {
    title: { zh: '不予受理', en: 'Not accepted' },
    next: { zh: '没有收取费用。请到窗口咨询。', en: 'Nothing was charged. Please ask at a counter.' },
  },
  refused: {
    title: { zh: '不同意签发', en: 'Not granted' },
    next: { zh: '没有收取费用。请到窗口咨询。', en: 'Nothing was charged. Please ask at a counter.' },
  },
  'not-paid': {
    title: { zh: '已同意，尚未缴费', en: 'Approved, not paid' },
    next: {
      zh: '请凭本单到窗口继续办理。如果您已付款，款项会退回。',
      en: 'Please go on at a counter with this slip. If you have paid, the money goes back.',
    },
  },
  refund: {
    title: { zh: '签注没有制作成功，费用退回', en: 'The card could not be made, the fee goes back' },
    next: {
      zh: '款项退回原付款账户。请凭本单到窗口继续办理。',
      en: 'The money goes back to the account it came from. Please go on at a counter with this slip.',
    },
  },
};

const CARD: Readonly<Record<Exclude<CardOutcome, 'none' | 'returned'>, Words>> = {
  retained: {
    zh: '您的通行证已收存在机器内，请向工作人员领取。',
    en: 'Your permit card is kept in the machine. Please ask staff for it.',
  },
  stuck: {
    zh: '您的通行证还在机器里，请找工作人员取出。',
    en: 'Your permit card is still in the machine. Please ask staff to take it out.',
  },
  gone: {
    zh: '您的通行证已不在机器里，请向工作人员领取。',
    en: 'Your permit card is no longer in the machine. Please ask staff for it.',
  },
  unknown: {
    zh: '机器暂时无法确认卡片是否在机内，请找工作人员查看。',
    en: 'The machine cannot tell whether a card is in it. Please ask staff to look.',
  },
};

const PLACE: Readonly<Record<EndorsementChoice['place'], Words>> = {
  HKG: { zh: '香港', en: 'Hong Kong' },
  MAC: { zh: '澳门', en: 'Macao' },
};
const GROUP: Readonly<Record<EndorsementChoice['group'], Words>> = {
  L: { zh: '团队旅游', en: 'group travel' },
  G: { zh: '个人旅游', en: 'individual travel' },
};

/** The slip, in the language of the session. It names nobody: it may be left lying about. */
export function receiptLines(facts: ReceiptFacts): readonly ReceiptLine[] {
  const { language, result, card } = facts;
  const { title, next } = RESULT[result];
  const normal = (text: string): ReceiptLine => ({ text, style: 'normal' });
  const rule: ReceiptLine = { text: '', style: 'rule' };
  const zh = language === 'zh';
  return [
    { text: title[language], style: 'title' },
    ...(facts.station === null ? [] : [normal(facts.station[language])]),
    normal(beijingMinute(facts.at)),
    rule,
    ...facts.choices.map((choice) => normal(choiceLine(choice, language))),
    ...feeLines(facts),
    rule,
    normal(zh ? '查询码（可在任何一台自助机上查看）' : 'Code, to check at any kiosk'),
    { text: showCheckCode(facts.code), style: 'big' },
    normal(next[language]),
    ...(card === 'none' || card === 'returned' ? [] : [normal(CARD[card][language])]),
    normal(zh ? '咨询：12367' : 'Questions: 12367'),
  ];
}

function choiceLine({ place, group, months, entries }: EndorsementChoice, language: 'zh' | 'en'): string {
  const times = { zh: entries === 1 ? '一次' : '二次', en: entries === 1 ? 'one entry' : 'two entries' };
  const validity = { zh: months === 3 ? '三个月' : '一年', en: months === 3 ? '3 months' : '1 year' };
  const words = [PLACE[place], GROUP[group], validity, times].map((word) => word[language]);
  return words.join(language === 'zh' ? ' ' : ', ');
}

/** A fee is named only where it was paid. */
function feeLines({ result, feeFen, language }: ReceiptFacts): readonly ReceiptLine[] {
  const amount = yuan(feeFen);
  switch (result) {
    case 'completed':
      return [{ text: language === 'zh' ? `已缴费 ${amount} 元` : `Paid: CNY ${amount}`, style: 'normal' }];
    case 'refund':
      return [
        { text: language === 'zh' ? `退回 ${amount} 元` : `Goes back: CNY ${amount}`, style: 'normal' },
      ];
    case 'stored':
    case 'undecided':
    case 'not-accepted':
    case 'refused':
    case 'not-paid':
      return [];
  }
}
