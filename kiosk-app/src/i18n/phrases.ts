/** Words of this field that a general dictionary takes apart. */
const TERMS = [
  '往来港澳通行证',
  '居民身份证',
  '自助办证机',
  '通行证',
  '身份证',
  '读卡区',
  '查询码',
  '登记码',
  '二维码',
  '自助机',
  '办证机',
  '公安机关',
  '管理员',
  '管理台',
  '服务器',
  '数据库',
  '密钥',
  '重启',
  '联网',
  '缴费',
  '制证',
  '取证',
  '换证',
  '凭单',
  '凭据',
  '本机',
  '续签',
  '暂不',
  '跳变',
  '改动',
  '停收线',
  '提醒线',
  '换发',
  '扫码',
  '退款',
  '付款',
  '扣款',
  '款项',
  '收费',
  '卡面',
  '卡片',
  '工作人员',
  '新签注',
  '旧签注',
  '签注',
  '卡口',
  '窗口',
  '大厅',
  '原路',
  '退还',
  '收存',
  '暂存',
  '不予受理',
  '不予同意',
  '未满',
  '周岁',
  '存下',
  '送达',
  '港澳',
] as const;

/** Signs that belong to the word before them: a line never begins with one. */
const TRAILING = /^(?:[的了吗吧呢着过得地们里上下中后前时次位份条元秒个张年月天]|[\p{P}·]+)$/u;
/** And with what stands before them: numbers with their unit, an opening bracket with its content. */
const LEADING = /(?:[（「《“不没已请先再很最每各一两三]|[\d}]\s?)$/u;

/** A single sign leads to what comes next: 在, 到, 把, 凭, 按, … */
const ALONE = /^\p{Script=Han}$/u;

const HAN = /\p{Script=Han}/u;

const segmenter = new Intl.Segmenter('zh', { granularity: 'word' });
const known = new Map<string, readonly string[]>();

/** Chinese in pieces of which none is to be broken over two lines; joined, they are the text. Other writing is one piece. */
export function phrasesOf(text: string): readonly string[] {
  if (!HAN.test(text)) return [text];
  const before = known.get(text);
  if (before !== undefined) return before;
  const phrases: string[] = [];
  for (const word of words(text)) {
    const last = phrases.at(-1);
    const isJoined =
      last !== undefined &&
      (TRAILING.test(word) || LEADING.test(last) || ALONE.test(last) || /^\s+$/.test(word));
    if (isJoined) phrases[phrases.length - 1] = last + word;
    else phrases.push(word);
  }
  // Texts with numbers that count down are as many as there are numbers.
  if (known.size > 500) known.clear();
  known.set(text, phrases);
  return phrases;
}

/** Terms first; what stands between them by the dictionary. */
function words(text: string): readonly string[] {
  const found: string[] = [];
  let rest = '';
  const flush = () => {
    if (rest !== '') found.push(...[...segmenter.segment(rest)].map(({ segment }) => segment));
    rest = '';
  };
  for (let at = 0; at < text.length; ) {
    const term = TERMS.find((one) => text.startsWith(one, at));
    if (term === undefined) {
      rest += text.charAt(at);
      at += 1;
    } else {
      flush();
      found.push(term);
      at += term.length;
    }
  }
  flush();
  return found;
}
