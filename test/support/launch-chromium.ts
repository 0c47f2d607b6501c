import { type Browser, chromium } from '@playwright/test';
import { findChromium } from '../../.config/tasks/chromium.mjs';

const executablePath = findChromium();

/** Starts the machine's Chromium, or Playwright's own where there is none; close it. */
export const launchChromium = (): Promise<Browser> =>
  chromium.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    args: ['--no-sandbox', '--disable-gpu'],
  });
