// What jsdom lacks of the platform, and a clean page after every test.
import { cleanup, configure } from '@testing-library/react';
import { afterEach, vi } from 'vitest';

configure({
  // Working out visibility for every element makes queries by role slow; axe looks at what is hidden.
  defaultHidden: true,
  // Only a test that fails waits so long: a second is not enough on a machine that is busy.
  asyncUtilTimeout: 8000,
  getElementError: (message) => new Error(message ?? 'not found'),
});

if (typeof HTMLDialogElement !== 'undefined') installDialog();

function installDialog(): void {
  HTMLDialogElement.prototype.showModal = function showModal(): void {
    this.open = true;
    const first = this.querySelector('input, textarea, button');
    if (first instanceof HTMLElement) first.focus();
  };
  HTMLDialogElement.prototype.close = function close(): void {
    this.open = false;
  };
}

afterEach(() => {
  cleanup();
  vi.useRealTimers();
  if (typeof document === 'undefined') return;
  document.documentElement.removeAttribute('data-text-size');
  sessionStorage.clear();
});
