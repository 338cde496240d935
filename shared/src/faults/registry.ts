/**
 * Every fault a kiosk can name, once. Classes and who must act follow the ErrorEvent actions of XFS4IoT (`clear`:
 * staff at the station, `maintenance`: an engineer). Kept plain data without imports: it is in the citizen bundle.
 */

export type DeviceClass = 'id-reader' | 'card-reader' | 'card-printer' | 'receipt-printer' | 'device-service';

export type FaultClass =
  | 'hard'
  | 'soft'
  | 'consumable'
  | 'user'
  | 'network'
  | 'power'
  | 'planned'
  | 'security';

/** Who puts it right. `code`: it heals by itself (a reset, a reconnection). */
export type FaultActor = 'citizen' | 'station-staff' | 'engineer' | 'code';

/** `out-of-service`: no session can run. `degraded`: sessions run with less. `notice`: only staff hear of it. */
export type FaultSeverity = 'out-of-service' | 'degraded' | 'notice';

interface Text {
  readonly zh: string;
  readonly en: string;
}

interface FaultEntry {
  readonly id: string;
  readonly device: DeviceClass;
  readonly class: FaultClass;
  readonly severity: FaultSeverity;
  readonly actor: FaultActor;
  /** How it shows in the device service: member of `Common.Status`, and the value it has then. */
  readonly xfs: { readonly status: string; readonly is: string };
  readonly citizen: Text;
  readonly staff: Text;
  /** How long a sign must last before the fault begins, and be gone before it is cleared, ms. */
  readonly debounceMs: { readonly begin: number; readonly clear: number };
}

const SOON = { begin: 1000, clear: 3000 } as const;
/** Things that come and go by themselves: a cable, a socket. A longer clear keeps a flapping one a single fault. */
const LOOSE = { begin: 1500, clear: 10_000 } as const;

const PAUSED: Text = {
  zh: '本机暂停服务，工作人员已收到通知。',
  en: 'This machine is paused. Staff have been told.',
};
const CARD_HELD: Text = {
  zh: '卡片卡在机器里了。工作人员已收到通知，请稍等。',
  en: 'The card is stuck in the machine. Staff have been told; please wait.',
};
const ON_SCREEN: Text = {
  zh: '本机暂时不能打印凭单，查询码会显示在屏幕上。',
  en: 'Slips cannot be printed right now. Your code will be shown on the screen.',
};

