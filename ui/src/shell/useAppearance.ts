// Theme and text size on the root element, for this person or the last; the system's before anybody was in.
import { useEffect, useSyncExternalStore } from 'react';
import type { Preferences } from '../ipc';

const DARK = '(prefers-color-scheme: dark)';

export function useAppearance(preferences: Preferences | null): void {
  const systemDark = useSyncExternalStore(watchSystem, isSystemDark);
  const theme = preferences?.theme ?? 'system';
  const textSize = preferences?.textSize ?? 'standard';
  useEffect(() => {
    const dark = theme === 'dark' || (theme === 'system' && systemDark);
    document.documentElement.dataset['theme'] = dark ? 'dark' : 'light';
    document.documentElement.dataset['textSize'] = textSize;
  }, [theme, textSize, systemDark]);
}

function isSystemDark(): boolean {
  return typeof window.matchMedia === 'function' && window.matchMedia(DARK).matches;
}

function watchSystem(changed: () => void): () => void {
  if (typeof window.matchMedia !== 'function') return () => undefined;
  const query = window.matchMedia(DARK);
  query.addEventListener('change', changed);
  return () => query.removeEventListener('change', changed);
}
