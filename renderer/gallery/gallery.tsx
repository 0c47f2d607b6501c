import { createRoot } from 'react-dom/client';
import { applyTheme } from '../state/theme.ts';
import { TooltipProvider } from '../ui/tooltip.tsx';
import '../styles/index.css';
import { choices } from './choices.tsx';
import { fields } from './fields.tsx';
import type { Specimen } from './specimen.ts';

function Frame({ control, look, children }: Specimen) {
  return (
    <div data-control={control} data-look={look} className="w-72 p-2">
      {children}
    </div>
  );
}

/** Every control in every look, one row a control: what `test/e2e/controls.spec.ts` compares and takes pictures of. */
function Gallery() {
  const byControl = Map.groupBy([...choices, ...fields], ({ control }) => control);
  return [...byControl].map(([control, specimens]) => (
    <section key={control} className="flex items-start border-line border-b">
      <h2 className="w-32 shrink-0 p-2 text-muted">{control}</h2>
      {specimens.map((specimen) => (
        <Frame key={specimen.look} {...specimen} />
      ))}
    </section>
  ));
}

applyTheme();
const place = document.getElementById('root');
if (!place) throw new Error('index.html has no #root');
document.body.style.overflow = 'auto';
createRoot(place).render(
  <TooltipProvider>
    <Gallery />
  </TooltipProvider>,
);
