// Has to come first: see there.
import './lib/host/zod-setup.ts';

import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { router } from './app/router.tsx';
import { errorText } from './lib/errors.ts';
import { startConnection } from './lib/host/link.ts';
import { loadMissingStyles } from './lib/host/missing-styles.ts';
import { queryClient } from './lib/host/query-client.ts';
import { applyTheme } from './state/theme.ts';
import { describeErrorsBy } from './ui/error-text.ts';
import { TooltipProvider } from './ui/tooltip.tsx';
import './styles/index.css';

loadMissingStyles();
describeErrorsBy(errorText);
applyTheme();
startConnection();

const place = document.getElementById('root');
if (!place) throw new Error('index.html has no #root');
createRoot(place).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <TooltipProvider>
        <RouterProvider router={router} />
      </TooltipProvider>
    </QueryClientProvider>
  </StrictMode>,
);
