// One chart tab in front: the chart, and the pane this tab has open. The shell joins the features
// here, so that none of them knows another.
import { useQueryClient } from '@tanstack/react-query';
import { type Dispatch, memo, type ReactNode } from 'react';
import type { Caret } from '../design';
import { ChartScreen } from '../features/chart';
import { AddendumPane, NotePane } from '../features/note';
import { VitalsPane } from '../features/vitals';
import { type ChartView, refreshChart } from '../ipc';
import type { Move } from './moves';
import type { OpenChart as Tab } from './place';

type Props = {
  tab: Tab;
  caret: Caret | null;
  noteAsked: number;
  noteTitle: string;
  offline: boolean;
  onDecide: (chart: string) => void;
  move: Dispatch<Move>;
};

export const OpenChart = memo(function OpenChart(props: Props): ReactNode {
  const { tab, caret, noteAsked, noteTitle, offline, onDecide, move } = props;
  const { chart } = tab;
  const queries = useQueryClient();

  const pane = (view: ChartView): ReactNode => {
    const onClose = (): void => move({ kind: 'closePane', chart });
    const onDone = (): void => move({ kind: 'donePane', chart });
    const shared = { view, patient: patientOf(view), caret, onClose };
    switch (tab.pane) {
      case null:
        return null;
      case 'note':
        return <NotePane key="note" {...shared} noteTitle={noteTitle} asked={noteAsked} />;
      case 'vitals':
        return tab.vitals === null ? null : (
          <VitalsPane
            key={tab.vitals.intent}
            {...shared}
            offline={offline}
            draft={tab.vitals}
            onDraft={(draft) => move({ kind: 'vitalsDraft', chart, draft })}
            onDone={(savedAtMs) => {
              onDone();
              if (savedAtMs !== null) refreshChart(queries, chart);
            }}
          />
        );
      case 'addendum':
        return tab.addendum === null ? null : (
          <AddendumPane
            key={tab.addendum.intent}
            {...shared}
            draft={tab.addendum}
            onDraft={(draft) => move({ kind: 'addendumDraft', chart, draft })}
            onDone={onDone}
          />
        );
    }
  };

  return (
    <ChartScreen
      chart={chart}
      section={tab.section}
      onSection={(section) => move({ kind: 'section', chart, section })}
      writes={{
        onVitals: () => move({ kind: 'vitals', chart }),
        onNote: () => move({ kind: 'note', chart }),
        onAddendum: (note) =>
          move({
            kind: 'addendum',
            chart,
            draft: { note, text: '', intent: crypto.randomUUID() },
          }),
      }}
      onDecide={() => onDecide(chart)}
      pane={pane}
    />
  );
});

/** "CUTLER, Alice". */
export function patientOf(view: ChartView): string {
  return `${view.banner.family}, ${view.banner.given}`;
}
