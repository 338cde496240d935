import { type ReactNode, useEffect, useRef } from 'react';
import { Words } from './words.tsx';

interface FrameProps {
  readonly title: string;
  readonly children?: ReactNode;
  /** Left of the bottom band: 退出, then 返回. */
  readonly leave?: ReactNode;
  /** Right of the bottom band: the one thing to do next. */
  readonly act?: ReactNode;
  /** A line above the buttons: what they do, or why one cannot be pressed. */
  readonly note?: ReactNode;
  /** `choices`: the middle ends near the hands. `message`: it stands where the eyes are. */
  readonly middle?: 'choices' | 'message';
}

/** One decision or one instruction, and its buttons, always in the same places. */
export function Frame({ title, children, leave, act, note, middle = 'message' }: FrameProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  // A new screen is told to who cannot see it, and the keyboard starts at its top.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the title names the screen
  useEffect(() => heading.current?.focus(), [title]);
  return (
    <>
      <main className={`middle middle-${middle}`}>
        <h1 className="title" ref={heading} tabIndex={-1}>
          <Words text={title} />
        </h1>
        <div className="body">{children}</div>
      </main>
      <footer className="bottom">
        <div className="note">{note}</div>
        <div className="actions">
          <div className="actions-leave">{leave}</div>
          <div className="actions-act">{act}</div>
        </div>
      </footer>
    </>
  );
}
