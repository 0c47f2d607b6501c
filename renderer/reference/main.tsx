import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { applyTheme } from '../state/theme.ts';
import { TooltipProvider } from '../ui/tooltip.tsx';
import { ReferencePage } from './reference-page.tsx';
import '../styles/index.css';

applyTheme();

const place = document.getElementById('root');
if (!place) throw new Error('rest.html has no #root');
createRoot(place).render(
  <StrictMode>
    <TooltipProvider>
      <ReferencePage />
    </TooltipProvider>
  </StrictMode>,
);
