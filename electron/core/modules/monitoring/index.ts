export { createMonitoringRouter } from './router.ts';
