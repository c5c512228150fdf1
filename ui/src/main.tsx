// Starts the window: styles, fonts, the core, the tree.
import '@fontsource-variable/ibm-plex-sans/wght.css';
import '@fontsource-variable/ibm-plex-sans/wght-italic.css';
import '@fontsource/ibm-plex-mono/400.css';
import './design/tokens.css';
import './design/base.css';
import { createCore } from '#core';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './shell';

const root = document.getElementById('root');
if (root !== null) {
  createRoot(root).render(
    <StrictMode>
      <App core={createCore()} />
    </StrictMode>,
  );
}
