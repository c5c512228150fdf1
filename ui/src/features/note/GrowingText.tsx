// A text field as tall as its text. Its height is measured, because `field-sizing` is not in every
// engine we ship on.
import { type ComponentProps, type ReactNode, useLayoutEffect, useRef } from 'react';
import css from './Note.module.css';

export function GrowingText(props: ComponentProps<'textarea'>): ReactNode {
  const field = useRef<HTMLTextAreaElement>(null);
  useLayoutEffect(() => {
    const element = field.current;
    if (element === null) return;
    element.style.height = 'auto';
    element.style.height = `${element.scrollHeight}px`;
  }, [props.value]);
  return <textarea rows={2} spellCheck={false} {...props} ref={field} className={css.text} />;
}
