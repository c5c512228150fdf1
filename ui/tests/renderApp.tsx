// The whole window over a FakeCore, as a person meets it.
import { fireEvent, render, screen, within } from '@testing-library/react';
import { type UserEvent, userEvent } from '@testing-library/user-event';
import { FakeCore, type Scene } from '../src/ipc/fake/FakeCore';
import { CUTLER } from '../src/ipc/fake/ward';
import { App } from '../src/shell';

export type Rendered = { core: FakeCore; user: UserEvent };

export function renderApp(scene: Scene = {}, before?: (core: FakeCore) => void): Rendered {
  const core = new FakeCore(scene);
  before?.(core);
  const user = userEvent.setup({ delay: null, pointerEventsCheck: 0 });
  render(<App core={core} />);
  return { core, user };
}

/** The row of Alice Cutler on the ward. */
export async function aliceRow(): Promise<HTMLElement> {
  const rows = await screen.findAllByTestId('ward-row');
  const row = rows.find((each) => each.dataset['chart'] === CUTLER);
  if (row === undefined) throw new Error('Alice is not on the ward');
  return row;
}

/** Unlocked, with Alice's chart in front. */
export async function renderChart(scene: Scene = {}): Promise<Rendered> {
  const rendered = renderApp({ unlocked: true, ...scene });
  await rendered.user.dblClick(await aliceRow());
  await screen.findByTestId('patient-banner');
  return rendered;
}

/** Enters text in one change, where the single keys are not what is tested. */
export function fill(field: Element, value: string): void {
  fireEvent.change(field, { target: { value } });
}

export function pane(): HTMLElement {
  return screen.getByRole('complementary');
}

export function inPane(): ReturnType<typeof within> {
  return within(pane());
}
