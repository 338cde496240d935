/** The definition of a published figure. The same text stands beside the figure on the page and in the export. */
export interface MetricDefinition {
  /** Name with the version of the definition: a changed meaning is a new id. */
  readonly id: string;
  readonly names: { readonly zh: string; readonly en: string };
  readonly unit: { readonly zh: string; readonly en: string };
  readonly definition: { readonly zh: string; readonly en: string };
  readonly formula: string;
  readonly source: string;
}

const COPIES = { zh: '份', en: 'applications' } as const;

/** Every figure of the report. Days are Beijing days; a period includes its first and last day. */
export const METRICS = {
  applications: {
    id: 'applications.v1',
    names: { zh: '申请量', en: 'Applications' },
    unit: COPIES,
    definition: {
      zh: '申请人在期间内提交的申请数。一人一个许可事项计一份；以申请人提交的日期为准，迟到的数据计入提交当日。',
      en: 'Applications that citizens committed in the period. One permit item for one person counts as one; it counts on the day of committing, also when it arrives later.',
    },
    formula: 'accepted + notAccepted + undetermined',
    source: 'application.submitted_day',
  },
  accepted: {
    id: 'accepted.v1',
    names: { zh: '受理量', en: 'Accepted' },
    unit: COPIES,
    definition: {
      zh: '期间内提交的申请中，审批机关已受理的份数。',
      en: 'Of the applications committed in the period, those the authority has accepted.',
    },
    formula: 'count(acceptance = accepted) by submitted day',
    source: 'application.acceptance',
  },
  notAccepted: {
    id: 'not-accepted.v1',
    names: { zh: '不予受理量', en: 'Not accepted' },
    unit: COPIES,
    definition: {
      zh: '期间内提交的申请中，审批机关不予受理的份数。',
      en: 'Of the applications committed in the period, those the authority has not accepted.',
    },
    formula: 'count(acceptance = not-accepted) by submitted day',
    source: 'application.acceptance',
  },
  undetermined: {
    id: 'undetermined.v1',
    names: { zh: '待定量', en: 'Undetermined' },
    unit: COPIES,
    definition: {
      zh: '期间内提交、服务器已收到、是否受理尚未确定的份数。',
      en: 'Committed in the period and received, with no word yet on acceptance.',
    },
    formula: 'applications - accepted - notAccepted',
    source: 'application.acceptance',
  },
  concluded: {
    id: 'concluded.v1',
    names: { zh: '办结量', en: 'Concluded' },
    unit: COPIES,
    definition: {
      zh: '期间内作出审批决定的份数，不论何时提交。因此可以大于同期受理量。',
      en: 'Decided in the period, whenever committed; so it may exceed the accepted ones of the same period.',
    },
    formula: 'approved + refused',
    source: 'application.decided_day',
  },
  approved: {
    id: 'approved.v1',
    names: { zh: '审批同意量', en: 'Approved' },
    unit: COPIES,
    definition: { zh: '期间内办结的份数中，决定同意的份数。', en: 'Of the concluded ones, those approved.' },
    formula: 'count(decision = approved) by decision day',
    source: 'application.decision',
  },
  refused: {
    id: 'refused.v1',
    names: { zh: '审批不同意量', en: 'Refused' },
    unit: COPIES,
    definition: { zh: '期间内办结的份数中，决定不同意的份数。', en: 'Of the concluded ones, those refused.' },
    formula: 'count(decision = refused) by decision day',
    source: 'application.decision',
  },
  selfService: {
    id: 'self-service.v1',
    names: { zh: '自助办理量', en: 'Through self-service' },
    unit: COPIES,
    definition: {
      zh: '期间内通过自助办证机提交并已受理的份数。',
      en: 'Committed at a kiosk in the period and accepted.',
    },
    formula: 'count(acceptance = accepted and channel = kiosk) by submitted day',
    source: 'application.channel',
  },
  pending: {
    id: 'pending.v1',
    names: { zh: '在办量', en: 'Pending' },
    unit: COPIES,
    definition: {
      zh: '期间内提交、既未不予受理也未作出决定的份数（查询时的状态）。',
      en: 'Committed in the period, neither turned away nor decided, as it stands when asked.',
    },
    formula: 'count(acceptance <> not-accepted and decision is none) by submitted day',
    source: 'application.decision',
  },
  sessions: {
    id: 'sessions.v1',
    names: { zh: '会话数', en: 'Sessions' },
    unit: { zh: '次', en: 'sessions' },
    definition: {
      zh: '期间内在自助办证机上开始的办理次数，从首次触摸到信息清除。',
      en: 'Visits begun at a kiosk in the period, from first touch to wipe.',
    },
    formula: 'count(session) by start day',
    source: 'session.started_day',
  },
  deviceFaults: {
    id: 'device-faults.v1',
    names: { zh: '设备故障次数', en: 'Device faults' },
    unit: { zh: '次', en: 'faults' },
    definition: {
      zh: '期间内开始的硬故障和软故障次数。耗材、人为、网络、电力和计划停机不计入。',
      en: 'Hard and soft faults begun in the period. Consumables, user-caused, network, power and planned ones are not counted.',
    },
    formula: 'count(fault where class in (hard, soft)) by start day',
    source: 'fault_occurrence.begun_day',
  },
  faultRate: {
    id: 'fault-rate-per-1000-sessions.v1',
    names: { zh: '设备故障率', en: 'Device fault rate' },
    unit: { zh: '次/千次会话', en: 'per 1,000 sessions' },
    definition: {
      zh: '每一千次会话的设备故障次数。没有会话时不计算。',
      en: 'Device faults per 1,000 sessions; not computed without sessions.',
    },
    formula: 'deviceFaults / sessions * 1000',
    source: 'session, fault_occurrence',
  },
} as const satisfies Record<string, MetricDefinition>;

export type MetricName = keyof typeof METRICS;
export const METRIC_NAMES = Object.keys(METRICS) as readonly MetricName[];
