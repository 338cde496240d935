import { Fragment } from 'react';
import { phrasesOf } from '../../i18n/phrases.ts';

/** A sentence that breaks between its phrases only. For readers and for looking it up it is the plain text. */
export function Words({ text }: { readonly text: string }) {
  const phrases = phrasesOf(text);
  if (phrases.length === 1) return text;
  return phrases.map((phrase, at) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: they never change places
    <Fragment key={at}>
      {at > 0 && <wbr />}
      {phrase}
    </Fragment>
  ));
}
