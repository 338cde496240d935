import { en } from './en.ts';
import { zh } from './zh.ts';

type Shape<T> = { readonly [K in keyof T]: T[K] extends string ? string : Shape<T[K]> };

/** The shape that every language has. */
export type Texts = Shape<typeof zh>;

export const TEXTS: Readonly<Record<'zh' | 'en', Texts>> = { zh, en };
