import { type ThemeConfig, theme } from 'antd';

/** Colours that mean something; the same in tables, marks and charts. Text on white has a contrast of 4.5 or more. */
export const COLOURS = {
  accent: '#0B4FBD',
  ink: '#16202E',
  quiet: '#566274',
  line: '#DCE1E8',
  paper: '#F5F6F8',
  good: '#1E7A45',
  warn: '#9A5B00',
  warnMark: '#E08A00',
  stop: '#B3261E',
  unknown: '#6B7686',
} as const;

/** Series of the charts: told apart by lightness as well as by hue. */
export const SERIES = ['#0B4FBD', '#7FA8E8', '#C8CFD9', '#E08A00'] as const;

/** Ant Design in compact density; body text stays at 14 px, which Chinese needs. */
export const appTheme: ThemeConfig = {
  algorithm: theme.compactAlgorithm,
  token: {
    colorPrimary: COLOURS.accent,
    colorLink: COLOURS.accent,
    colorSuccess: COLOURS.good,
    colorWarning: COLOURS.warnMark,
    colorError: COLOURS.stop,
    colorText: COLOURS.ink,
    colorTextSecondary: COLOURS.quiet,
    colorTextTertiary: COLOURS.quiet,
    colorTextDescription: COLOURS.quiet,
    colorTextPlaceholder: '#6B7686',
    colorBgLayout: COLOURS.paper,
    colorBorderSecondary: COLOURS.line,
    borderRadius: 4,
    fontSize: 16,
    fontFamily:
      "'Noto Sans SC', 'Noto Sans CJK SC', 'Source Han Sans SC', 'PingFang SC', 'Microsoft YaHei', sans-serif",
    motionDurationMid: '0.12s',
    motionDurationSlow: '0.16s',
  },
  components: {
    Table: { headerBg: '#EEF1F5', headerColor: COLOURS.ink, rowHoverBg: '#F3F7FD' },
    Menu: { itemSelectedBg: '#E6EEFB', itemBorderRadius: 4 },
    Layout: { siderBg: '#fff', headerBg: '#fff', headerHeight: 52, headerPadding: '0 20px' },
  },
};
