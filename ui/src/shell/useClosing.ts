// Closing a chart: its note is written down first, and what closing would lose is asked about.
import { type Dispatch, useEffect, useRef, useState } from 'react';
import { useHeldDrafts } from '../features/note';
import type { Losses } from './CloseGuard';
import { inTime } from './inTime';
import { isUnfinished, type Move, tabOf } from './moves';
import type { Place } from './place';

type Closing = {
  close: (chart: string) => void;
  asked: { chart: string; losses: Losses } | null;
  keep: () => void;
  discard: () => void;
};

export function useClosing(place: Place, move: Dispatch<Move>): Closing {
  const drafts = useHeldDrafts();
  const [asked, setAsked] = useState<Closing['asked']>(null);
  // It may change while the note is being saved.
  const latest = useRef(place);
  useEffect(() => void (latest.current = place), [place]);

  const askOrClose = (chart: string): void => {
    const tab = tabOf(latest.current, chart);
    const losses = {
      halfTyped: tab !== undefined && isUnfinished(tab),
      note: drafts.isUnsaved(chart),
    };
    if (losses.halfTyped || losses.note) setAsked({ chart, losses });
    else move({ kind: 'close', chart });
  };

  const close = (chart: string): void => {
    if (drafts.isUnsaved(chart)) void inTime(drafts.flush(chart)).then(() => askOrClose(chart));
    else askOrClose(chart);
  };

  const discard = (): void => {
    if (asked === null) return;
    drafts.discard(asked.chart);
    move({ kind: 'close', chart: asked.chart });
    setAsked(null);
  };

  return { close, asked, keep: () => setAsked(null), discard };
}