export const FAULTS = [
  {
    id: 'id-reader-offline',
    device: 'id-reader',
    class: 'hard',
    severity: 'out-of-service',
    actor: 'station-staff',
    xfs: { status: 'common.device', is: 'offline' },
    citizen: PAUSED,
    staff: {
      zh: '身份证阅读器没有应答：检查供电和连线',
      en: 'ID reader does not answer: check its power and cable',
    },
    debounceMs: LOOSE,
  },
  {
    id: 'id-reader-failed',
    device: 'id-reader',
    class: 'hard',
    severity: 'out-of-service',
    actor: 'engineer',
    xfs: { status: 'common.device', is: 'hardwareError' },
    citizen: PAUSED,
    staff: {
      zh: '身份证阅读器自检不通过或模块未授权：更换或送修',
      en: 'ID reader failed its self-test or its module is not authorised: replace or repair',
    },
    debounceMs: SOON,
  },
  {
    id: 'id-reader-missing',
    device: 'id-reader',
    class: 'soft',
    severity: 'out-of-service',
    actor: 'engineer',
    xfs: { status: 'common.device', is: 'noDevice' },
    citizen: PAUSED,
    staff: {
      zh: '没有配置身份证阅读器：检查设备服务的设置',
      en: 'No ID reader configured: check the device service',
    },
    debounceMs: SOON,
  },
  {
    id: 'card-reader-jam',
    device: 'card-reader',
    class: 'hard',
    severity: 'out-of-service',
    actor: 'station-staff',
    xfs: { status: 'cardReader.media', is: 'jammed' },
    citizen: CARD_HELD,
    staff: {
      zh: '卡道卡卡：打开上盖取出卡片，清除故障',
      en: 'Card jam in the card path: open, take the card out, clear',
    },
    debounceMs: SOON,
  },
  {
    id: 'card-reader-offline',
    device: 'card-reader',
    class: 'hard',
    severity: 'out-of-service',
    actor: 'station-staff',
    xfs: { status: 'common.device', is: 'offline' },
    citizen: PAUSED,
    staff: {
      zh: '读卡器没有应答：检查供电和连线',
      en: 'Card reader does not answer: check its power and cable',
    },
    debounceMs: LOOSE,
  },
  {
    id: 'card-reader-failed',
    device: 'card-reader',
    class: 'hard',
    severity: 'out-of-service',
    actor: 'engineer',
    xfs: { status: 'common.device', is: 'hardwareError' },
    citizen: PAUSED,
    staff: { zh: '读卡器硬件故障：更换或送修', en: 'Card reader hardware error: replace or repair' },
    debounceMs: SOON,
  },
  {
    id: 'card-reader-missing',
    device: 'card-reader',
    class: 'soft',
    severity: 'out-of-service',
    actor: 'engineer',
    xfs: { status: 'common.device', is: 'noDevice' },
    citizen: PAUSED,
    staff: {
      zh: '没有配置读卡器：检查设备服务的设置',
      en: 'No card reader configured: check the device service',
    },
    debounceMs: SOON,
  },
  {
    id: 'retain-bin-full',
    device: 'card-reader',
    class: 'consumable',
    severity: 'out-of-service',
    actor: 'station-staff',
    xfs: { status: 'storage.unitBIN1', is: 'full' },
    citizen: PAUSED,
    staff: {
      zh: '回收盒已满：取出并登记遗留卡片',
      en: 'Retain bin full: empty it and register the cards left',
    },
    debounceMs: SOON,
  },
  {
    id: 'card-printer-jam',
    device: 'card-printer',
    class: 'hard',
    severity: 'out-of-service',
    actor: 'station-staff',
    xfs: { status: 'printer.media', is: 'jammed' },
    citizen: CARD_HELD,
    staff: {
      zh: '制证机内卡卡：打开制证机取出卡片，清除故障',
      en: 'Card jam in the card printer: open, take the card out, clear',
    },
    debounceMs: SOON,
  },
  {
    id: 'card-printer-offline',
    device: 'card-printer',
    class: 'hard',
    severity: 'out-of-service',
    actor: 'station-staff',
    xfs: { status: 'common.device', is: 'offline' },
    citizen: PAUSED,
    staff: {
      zh: '制证机没有应答：检查供电和连线',
      en: 'Card printer does not answer: check its power and cable',
    },
    debounceMs: LOOSE,
  },
  {
    id: 'card-printer-failed',
    device: 'card-printer',
    class: 'hard',
    severity: 'out-of-service',
    actor: 'engineer',
    xfs: { status: 'common.device', is: 'hardwareError' },
    citizen: PAUSED,
    staff: {
      zh: '制证机擦写或打印部件故障：更换或送修',
      en: 'Card printer erase or print unit failed: replace or repair',
    },
    debounceMs: SOON,
  },
  {
    id: 'card-printer-missing',
    device: 'card-printer',
    class: 'soft',
    severity: 'out-of-service',
    actor: 'engineer',
    xfs: { status: 'common.device', is: 'noDevice' },
    citizen: PAUSED,
    staff: {
      zh: '没有配置制证机：检查设备服务的设置',
      en: 'No card printer configured: check the device service',
    },
    debounceMs: SOON,
  },
  {
    id: 'receipt-paper-out',
    device: 'receipt-printer',
    class: 'consumable',
    severity: 'degraded',
    actor: 'station-staff',
    xfs: { status: 'printer.paper.upper', is: 'out' },
    citizen: ON_SCREEN,
    staff: { zh: '凭单纸用完：换纸', en: 'Receipt paper out: put in a new roll' },
    debounceMs: SOON,
  },
  {
    id: 'receipt-paper-low',
    device: 'receipt-printer',
    class: 'consumable',
    severity: 'notice',
    actor: 'station-staff',
    xfs: { status: 'printer.paper.upper', is: 'low' },
    citizen: { zh: '', en: '' },
    staff: { zh: '凭单纸快用完：准备换纸', en: 'Receipt paper low: have a new roll ready' },
    debounceMs: SOON,
  },
  {
    id: 'receipt-printer-jam',
    device: 'receipt-printer',
    class: 'hard',
    severity: 'degraded',
    actor: 'station-staff',
    xfs: { status: 'printer.media', is: 'jammed' },
    citizen: ON_SCREEN,
    staff: {
      zh: '凭单打印机卡纸或切刀未归位：开盖清除',
      en: 'Receipt printer paper jam or cutter stuck: open and clear',
    },
    debounceMs: SOON,
  },
  {
    id: 'receipt-printer-cover',
    device: 'receipt-printer',
    class: 'user',
    severity: 'degraded',
    actor: 'station-staff',
    xfs: { status: 'common.device', is: 'userError' },
    citizen: ON_SCREEN,
    staff: { zh: '凭单打印机上盖未关好：关上上盖', en: 'Receipt printer cover is open: close it' },
    debounceMs: SOON,
  },
  {
    id: 'receipt-printer-offline',
    device: 'receipt-printer',
    class: 'hard',
    severity: 'degraded',
    actor: 'station-staff',
    xfs: { status: 'common.device', is: 'offline' },
    citizen: ON_SCREEN,
    staff: {
      zh: '凭单打印机没有应答：检查供电和连线',
      en: 'Receipt printer does not answer: check its power and cable',
    },
    debounceMs: LOOSE,
  },
  {
    id: 'receipt-printer-failed',
    device: 'receipt-printer',
    class: 'hard',
    severity: 'degraded',
    actor: 'engineer',
    xfs: { status: 'common.device', is: 'hardwareError' },
    citizen: ON_SCREEN,
    staff: { zh: '凭单打印机硬件故障：更换或送修', en: 'Receipt printer hardware error: replace or repair' },
    debounceMs: SOON,
  },
  {
    id: 'receipt-printer-missing',
    device: 'receipt-printer',
    class: 'soft',
    severity: 'degraded',
    actor: 'engineer',
    xfs: { status: 'common.device', is: 'noDevice' },
    citizen: ON_SCREEN,
    staff: {
      zh: '没有配置凭单打印机：检查设备服务的设置',
      en: 'No receipt printer configured: check the device service',
    },
    debounceMs: SOON,
  },
  {
    id: 'device-service-lost',
    device: 'device-service',
    class: 'soft',
    severity: 'out-of-service',
    actor: 'code',
    xfs: { status: 'connection', is: 'lost' },
    citizen: PAUSED,
    staff: {
      zh: '与设备服务的连接中断：会自动重连；持续不恢复请重启本机',
      en: 'Device service not reachable: it reconnects by itself; restart the machine if it stays',
    },
    debounceMs: { begin: 3000, clear: 3000 },
  },
] as const satisfies readonly FaultEntry[];

export type FaultId = (typeof FAULTS)[number]['id'];

/** One fault of the registry. */
export interface Fault extends FaultEntry {
  readonly id: FaultId;
}

/** The fault of that id, or undefined where this version of the registry does not know it. */
export function faultById(id: string): Fault | undefined {
  return FAULTS.find((fault) => fault.id === id);
}
