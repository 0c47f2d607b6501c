import * as z from 'zod';

// Our content security policy forbids code made from text, which zod would otherwise try. It decides when a
// schema is made, so this module has to be imported before every other.
z.config({ jitless: true });
