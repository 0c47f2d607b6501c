// Controls, halves of pairs, separators of lines and paragraphs, and all that is shown as nothing (fillers, joiners, tags,
// variation selectors, direction marks): two names that look alike are alike. Source: UAX #44, Default_Ignorable_Code_Point.
const invisible = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/v;

// Joiners, selectors and tags belong to an emoji where Unicode recommends exactly that sequence (UTS #51, RGI).
const emoji = /\p{RGI_Emoji}/gv;

/** Whether a text holds what nobody sees; the joiners inside of an emoji such as 👩‍🚀 are part of what is seen. */
export const hidesSomething = (text: string): boolean => invisible.test(text.replace(emoji, ''));
